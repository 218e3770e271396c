"""Stretches of the way that several journeys share, and the invented citizen who walks it."""

import re
from datetime import date
from itertools import chain
from pathlib import Path

from rangkul.exchange.opensid.columns import NAMES
from rangkul.exchange.siks_ng.columns import HEADER as DTKS_HEADER
from rangkul.kernel import clock
from rangkul.platform.importing.actions import approve_batch, upload_file
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.programmes import actions as programmes_actions
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries
from tests.exchange.make_files import Member, dtks_rows, families, opensid_rows, write_csv, write_workbook
from tests.importing.files import row
from tests.journeys.district import HOME, REGENCY, District
from tests.journeys.walk import Visitor, Walk

AS_OF = date(2026, 1, 5)
PLACE = ("SULAWESI SELATAN", "KABUPATEN SOPPENG", "MARIORIWAWO", "GATTARENG")
NAME = "Contoh Rahmatia"
NIK = "0000995503840001"
KK = "0000991203080001"
DTKS_ID = f"contoh-{NIK}"
NEIGHBOURS = 8
RICE = "Bantuan beras"
BOTH = "Beras pusat terlambat dua bulan, anak-anak makan sekali sehari"
"""Why the village proposes local rice beside BPNT, which the overlap policy asks for."""


def citizen_family() -> list[Member]:
    """Ibu Contoh Rahmatia, head of her family, and her two children; nobody by these numbers exists."""
    home = {"kk": KK, "hamlet": "DUSUN 1", "rt": "001", "is_pbi": True, "disability": "7"}
    children = (
        ("0000990208120002", "CONTOH FADLI", "L", date(2012, 8, 2)),
        ("0000996011170003", "CONTOH NABILA", "P", date(2017, 11, 20)),
    )
    return [
        Member(
            nik=NIK, name=NAME.upper(), sex="P", born=date(1984, 3, 15), relation=1, mother="CONTOH HATIJAH", **home
        ),
        *(
            Member(nik=nik, name=name, sex=sex, born=born, relation=4, mother=NAME.upper(), **home)
            for nik, name, sex, born in children
        ),
    ]


def village_workbook(folder: Path) -> Path:
    """The OpenSID workbook of the village: her family, some neighbours, and one row that cannot be right."""
    people = opensid_rows(chain([citizen_family()], families(NEIGHBOURS)))
    wrong = row(nik="12345", nama="SALAH NIK", no_kk=KK)
    return write_workbook(folder / "penduduk-gattareng.xlsx", NAMES, chain(people, [wrong]))


def dtks_file(folder: Path) -> Path:
    """The DTKS export of the same people."""
    people = dtks_rows(chain([citizen_family()], families(NEIGHBOURS)), place=PLACE)
    return write_csv(folder / "dtks-gattareng.csv", DTKS_HEADER, people)


def given_the_registry(district: District, folder: Path) -> None:
    """Both files are imported."""
    given_a_file(district, village_workbook(folder), HOME)
    given_a_file(district, dtks_file(folder), REGENCY)


def given_a_file(district: District, file: Path, area: str) -> None:
    """A file is imported: uploaded by the data officer, approved by the head of division."""
    batch = upload_file(
        file_name=file.name,
        pieces=[file.read_bytes()],
        area=area,
        as_of=AS_OF,
        by=district.actors["DATA_OFFICER"],
        at=clock.now(),
    )
    run_waiting_jobs()
    approve_batch(batch.pk, by=district.actors["DIVISION_HEAD"], at=clock.now(), has_answered=True)
    run_waiting_jobs()


def given_she_goes_hungry(district: District) -> None:
    """The facilitator visited her family and recorded that it lacks food (there is no page for this yet)."""
    worker = district.actors["BACK_OFFICE"]
    found = registry_queries.find_person_by_nik(worker, NIK)
    assert found is not None
    family_id = registry_queries.search_persons(worker, NIK)[0].family_id
    registry_actions.record_condition(
        kind="RAWAN_PANGAN", family_id=family_id, by=worker, at=clock.now(), on=date(2026, 1, 10), reason="kunjungan"
    )


def upload(official: Visitor, file: Path, *, area: str) -> None:
    """The data officer uploads a file; a worker reads it; the officer opens it again."""
    official.open("web:imports:upload")
    official.attach("Berkas", file)
    official.fill_date("Tanggal data", AS_OF)
    official.select("Wilayah", area)
    official.press("Unggah dan periksa")
    official.sees("Berkas diterima dan sedang dibaca")
    when_the_worker_has_run(official, file.name)


def when_the_worker_has_run(official: Visitor, file_name: str) -> None:
    """Background work is done, and the official looks at the import again."""
    official.open("web:imports:batch-list")
    run_waiting_jobs()
    official.follow(file_name)


def propose_and_decide(walk: Walk) -> bytes:
    """Village to decree: the operator submits the draft, the kecamatan checks, the office verifies and decides.

    Returns the decree's PDF.
    """
    submit(walk)
    step(walk, "KECAMATAN_OFFICER", "Teruskan ke Dinas")
    step(walk, "PROGRAMME_OFFICER", "Nyatakan terverifikasi")
    return decide(walk)


def submit(walk: Walk) -> None:
    """The operator writes down the village meeting and submits the open draft."""
    operator = walk.sign_in_as("VILLAGE_OPERATOR")
    open_batch(operator)
    operator.follow("Ajukan ke kecamatan")
    operator.fill_date("Tanggal musyawarah", date(2026, 2, 20))
    operator.fill("Tempat musyawarah", "Balai desa Gattareng")
    operator.fill("Jumlah hadir", "37")
    operator.press("Ajukan ke kecamatan")


def open_batch(official: Visitor) -> None:
    """From the worklist to the batch that waits for this official."""
    official.open("web:programmes:proposal-list")
    official.follow(RICE)


def step(walk: Walk, role: str, label: str) -> None:
    """The official of a role takes one step of the ladder; the page that asks says the same a little longer."""
    official = walk.sign_in_as(role)
    open_batch(official)
    official.follow(label)
    official.press(re.compile(label.split()[0]))


def decide(walk: Walk) -> bytes:
    """The head of division looks once more and decides; the decree is opened."""
    head = walk.sign_in_as("DIVISION_HEAD")
    open_batch(head)
    head.follow("Tetapkan")
    head.press("Periksa keputusan")
    head.sees("Keputusan tidak dapat ditarik")
    head.press("Tetapkan dan terbitkan SK")
    return head.fetch("Buka SK (PDF)")


def open_cycle(walk: Walk) -> None:
    """The programme officer prepares and freezes this month's cycle, the head approves it, the officer opens it."""
    officer = walk.sign_in_as("PROGRAMME_OFFICER")
    officer.open("web:delivery:cycle-create")
    officer.select("Program dan komponen", RICE)
    officer.select("Bulan penyaluran", this_month())
    officer.press("Siapkan")
    move_cycle(officer, "Bekukan daftar penerima")
    head = walk.sign_in_as("DIVISION_HEAD")
    head.open("web:delivery:cycle-list")
    head.follow(RICE)
    move_cycle(head, "Setujui daftar")
    officer.open("web:delivery:cycle-list")
    officer.follow(RICE)
    move_cycle(officer, "Buka penyaluran")


def move_cycle(official: Visitor, label: str) -> None:
    """One step of a cycle, asked and answered."""
    official.follow(label)
    official.press(label)


def open_recipients(official: Visitor) -> None:
    """The frozen list of the village."""
    official.open("web:delivery:cycle-list")
    official.follow(RICE)
    official.follow("Gattareng")


def hand_over(official: Visitor) -> None:
    """She takes her rice and signs."""
    open_recipients(official)
    official.follow(re.compile(NAME, re.IGNORECASE))
    official.choose("tanda tangan pada daftar")
    official.press("Catat serah terima")
    official.sees("tercatat")


def issue_bast(official: Visitor) -> bytes:
    """The record of delivery of the village as a PDF."""
    open_recipients(official)
    official.follow("Terbitkan berita acara")
    official.fill("Nama pihak kedua", "Yuni Contoh")
    official.fill("Jabatan", "Kepala Desa Gattareng")
    official.press_for_paper("Terbitkan")
    official.open("web:delivery:cycle-list")
    official.follow(RICE)
    return official.fetch(re.compile("1 penerima, diterbitkan"))


def this_month() -> str:
    """The label of this month as lists of months show it."""
    from rangkul.kernel.period import Period

    today = clock.local_date(clock.now(), "WITA")
    return Period.month(today.year, today.month).label


def number_of_decree(official: Visitor) -> str:
    """The number in the heading of a decree's page."""
    return official.text_of("#isi h1").removeprefix("Keputusan").strip()


def given_she_is_enrolled(district: District, folder: Path) -> None:
    """Registered, found hungry, proposed by the village and decided, by the officials' own actions."""
    given_the_registry(district, folder)
    given_she_goes_hungry(district)
    actors = district.actors
    operator = actors["VILLAGE_OPERATOR"]
    family_id = registry_queries.search_persons(operator, NIK)[0].family_id
    assert family_id is not None
    batch = programmes_actions.create_batch(
        component_id=district.components["rastra"],
        fiscal_year=clock.now().year,
        area=HOME,
        by=operator,
        at=clock.now(),
        musyawarah_on=date(2026, 2, 20),
        musyawarah_place="Balai desa",
        musyawarah_attendance=37,
    )
    programmes_actions.add_line(
        batch_id=batch.pk,
        kind="family",
        subject_id=family_id,
        overlap_reason=BOTH,
        by=operator,
        at=clock.now(),
    )
    programmes_actions.submit_batch(batch_id=batch.pk, by=operator, at=clock.now())
    programmes_actions.check_batch(batch_id=batch.pk, by=actors["KECAMATAN_OFFICER"], at=clock.now())
    programmes_actions.verify_batch(batch_id=batch.pk, by=actors["PROGRAMME_OFFICER"], at=clock.now())
    programmes_actions.decide_batch(batch_id=batch.pk, by=actors["DIVISION_HEAD"], at=clock.now())


def register_need(official: Visitor, story: str, name: str, phone: str) -> str:
    """Somebody tells the desk what is needed. Returns the ticket."""
    official.open("web:desk:case-list")
    official.follow("Catat kebutuhan")
    official.fill("Apa yang dibutuhkan?", story)
    official.fill("Nama warga yang butuh bantuan", name)
    official.fill("Nomor HP", phone)
    official.press("Catat dan beri tiket")
    if "Mungkin" in official.text_of("#isi h1"):  # somebody alike is registered; the walk matches at its own station
        official.press("Simpan dulu, cocokkan nanti")
    found = re.search(r"R-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", official.text_of("#isi"))
    assert found, official.text_of("#isi")
    return found.group()


def follow_ticket(citizen: Visitor, ticket: str, phone: str) -> None:
    """The citizen asks how far it is, with the ticket and the last four digits of the telephone."""
    citizen.open("web:desk:follow")
    citizen.fill("Nomor tiket", ticket)
    citizen.fill("Empat angka terakhir nomor HP", phone[-4:])
    citizen.press("Lihat status")
