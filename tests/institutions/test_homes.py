"""Institutions by dates: papers that expire, other names, merges and splits, new ones on their way, agreements."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rangkul.institutions import actions, queries
from rangkul.institutions.actions import Ground, Part
from rangkul.institutions.enums import Paper
from rangkul.institutions.errors import NoSuchInstitution, UnableToChange
from rangkul.institutions.facts import institution_facts
from rangkul.institutions.models import Application, Institution, Partnership, Residency
from rangkul.institutions.queries import HomeFilter
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from tests.institutions.stage import TODAY, Screen, a_panti, admit, boxes, days_ago, ids, room_of, user_of
from tests.people import FAR_VILLAGE, OTHER_KECAMATAN, VILLAGE
from tests.registry.factories import make_person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.mark.requirement("B09")
def test_registration_and_accreditation_run_out(cast: Any) -> None:
    panti, plain, office = a_panti(), a_panti("LKS Tanpa Izin", beds=0), cast.actor("PROGRAMME_OFFICER")
    told: dict[str, Any] = {"institution_id": panti.pk, "by": office, "at": clock.now()}
    actions.record_registration(**told, number="1/STT/2020", since=date(2020, 1, 1), until=None)
    soon = TODAY + timedelta(days=30)
    actions.record_registration(
        **told, number="2/STT", since=days_ago(100), until=soon, deed_number="17", notary="Notaris Contoh"
    )
    actions.record_accreditation(**told, grade="B", body="BALKS", number="", since=date(2024, 3, 1), until=None)
    view = queries.get_home(office, panti.pk, on=TODAY)
    assert [(each.number, each.last_day) for each in view.registrations] == [
        ("2/STT", soon),
        ("1/STT/2020", days_ago(101)),
    ]
    assert (view.row.grade, view.row.grade_until) == ("B", date(2027, 2, 28))
    assert (view.row.expiring, view.institution.registered_until) == (("registration",), soon)
    assert ids(queries.list_expiring(office, on=TODAY)) == {panti.pk}
    assert institution_facts(on=days_ago(101), institution_id=panti.pk)[0][1]["terdaftar"] is True
    assert institution_facts(on=soon + timedelta(days=1), institution_id=panti.pk)[0][1]["terdaftar"] is False
    with pytest.raises(UnableToChange, match="Sudah ada tanda daftar"):
        actions.record_registration(**told, number="0/STT", since=date(2019, 1, 1), until=None)
    with pytest.raises(Refused, match="Tanggal akhir"):
        actions.record_registration(**told, number="3/STT", since=TODAY, until=days_ago(3))
    with pytest.raises(Denied):
        actions.record_registration(**(told | {"by": cast.actor("BACK_OFFICE")}), number="x1", since=TODAY, until=None)
    assert ids(queries.list_homes(office, HomeFilter(grade="B"), on=TODAY).rows) == {panti.pk}
    assert ids(queries.list_homes(office, HomeFilter(grade="NONE"), on=TODAY).rows) == {plain.pk}
    assert ids(queries.list_homes(office, HomeFilter(free_for="LANSIA"), on=TODAY).rows) == {panti.pk}
    assert queries.list_homes(office, HomeFilter(free_for="ANAK"), on=TODAY).rows == ()


def test_the_list_its_file_and_who_keeps_the_house(cast: Any) -> None:
    panti = a_panti("=PANTI(1)")
    for number in range(26):
        Institution.objects.create(name=f"LKS {number:02}", kind="LKS", area_code=VILLAGE, created_at=clock.now())
    officer = Screen(cast.user("PROGRAMME_OFFICER"))
    url = reverse("web:institutions:institution-list")
    first = officer.get(url)
    assert "setelah=" in first.content.decode()
    page = queries.list_homes(cast.actor("PROGRAMME_OFFICER"), HomeFilter(), on=TODAY)
    rest = queries.list_homes(cast.actor("PROGRAMME_OFFICER"), HomeFilter(), on=TODAY, after=page.next_mark)
    assert (page.count, len(page.rows), len(rest.rows), rest.next_mark) == (27, 25, 2, "")
    assert "Tidak ada lembaga yang cocok" in officer.get(url, q="tidak ada").content.decode()
    file = officer.get(reverse("web:institutions:institution-export"), kosong="ANY").content.decode()
    assert "'=PANTI(1)" in file
    assert "LKS 01" not in file
    user, own = user_of(cast, panti)
    for role, code in (("PROGRAMME_OFFICER", 200), ("BACK_OFFICE", 403)):
        screen = Screen(cast.user(role))
        for name in ("registration-record", "bed-set", "institution-merge", "institution-split", "institution-rename",
                     "institution-describe", "accreditation-record", "board-appoint", "institution-close"):  # fmt: skip
            assert screen.get(reverse(f"web:institutions:{name}", args=[panti.pk])).status_code == code, name
    screen = Screen(user)
    assert screen.get(reverse("web:institutions:registration-record", args=[panti.pk])).status_code == 403
    told = {"name": "Wisma Mawar", "beds": 4, "serves": "LANSIA", "sex": "P", **boxes("since", TODAY)}
    assert screen.post(reverse("web:institutions:bed-set", args=[panti.pk]), told).status_code == 303
    chair = {"name": "Contoh Ketua", "position": "Ketua", **boxes("since", days_ago(30))}
    assert screen.post(reverse("web:institutions:board-appoint", args=[panti.pk]), chair).status_code == 303
    profile = screen.get(reverse("web:institutions:institution", args=[panti.pk])).content.decode()
    assert "0 dari 4 tempat tidur terisi" in profile
    assert "Contoh Ketua" in profile
    member = queries.get_home(own, panti.pk, on=TODAY).board[0]
    ended = reverse("web:institutions:board-end", args=[panti.pk, member.pk])
    assert screen.post(ended, boxes("on", TODAY)).status_code == 303
    assert queries.get_home(own, panti.pk, on=TODAY).board == ()
    with pytest.raises(Denied):
        actions.set_beds(institution_id=a_panti("Lain").pk, name="Aula", beds=3, since=TODAY, by=own, at=clock.now())


@pytest.mark.requirement("R212")
def test_an_institution_that_becomes_another_keeps_its_name_and_people(cast: Any) -> None:
    panti, office = a_panti("Panti Petirahan Anak Contoh"), cast.actor("PROGRAMME_OFFICER")
    row = admit(panti, office)
    officer = Screen(cast.user("PROGRAMME_OFFICER"))
    told = {
        "name": "Panti Pemberdayaan Difabel Contoh", "kind": "LKS_DISABILITAS", "is_sensitive": "on", "decree": "9/2026",
        "reason": "Kajian kebutuhan layanan difabel.", **boxes("on", TODAY),
        "file": SimpleUploadedFile("kajian.pdf", PDF, "application/pdf"),
    }  # fmt: skip
    assert officer.post(reverse("web:institutions:institution-rename", args=[panti.pk]), told).status_code == 303
    found = queries.list_homes(office, HomeFilter(text="petirahan"), on=TODAY).rows
    assert [(each.name, each.former) for each in found] == [
        ("Panti Pemberdayaan Difabel Contoh", ("Panti Petirahan Anak Contoh",))
    ]
    history = officer.get(reverse("web:institutions:institution-history", args=[panti.pk])).content.decode()
    assert "Kajian kebutuhan layanan difabel." in history
    change = queries.get_home(office, panti.pk, on=TODAY).changes[0]
    paper = officer.get(reverse("web:institutions:change-file", args=[change.id]))
    assert paper.content == PDF
    assert Residency.objects.get(pk=row.pk).period.upper is None
    same = {
        "name": found[0].name,
        "kind": found[0].kind,
        "is_sensitive": "on",
        "reason": "Sekali lagi.",
        **boxes("on", TODAY),
    }
    assert officer.post(reverse("web:institutions:institution-rename", args=[panti.pk]), same).status_code == 422
    lying = told | {"name": "Lain", "file": SimpleUploadedFile("kajian.pdf", b"MZ\x90\x00" * 40, "application/pdf")}
    assert officer.post(reverse("web:institutions:institution-rename", args=[panti.pk]), lying).status_code == 422
    assert Institution.objects.get(pk=panti.pk).name == "Panti Pemberdayaan Difabel Contoh"


@pytest.mark.requirement("R213")
def test_merged_and_split_institutions_carry_their_residents(cast: Any) -> None:
    small, big, office = (
        a_panti("Perlindungan Anak Contoh", beds=3),
        a_panti("Panti Asuhan Contoh"),
        cast.actor("PROGRAMME_OFFICER"),
    )
    child = admit(small, office, make_person("Anak Contoh"), bed_group_id=room_of(small).pk)
    left = admit(small, office, make_person("Dulu Contoh"), since=days_ago(90))
    actions.discharge_resident(residency_id=left.pk, on=days_ago(50), reason="MANDIRI", destination="kos", note="",
                               by=office, at=clock.now())  # fmt: skip
    ground = Ground(on=days_ago(3), reason="Digabung menurut hasil kajian.", decree="10/2026")
    with pytest.raises(UnableToChange, match="sedikitnya satu"):
        actions.merge_institutions(from_ids=[big.pk], into_id=big.pk, ground=ground, by=office, at=clock.now())
    actions.merge_institutions(from_ids=[small.pk], into_id=big.pk, ground=ground, by=office, at=clock.now())
    child.refresh_from_db()
    assert child.moved_to is not None
    assert (child.left_reason, child.moved_to.institution_id, child.moved_to.came_by) == (
        "PERUBAHAN",
        big.pk,
        "PERUBAHAN",
    )
    view = queries.get_home(office, big.pk, on=TODAY)
    assert (view.row.beds, view.row.residents) == (5, 1)
    assert {room.name for room in view.row.rooms} == {"Wisma Melati", "Wisma Melati (2)"}
    assert [each.name for each in queries.list_homes(office, HomeFilter(text="perlindungan"), on=TODAY).rows] == [
        "Panti Asuhan Contoh"
    ]
    closed = queries.get_home(office, small.pk, on=TODAY)
    assert (closed.institution.is_active, closed.successors) == (False, ((big.pk, "Panti Asuhan Contoh"),))
    assert queries.list_residents(office, small.pk, on=TODAY, past=True).count == 2
    screen = Screen(cast.user("PROGRAMME_OFFICER"))
    page = screen.get(reverse("web:institutions:institution", args=[small.pk])).content.decode()
    assert "Diteruskan oleh Panti Asuhan Contoh" in page
    with pytest.raises(UnableToChange, match="tidak berjalan"):
        admit(small, office, make_person("Baru Contoh"))
    with pytest.raises(UnableToChange, match="Masih ada 1 penghuni"):
        actions.close_institution(institution_id=big.pk, ground=ground, by=office, at=clock.now())
    denied: dict[str, Any] = {"into_id": big.pk, "ground": ground, "by": cast.actor("BACK_OFFICE"), "at": clock.now()}
    with pytest.raises(Denied):
        actions.merge_institutions(from_ids=[a_panti("Panti Ketiga").pk], **denied)
    room = next(each for each in view.row.rooms if each.residents)
    ground = Ground(on=TODAY, reason="Rumah aman dipisahkan lagi.")
    part = Part(
        name="Rumah Aman Contoh",
        kind="LKSA",
        room_ids=frozenset({room.id}),
        residency_ids=frozenset({child.moved_to_id}),
    )
    [new] = actions.split_institution(institution_id=big.pk, parts=[part], ground=ground, by=office, at=clock.now())
    assert [each.name for each in queries.list_residents(office, new.pk, on=TODAY).rows] == ["Anak Contoh"]
    assert queries.get_home(office, new.pk, on=TODAY).row.beds == 3
    assert queries.get_home(office, big.pk, on=TODAY).row.residents == 0
    with pytest.raises(UnableToChange, match="dipilih sekali"):
        actions.split_institution(institution_id=big.pk, parts=[part], ground=ground, by=office, at=clock.now())


@pytest.mark.requirement("R217")
def test_a_new_institution_from_the_idea_to_the_directory(cast: Any) -> None:
    a_panti(beds=0)
    officer, head = Screen(cast.user("PROGRAMME_OFFICER")), Screen(cast.user("DIVISION_HEAD"))
    told = {
        "name": "LKS Difabel Contoh", "kind": "LKS_DISABILITAS", "area": VILLAGE, "leader_name": "Contoh Ketua",
        "papers": ["AD_ART", "AKTA"], **boxes("on", days_ago(9)),
    }  # fmt: skip
    made = officer.post(reverse("web:institutions:application-apply"), told)
    assert made.status_code == 303
    row = Application.objects.get()
    page = officer.get(made["Location"]).content.decode()
    assert "2 dari 9 berkas" in page

    def step(screen: Screen, verb: str, **data: Any) -> Any:
        url = reverse("web:institutions:application-step", args=[row.pk, verb])
        return screen.post(url, {**boxes("on", days_ago(2)), **data})

    early = step(officer, "check")
    assert early.status_code == 422
    assert "NPWP lembaga" in early.content.decode()
    papers = reverse("web:institutions:application-papers", args=[row.pk])
    assert officer.post(papers, {"papers": list(Paper.values)}).status_code == 303
    assert step(officer, "visit", note="terlalu dini").status_code == 422
    assert step(officer, "check").status_code == 303
    assert officer.post(papers, {"papers": ["AKTA"]}).status_code == 422
    assert step(officer, "visit").status_code == 422
    assert step(officer, "visit", note="Kantor ada, sembilan klien, tiga relawan.").status_code == 303
    assert step(officer, "recommend", note="Layak didaftarkan.").status_code == 303
    assert "LKS Difabel Contoh" in head.get(reverse("web:home:worklist")).content.decode()
    register = reverse("web:institutions:application-register", args=[row.pk])
    number = {"number": "7/STT/2026", **boxes("on", TODAY), **boxes("until", TODAY + timedelta(days=1000))}
    assert officer.post(register, number).status_code in (403, 422)
    assert head.post(register, number).status_code == 303
    assert head.post(register, number).status_code == 422
    row.refresh_from_db()
    assert row.state == "REGISTERED"
    assert row.institution is not None
    assert row.institution.is_sensitive
    [(_each, facts)] = institution_facts(on=TODAY, institution_id=row.institution.pk)
    assert facts["terdaftar"] is True
    assert [each.verb for each in row.steps.order_by("at")] == [
        "apply",
        "hand_in",
        "check",
        "visit",
        "recommend",
        "register",
    ]
    assert (
        "7/STT/2026"
        in head.get(reverse("web:institutions:institution-record", args=[row.institution.pk])).content.decode()
    )
    board = officer.get(reverse("web:institutions:application-list")).content.decode()
    assert "LKS Difabel Contoh" in board
    assert "LKS Difabel Contoh" in officer.get(reverse("web:institutions:application-export")).content.decode()
    assert Screen(cast.user("BACK_OFFICE")).get(reverse("web:institutions:application-list")).status_code == 403
    near = cast.actor("PROGRAMME_OFFICER", OTHER_KECAMATAN)
    with pytest.raises(NoSuchInstitution):
        queries.get_application(near, row.pk, on=TODAY)
    with pytest.raises(Denied):
        actions.refuse_application(application_id=row.pk, on=TODAY, note="alasan", by=near, at=clock.now())
    refused = actions.apply_for_registration(
        name="LKS Lain", kind="LKS", area=FAR_VILLAGE, leader_name="Contoh", papers=(), on=TODAY, by=cast.actor("PROGRAMME_OFFICER"),
        at=clock.now(),
    )  # fmt: skip
    actions.refuse_application(
        application_id=refused.pk,
        on=TODAY,
        note="Pengurus tidak ditemukan.",
        by=cast.actor("DIVISION_HEAD"),
        at=clock.now(),
    )


@pytest.mark.requirement("R207")
@pytest.mark.requirement("R215")
def test_agreements_with_partners(cast: Any) -> None:
    a_panti(beds=0)
    officer = Screen(cast.user("PROGRAMME_OFFICER"))
    told = {
        "number": "3/MoU/2026", "subject": "Pendataan penyandang disabilitas", "party": "Persatuan Difabel Contoh",
        "party_kind": "ORG_DISABILITAS", "scope": "Dua belas desa, satu pendata tiap desa.", "area": "73.12",
        **boxes("since", days_ago(300)), **boxes("until", TODAY + timedelta(days=20)),
        "file": SimpleUploadedFile("naskah.pdf", PDF, "application/pdf"),
    }  # fmt: skip
    made = officer.post(reverse("web:institutions:partnership-record"), told)
    assert made.status_code == 303
    assert officer.post(reverse("web:institutions:partnership-record"), told | {"file": ""}).status_code == 422
    row = Partnership.objects.get()
    page = officer.get(made["Location"]).content.decode()
    assert "Dua belas desa" in page
    assert "hampir habis" in page
    assert officer.get(reverse("web:institutions:partnership-file", args=[row.pk])).content == PDF
    url = reverse("web:institutions:partnership-list")
    assert "Persatuan Difabel Contoh" in officer.get(url, status="soon").content.decode()
    assert "Persatuan Difabel Contoh" in officer.get(url, q="pendataan").content.decode()
    assert "Belum ada perjanjian di sini" in officer.get(url, status="ended").content.decode()
    assert "Dua belas desa" in officer.get(reverse("web:institutions:partnership-export")).content.decode()
    head = Screen(cast.user("OFFICE_HEAD"))
    assert head.get(url).status_code == 200
    end = reverse("web:institutions:partnership-end", args=[row.pk])
    assert head.post(end, {**boxes("on", TODAY), "reason": "Mitra bubar."}).status_code == 403
    assert officer.post(end, {**boxes("on", TODAY), "reason": "Mitra bubar."}).status_code == 303
    assert queries.get_partnership(cast.actor("OFFICE_HEAD"), row.pk, on=TODAY).standing == "ended"
    assert Screen(cast.user("BACK_OFFICE")).get(url).status_code == 403
    with pytest.raises(NoSuchInstitution):
        queries.get_partnership(cast.actor("PROGRAMME_OFFICER", OTHER_KECAMATAN), row.pk, on=TODAY)
    with pytest.raises(Denied):
        actions.record_partnership(
            number="4/MoU", subject="Di luar wilayah", party="Jauh", party_kind="LSM", area="74", since=TODAY, until=None,
            by=cast.actor("PROGRAMME_OFFICER"), at=clock.now(),
        )  # fmt: skip
