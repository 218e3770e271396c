"""Jember's rollout from 6 to 25 villages with a bimtek for 150 people, and Tanggamus' chart of 50, 3 and 1 with its case-loads.

Figures: the articles of Jember (6 December 2018) and Tanggamus (13 October 2016). Every person is invented.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from rangkul.accounts.actions import NewDuty, create_user
from rangkul.accounts.queries import actor_for
from rangkul.desk.actions import Need, register_case
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.ids import new_id
from rangkul.organisation import actions
from rangkul.organisation.actions import NewOffice, NewOfficial, found_office, open_post
from rangkul.organisation.models import Official
from rangkul.platform.documents.models import Document
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.reference import queries as reference_queries
from rangkul.reference.loading import load_reference
from tests.browser import PHONE, PageAt
from tests.journeys.district import FOUNDER
from tests.journeys.walk import Visitor, words_of_pdf

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST_SIX = {
    "35.09.04.2001": "Kepanjen",
    "35.09.04.2002": "Mayangan",
    "35.09.30.2002": "Harjomulyo",
    "35.09.29.2011": "Dawuhan Mangli",
    "35.09.14.2001": "Pakis",
    "35.09.25.2005": "Sukowiryo",
}
ROLES = ("kepala desa", "kesra", "operator desa", "operator desa", "fasilitator", "fasilitator")
GIVEN = ("Aisyah", "Bagus", "Citra", "Dewi", "Eko", "Fajar")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TICK_ALL = "boxes => boxes.forEach(box => { box.checked = true })"
TICK_SOME = "boxes => boxes.forEach((box, place) => { box.checked = place < 30 })"
Enter = Callable[..., Visitor]


@pytest.fixture
def enter(page_at: PageAt, live_server: Any, transactional_db: None) -> Enter:
    """Somebody of the office at a screen, signed in by one click."""

    def sign_in(name: str, *, width: int = 1280) -> Visitor:
        visitor = Visitor(page_at(width), live_server.url)
        visitor.open("web:accounts:sign-in")
        visitor.press(re.compile(re.escape(name)))
        return visitor

    return sign_in


def found(area: str, name: str, city: str, manager: str) -> Actor:
    """An office with a head who signs and a manager of SLRT."""
    load_reference(within=(area,))
    now = clock.now()
    office = found_office(
        office=NewOffice(
            name="Dinas Sosial",
            government=f"Pemerintah {name}",
            area_code=area,
            city=city,
            time_zone="Asia/Jakarta",
            officials=(
                NewOfficial(
                    "Kepala Dinas Sosial", "Contoh Rahayu, S.Sos.", is_head=True, is_signatory=True, nip="0" * 18
                ),
            ),
        ),
        since=date(2016, 1, 1),
        by=FOUNDER,
        at=now,
    )
    duty = NewDuty(role="SLRT_MANAGER", office_id=office.pk, areas=(area,), valid_from=date(2016, 1, 1))
    made = create_user(username="manajer", name=manager, duty=duty, by=FOUNDER, at=now, is_demo=True, password="")
    return actor_for(made)


@pytest.mark.requirement("R403")
@pytest.mark.requirement("R413")
@pytest.mark.requirement("R414")
def test_jember_goes_from_6_to_25_villages(enter: Enter) -> None:
    manager = found("35.09", "Kabupaten Jember", "Jember", "Lestari Contoh")
    for code, name in FIRST_SIX.items():
        village = AreaCode.parse(code)
        open_post(
            name=f"Puskesos {name}", area=village, since=date(2016, 11, 1), members=[], by=FOUNDER, at=clock.now()
        )
    told = {"name": "SLRT dan Puskesos", "owner": "Kementerian Sosial", "started_on": date(2016, 1, 4)}
    actions.describe_rollout(**told, by=manager, at=clock.now())  # type: ignore[arg-type]
    villages = [each for each in reference_queries.list_villages("35.09") if each.code not in FIRST_SIX]
    nineteen = [f"{each.label}, {reference_queries.area_name(each.code[:8])}" for each in villages[::12][:19]]
    six = [reference_queries.area_label(code).replace(", Kec. ", ", ") for code in FIRST_SIX]

    visitor = enter("Lestari Contoh")
    visitor.open("web:organisation:target-set")
    visitor.fill_date("Sampai hari", date(2018, 12, 31))
    visitor.fill("Jumlah desa/kelurahan dengan Puskesos", "25")
    visitor.press("Tetapkan")
    visitor.open("web:organisation:rollout", query="?per=tahun")
    visitor.sees("dari 248", "2,4 %", "tercapai 24 %", "Dengan laju itu semua desa tidak akan terlayani")
    visitor.follow("Rencanakan Puskesos")
    visitor.fill("Daftar desa", "\n".join(nineteen))
    visitor.fill_date("Direncanakan sejak", date(2018, 1, 2))
    visitor.press("Rencanakan")
    visitor.sees("Puskesos direncanakan")

    lines = [
        f"{given} Contoh {letter}; {role}; {place}"
        for letter, place in zip(LETTERS, [*six, *nineteen], strict=False)
        for given, role in zip(GIVEN, ROLES, strict=True)
    ]
    bimtek = actions.NewActivity(  # the pages that record and paste are walked in tests/organisation/test_activity_pages
        kind="BIMTEK", name="Bimtek Puskesos dan SLRT", held_on=date(2018, 12, 6),
        venue="UPT Lingkungan Pondok Sosial", area="35.09",
    )  # fmt: skip
    activity = actions.record_activity(activity=bimtek, by=manager, at=clock.now())
    actions.add_participants(activity_id=activity.pk, lines="\n".join(lines), by=manager, at=clock.now())
    visitor.open("web:organisation:attendance-mark", activity.pk)
    visitor.page.locator("input[name=present]").evaluate_all(TICK_SOME)
    visitor.press("Catat kehadiran")
    visitor.sees("150 orang", "25 desa/kelurahan atau kecamatan")
    visitor.press("Ajukan sertifikat untuk ditandatangani")
    visitor.sees("Menunggu tanda tangan: 30 sertifikat")
    head = Official.objects.get(is_head=True)
    duty = NewDuty(role="OFFICE_HEAD", office_id=head.office_id, areas=("35.09",), valid_from=date(2016, 1, 1))
    signer = create_user(
        username="kepala", name=head.name, duty=duty, by=FOUNDER, at=clock.now(), is_demo=True, password=""
    )
    Official.objects.update(user_id=signer.user_id)
    actions.sign_certificates(activity_id=activity.pk, people=30, by=actor_for(signer), at=clock.now())
    run_waiting_jobs()
    visitor.open("web:organisation:activity", activity.pk)
    visitor.sees("30 dari 30 peserta hadir sudah bersertifikat")
    visitor.picture("posts-bimtek")
    bundle = visitor.fetch("Semua sertifikat dalam satu PDF")
    with PdfDocument(bundle) as paper:
        assert len(paper) == 30
    one = Document.objects.filter(kind="certificate").order_by("-number").first()
    assert one is not None
    assert one.number.split("/")[1] == "0030"
    assert one.number in words_of_pdf(bundle)
    visitor.open("web:platform:verify", one.verify_code)
    visitor.sees(one.number)
    visitor.sees_not(*(f"{given} Contoh" for given in GIVEN))

    visitor.open("web:organisation:post-change", query="?dari=PLANNED")
    visitor.page.locator("input[name=posts]").evaluate_all(TICK_ALL)
    visitor.choose("aktif")
    visitor.fill_date("Berlaku sejak", date(2018, 12, 20))
    visitor.fill("Nomor SK", "000/CONTOH/2018")
    visitor.fill("Alasan", "Petugas sudah mengikuti bimtek.")
    visitor.press("Ubah status")
    visitor.open("web:organisation:rollout", query="?per=tahun")
    visitor.sees("10,1 %", "tercapai 100 %", "Ramalan", "+")
    visitor.picture("posts-pengembangan")
    visitor.page.set_viewport_size({"width": PHONE, "height": 800})
    visitor.open("web:organisation:post-list", query="?status=ACTIVE")
    visitor.sees("Dawuhan Mangli")
    visitor.picture("posts-daftar-360")


@pytest.mark.requirement("R111")
@pytest.mark.requirement("R112")
@pytest.mark.requirement("R113")
def test_tanggamus_has_one_manager_three_supervisors_fifty_facilitators(enter: Enter) -> None:
    manager = found("18.06", "Kabupaten Tanggamus", "Kota Agung", "Suryani Contoh")
    villages = [str(each.code) for each in reference_queries.list_villages("18.06")]
    assert len(villages) == 302
    districts = [str(each.code) for each in reference_queries.list_children("18.06")]
    people = ["Suryani Contoh; manajer"]
    people += [f"Supervisor Contoh {LETTERS[n]}; supervisor; {' / '.join(districts[n::3])}" for n in range(3)]
    people += [
        f"Fasilitator Contoh {LETTERS[n // 26]}{LETTERS[n % 26]}; fasilitator; {' / '.join(villages[6 * n : 6 * n + 6])}; "
        f"Supervisor Contoh {LETTERS[min(n // 17, 2)]}"
        for n in range(50)
    ]
    at = datetime.now(UTC)
    for number in range(12):
        need = Need(
            form_key=new_id(),
            story="Membutuhkan bantuan pangan.",
            area=villages[number % 2],
            phone=f"0812000{number:04d}",
        )
        register_case(need=need, by=manager, at=at)
    visitor = enter("Suryani Contoh")
    visitor.open("web:organisation:formation")
    for label, seats in (("Manajer", "1"), ("Supervisor", "3"), ("Fasilitator", "50")):
        visitor.fill(label, seats)
    visitor.press("Simpan formasi")
    visitor.follow("Angkat petugas SLRT")
    visitor.fill("Daftar petugas", "\n".join(people))
    visitor.fill_date("Mulai bertugas", date(2016, 10, 13))
    visitor.press("Angkat")
    visitor.sees("formasi 50, kosong 0", "formasi 3, kosong 0", "formasi 1, kosong 0", "dari 302 desa/kelurahan")
    visitor.sees(
        "17 fasilitator, 12 kasus terbuka",
        "16 fasilitator, 0 kasus terbuka",
        "lebih berat",
        "1 fasilitator tidak seimbang",
    )
    visitor.sees(reference_queries.area_label(villages[-1]), reference_queries.area_label(villages[-2]))
    visitor.picture("posts-bagan")
    visitor.page.set_viewport_size({"width": PHONE, "height": 800})
    visitor.open("web:organisation:slrt")
    visitor.sees("Fasilitator Contoh AA")
    visitor.picture("posts-bagan-360")
