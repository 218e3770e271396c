"""Pages about vulnerable people: a purpose first, profiles in steps, boards, marks, health data, photos and points."""

import base64
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.organisation.models import Activity
from rangkul.platform.audit.models import AccessLog, Event
from rangkul.programmes.actions.cover.follow import follow_covers
from rangkul.programmes.models import CoverLine, CoverList
from rangkul.programmes.queries.cover import SOON_DAYS
from rangkul.registry import actions
from rangkul.registry.models import DisabilityProfile, FamilyPoint, GroupMark, HealthRecord
from rangkul.registry.queries.records import today
from tests.desk.stage import make_areas
from tests.people import FAR_VILLAGE, NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import a_nik, make_condition, make_family, make_outside, make_person
from tests.web.test_registry_pages import Browser

pytestmark = pytest.mark.django_db
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def boxes(name: str, day: int, month: int, year: int) -> dict[str, str]:
    """A date as the three boxes send it."""
    return {f"{name}_hari": str(day), f"{name}_bulan": str(month), f"{name}_tahun": str(year)}


TOLD = {
    "types": ["FISIK", "SENSORIK"], "cause": "STROKE", "seeing": "1", "hearing": "1", "walking": "3", "remembering": "1",
    "selfcare": "2", "communicating": "1", "device_KURSI_RODA": "DIBUTUHKAN", "caregiver": "BELUM_ADA",
    "communication": "LISAN", "source": "SURVEY", "reason": "kunjungan rumah",
    **boxes("since_on", 1, 2, 2020),
}  # fmt: skip


def purposed(browser: Browser) -> Browser:
    """A browser whose user has said what health data is looked at for."""
    answer = browser.post(reverse("web:registry:health-purpose"), usual="verifikasi dan validasi data")
    assert answer.status_code == 303
    return browser


@pytest.mark.requirement("R205")
def test_a_profile_from_the_record_to_the_board(cast: Any) -> None:
    person = make_person("Besse Contoh")
    page = reverse("web:registry:disability", args=[person.pk])
    officer = Browser(cast, "BACK_OFFICE")
    asked = officer.get(page)
    assert asked.status_code == 303
    assert "/registri/keperluan/" in asked["Location"]
    assert officer.post(asked["Location"], usual="lain").status_code == 422
    ahead = officer.post(asked["Location"], usual="lain", other="kunjungan bersama")
    assert (ahead.status_code, ahead["Location"]) == (303, page)
    assert "Belum ada profil" in officer.get(page).content.decode()
    record = reverse("web:registry:disability-record", args=[person.pk])
    checked = officer.post(record, version="0", **TOLD).content.decode()
    assert "fisik, sensorik" in checked
    saved = officer.post(record, version="0", step="save", **TOLD)
    assert saved.status_code == 303, saved.content.decode()
    shown = officer.get(page).content.decode()
    assert "sensorik (ganda)" in shown
    assert "sedang" in shown
    assert "Validasi</a>" not in shown  # nobody validates their own
    manager = purposed(Browser(cast, "SLRT_MANAGER"))
    work = manager.get(reverse("web:home:worklist")).content.decode()
    assert "Profil disabilitas menunggu validasi" in work
    assert "Validasi</a>" in manager.get(page).content.decode()
    validate = reverse("web:registry:disability-validate", args=[person.pk])
    assert manager.through(validate, **boxes("due_on", 1, 11, 2027)).status_code == 303
    assert DisabilityProfile.objects.get().state == "SUDAH"
    board = manager.get(reverse("web:registry:disability-board")).content.decode()
    assert "Kelengkapan data difabel" in board
    assert "ganda/multi" in board
    listed = manager.get(reverse("web:registry:disability-list"), ragam="GANDA", lihat="tanpa-pbi")
    assert "Besse Contoh" in listed.content.decode()
    assert "Tidak ada orang" in manager.get(reverse("web:registry:disability-list"), lihat="dalam-pkh").content.decode()
    then = manager.get(reverse("web:registry:disability-list"), per="2015-01-01", ragam="GANDA").content.decode()
    assert "Besse Contoh" not in then
    assert "1 Januari 2015" in then
    then = manager.get(reverse("web:registry:disability-board"), per="2015-01-01").content.decode()
    assert "per 1 Januari 2015" in then
    assert "ganda/multi" not in then
    export = reverse("web:registry:disability-export")
    taken = manager.get(export, ragam="GANDA").content.decode()
    assert "Besse Contoh" in taken
    assert Event.objects.get(name="registry.disability.export").data["rows"] == 1
    assert officer.get(export).status_code == 403  # sees health, takes nothing out
    paper = manager.get(page, cetak="").content.decode()
    assert "masthead" not in paper
    purposes = set(AccessLog.objects.filter(fields__contains=["disability"]).values_list("purpose", flat=True))
    assert purposes == {"kunjungan bersama", "verifikasi dan validasi data"}


def test_what_was_wrong_comes_back_with_the_answers(cast: Any) -> None:
    officer = purposed(Browser(cast, "BACK_OFFICE"))
    url = reverse("web:registry:disability-record", args=[make_person().pk])
    wrong = officer.post(url, **(TOLD | {"types": [], "version": "0"}))
    assert wrong.status_code == 422
    assert "kunjungan rumah" in wrong.content.decode()
    late = officer.post(url, **(TOLD | {"version": "3", "step": "save"}))
    assert late.status_code == 422
    assert not DisabilityProfile.objects.exists()


@pytest.mark.parametrize("role", ["FRONT_OFFICE", "SUPERVISOR", "AUDITOR"])
def test_pages_tell_the_same_of_the_ill_and_the_well(cast: Any, role: str) -> None:
    officer = cast.actor("BACK_OFFICE")
    people = [make_person("Besse"), make_person("Besse")]
    families = [make_family(each) for each in people]
    actions.record_disability(person_id=people[0].pk, types=["MENTAL"], answers={}, by=officer, at=clock.now())
    actions.record_condition(kind="KUSTA", person_id=people[0].pk, by=officer, at=clock.now())
    actions.mark_group(type_code="ODHA", person_id=people[0].pk, evidence="surat", by=officer, at=clock.now())
    actions.record_health(
        person_id=people[0].pk, kind="KEHAMILAN", status="HAMIL_NORMAL", measured_on=date(2026, 10, 1),
        until_on=date(2027, 3, 1), by=officer, at=clock.now(),
    )  # fmt: skip
    reader = Browser(cast, role)
    same = {str(people[1].pk): str(people[0].pk), str(families[1].pk): str(families[0].pk)}

    def told(url: str) -> str:
        answer = reader.get(url)
        text: str = answer.content.decode()
        for mine, other in same.items():
            text = text.replace(mine, other)
        lines = (line for line in text.splitlines() if "csrf" not in line and "nonce" not in line)
        return f"{answer.status_code} " + "\n".join(lines)

    for name, pair in {"person": people, "person-timeline": people, "family": families, "family-timeline": families,
                       "disability": people, "health": people}.items():  # fmt: skip
        ill, well = (told(reverse(f"web:registry:{name}", args=[each.pk])) for each in pair)
        assert ill == well, name
    for name in ("disability", "health", "disability-record", "health-record"):
        assert reader.get(reverse(f"web:registry:{name}", args=[people[0].pk])).status_code == 403
    assert reader.get(reverse("web:registry:disability-list")).status_code == 403
    assert reader.get(reverse("web:registry:group-list", args=["ODHA"])).status_code == 403
    board = reader.get(reverse("web:registry:group-board")).content.decode()
    assert "disamarkan" in board
    assert "jenis/ODHA/" not in board


def test_the_right_role_next_door_finds_nothing(cast: Any) -> None:
    person = make_person("Tetangga", NEIGHBOUR_VILLAGE)
    family = make_family(person)
    officer = purposed(Browser(cast, "BACK_OFFICE"))
    for name in ("disability", "disability-record", "health", "health-record", "person-mark"):
        assert officer.get(reverse(f"web:registry:{name}", args=[person.pk])).status_code == 404
    for name in ("family-mark", "family-point", "family-photo-add"):
        assert officer.get(reverse(f"web:registry:{name}", args=[family.pk])).status_code == 404


def test_marking_and_ending_with_a_reason(cast: Any) -> None:
    person = make_person("La Contoh", birth_date=date(1950, 1, 1))
    family = make_family(person)
    officer = Browser(cast, "BACK_OFFICE")
    url = reverse("web:registry:person-mark", args=[person.pk])
    assert (
        officer.through(
            url, type_code="LUT", evidence="asesmen", source="SURVEY", **boxes("on", 1, 10, 2026)
        ).status_code
        == 303
    )
    for page in ("person", "family"):
        subject = person if page == "person" else family
        assert (
            "Lanjut usia terlantar" in officer.get(reverse(f"web:registry:{page}", args=[subject.pk])).content.decode()
        )
    board = officer.get(reverse("web:registry:group-board")).content.decode()
    assert "jenis/LUT/" in board
    listed = officer.get(reverse("web:registry:group-list", args=["LUT"])).content.decode()
    assert "La Contoh" in listed
    mark = GroupMark.objects.get()
    end = reverse("web:registry:group-end", args=[mark.pk])
    assert officer.through(end, reason="diasuh anaknya", **boxes("on", 1, 11, 2026)).status_code == 303
    lut = reverse("web:registry:group-list", args=["LUT"])
    assert "Belum ada yang ditandai" in officer.get(lut).content.decode()
    then = officer.get(lut, per="2026-10-15").content.decode()
    assert "La Contoh" in then
    assert "Keadaan per 15 Oktober 2026" in then
    assert "La Contoh" not in officer.get(lut, per="2026-09-30").content.decode()
    assert (
        "jenis/LUT/?per=2026-10-15"
        in officer.get(reverse("web:registry:group-board"), per="2026-10-15").content.decode()
    )
    assert officer.through(reverse("web:registry:family-mark", args=[family.pk]), type_code="FM", evidence="musdes",
                           source="DESK", **boxes("on", 1, 10, 2026)).status_code == 303  # fmt: skip
    made = officer.through(reverse("web:registry:community-register"), name="Dusun Contoh", area=person.area_code)
    assert made.status_code == 303
    assert officer.through(made["Location"], type_code="KAT", evidence="kunjungan", source="SURVEY",
                           **boxes("on", 1, 10, 2026)).status_code == 303  # fmt: skip
    assert "Dusun Contoh" in officer.get(reverse("web:registry:group-list", args=["KAT"])).content.decode()


@pytest.mark.requirement("R308")
def test_health_data_is_recorded_as_told(cast: Any) -> None:
    child = make_person("Bayi Contoh", birth_date=date(2025, 1, 1), sex="L")
    officer = purposed(Browser(cast, "BACK_OFFICE"))
    url = reverse("web:registry:health-record", args=[child.pk])
    told = {"kind": "GIZI_BALITA", "status": "PENDEK", "source": "EPPGBM", "reported_period": "2026-10"}
    told |= boxes("measured_on", 1, 10, 2026)
    assert officer.through(url, **told).status_code == 303
    assert "stunting" in officer.get(reverse("web:registry:health", args=[child.pk])).content.decode()
    wrong = officer.post(url, **(told | {"kind": "KEHAMILAN", "step": "save"}))
    assert wrong.status_code == 422
    assert HealthRecord.objects.count() == 1
    given = told | {"kind": "LAYANAN_DKES", "status": "PMT"}
    ours = officer.post(url, **(given | {"source": "LAINNYA", "step": "save"}))
    assert (ours.status_code, "Dinas Sosial tidak memberikan PMT" in ours.content.decode()) == (422, True)
    assert officer.through(url, **given).status_code == 303
    page = officer.get(reverse("web:registry:health", args=[child.pk])).content.decode()
    assert "pemberian makanan tambahan (PMT)" in page
    assert "e-PPGBM" in page
    assert "Dinas Sosial hanya memberi bantuan sosial" in page


def test_point_and_photo_are_for_few(cast: Any) -> None:
    family = make_family(make_person("Kepala"))
    officer = Browser(cast, "BACK_OFFICE")
    point = reverse("web:registry:family-point", args=[family.pk])
    taken = boxes("taken_on", 1, 10, 2026)
    swapped = officer.post(point, latitude="119.88", longitude="-4.35", step="save", **taken)
    assert "tertukar" in swapped.content.decode()
    assert officer.through(point, latitude="-4.350121", longitude="119.886512", **taken).status_code == 303
    assert b"119.88" not in bytes(FamilyPoint.objects.get().point_cipher)
    add = reverse("web:registry:family-photo-add", args=[family.pk])
    sent = officer.post(add, view="DEPAN", photo=SimpleUploadedFile("rumah.png", PNG), **taken)
    assert sent.status_code == 303, sent.content.decode()
    bad = officer.post(add, view="DEPAN", photo=SimpleUploadedFile("rumah.png", b"bukan foto"), **taken)
    assert bad.status_code == 422
    card = reverse("web:registry:family", args=[family.pk])
    shown = officer.get(card).content.decode()
    assert "119,8865" in shown or "119.8865" in shown
    photo = family.photos.get()
    picture = officer.get(reverse("web:registry:family-photo", args=[photo.pk]))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert AccessLog.objects.filter(subject_id=family.pk, fields=["home"]).exists()
    for role, area in (("FRONT_OFFICE", None), ("BACK_OFFICE", NEIGHBOUR_VILLAGE)):
        stranger = Browser(cast, role, area)
        assert stranger.get(reverse("web:registry:family-photo", args=[photo.pk])).status_code in (403, 404)
        assert "119,88" not in stranger.get(card).content.decode()
    withdraw = reverse("web:registry:family-photo-withdraw", args=[family.pk, photo.pk])
    assert officer.through(withdraw, reason="kabur").status_code == 303
    assert str(photo.pk) not in officer.get(card).content.decode()


def test_small_cells_stay_hidden_on_the_board(cast: Any) -> None:
    for number in range(6):
        make_condition(make_person(f"Warga {number}"), "DISABILITAS", disability_type="FISIK" if number else "MENTAL")
    board = Browser(cast, "SUPERVISOR").get(reverse("web:registry:disability-board")).content.decode()
    assert "disamarkan" in board
    assert "/difabel/daftar/" not in board


@pytest.mark.requirement("R225")
def test_who_has_no_pbi_is_proposed_and_followed(cast: Any) -> None:
    make_areas()
    one, two = make_person("Besse Contoh", nik=a_nik(1)), make_person("Ambo Contoh", nik=a_nik(2))
    covered, unknown = make_person("Ada Pbi", nik=a_nik(3)), make_person("Tanpa Nomor")
    for each in (one, two, covered, unknown):
        make_condition(each, "DISABILITAS")
    make_outside(covered, "PBI_JK")
    officer, new = purposed(Browser(cast, "PROGRAMME_OFFICER")), reverse("web:programmes:cover-propose")
    listed = officer.get(reverse("web:registry:disability-list"), lihat="tanpa-pbi").content.decode()
    assert "Usulkan ke PBPU pemda" in listed
    shown = officer.get(new, wilayah=VILLAGE).content.decode()
    assert "Besse Contoh" in shown
    assert "NIK belum dicatat" in shown
    assert "Ada Pbi" not in shown
    for wrong in (covered, unknown):
        refused = officer.post(new, wilayah=VILLAGE, orang=[str(one.pk), str(wrong.pk)])
        assert refused.status_code == 422
    assert not CoverLine.objects.exists()
    made = officer.post(new, wilayah=VILLAGE, orang=[str(one.pk), str(two.pk)])
    assert made.status_code == 303, made.content.decode()
    again = officer.post(new, wilayah=VILLAGE, orang=[str(one.pk)])
    number = CoverList.objects.get().number
    assert (again.status_code, number in again.content.decode()) == (422, True)

    page = made["Location"]
    export = f"{page}berkas/"
    written = officer.post(export, bentuk="csv").content.decode()
    assert a_nik(1) in written
    assert "PBPU PEMDA" in written
    assert AccessLog.objects.filter(subject_id=one.pk, fields__contains=["nik"]).exists()
    day = boxes("answered_on", *(lambda on: (on.day, on.month, on.year))(today()))
    half = officer.post(page, rows=f"{a_nik(1)};AKTIF\n{a_nik(3)};AKTIF", **day)
    assert half.status_code == 422
    assert "Baris 2" in half.content.decode()
    assert officer.post(page, rows=f"{a_nik(2)};DITOLAK", **day).status_code == 422  # says no reason
    assert set(CoverLine.objects.values_list("state", flat=True)) == {"DIUSULKAN"}
    told = f"NIK\tStatus\tAlasan\n{a_nik(1)}\tDiterima\n{a_nik(2)}\tDitolak\tNIK tidak padan"
    assert officer.post(page, rows=told, **day).status_code == 303
    assert officer.post(page, rows=f"{a_nik(1)};aktif", **day).status_code == 303
    assert officer.post(page, rows=f"{a_nik(1)};aktif", **day).status_code == 303  # the same file twice
    assert officer.post(page, rows=f"{a_nik(1)};ditolak;x", **day).status_code == 422  # no way back
    now = {each.person_id: (each.state, each.reason) for each in CoverLine.objects.all()}
    assert now == {one.pk: ("AKTIF", ""), two.pk: ("DITOLAK", "NIK tidak padan")}
    assert "NIK tidak padan" in officer.get(page).content.decode()
    listed = officer.get(reverse("web:registry:disability-list"), lihat="tanpa-pbi").content.decode()
    assert f"PBPU pemda: aktif ({number})" in listed
    assert officer.post(new, wilayah=VILLAGE, orang=[str(two.pk)]).status_code == 303  # refused, so proposed anew

    soon, late = today() + timedelta(days=SOON_DAYS), today() + timedelta(days=SOON_DAYS + 1)
    ending = "Jaminan yang dibayar daerah segera berakhir"
    for until, is_soon in ((late, False), (soon, True)):
        assert officer.post(page, rows=f"{a_nik(1)};AKTIF;;{until:%d-%m-%Y}", **day).status_code == 303
        assert (ending in officer.get("/kerja/").content.decode()) is is_soon
    assert ending not in purposed(Browser(cast, "DIVISION_HEAD")).get("/kerja/").content.decode()
    for wrong in ("AKTIF;;31-02-2027", "AKTIF;;31-12-2001", "DITERIMA;;31-12-2027"):
        assert officer.post(page, rows=f"{a_nik(1)};{wrong}", **day).status_code == 422
    at = clock.now()
    assert follow_covers(at=at) == 0
    make_outside(two, "PBI_JK")  # as an import brings it, while a second list proposes her
    assert (follow_covers(at=at + timedelta(days=SOON_DAYS)), follow_covers(at=at)) == (1, 0), "good on its last day"
    assert follow_covers(at=at + timedelta(days=SOON_DAYS + 1)) == 1
    told_now = CoverLine.objects.order_by("pk").values_list("person_id", "state")
    assert set(told_now) == {(one.pk, "BERAKHIR"), (two.pk, "DITOLAK"), (two.pk, "PBI")}
    assert officer.post(new, wilayah=VILLAGE, orang=[str(one.pk)]).status_code == 303, "ended, so proposed anew"

    elsewhere = purposed(Browser(cast, "PROGRAMME_OFFICER", FAR_VILLAGE.parent))
    assert elsewhere.get(page).status_code == 404
    assert elsewhere.post(export).status_code == 404
    assert elsewhere.post(page, rows=told, **day).status_code == 404
    head = purposed(Browser(cast, "DIVISION_HEAD"))
    assert head.get(page).status_code == 200
    assert head.post(page, rows=told, **day).status_code == 403
    assert head.post(export).status_code == 403
    for role in ("DATA_OFFICER", "VILLAGE_OPERATOR"):
        assert Browser(cast, role).get(page).status_code == 403


@pytest.mark.requirement("R228")
def test_who_is_in_pkh_becomes_a_training_of_two_divisions(cast: Any) -> None:
    make_areas()
    one, two, without = make_person("Besse Contoh"), make_person("Ambo Contoh"), make_person("Tanpa Pkh")
    for each in (one, two, without):
        make_condition(each, "DISABILITAS")
    for each in (one, two):
        make_outside(make_family(each), "PKH")
    manager, new = purposed(Browser(cast, "SLRT_MANAGER")), reverse("web:registry:disability-train")
    assert new in manager.get(reverse("web:registry:disability-list"), lihat="dalam-pkh").content.decode()
    shown = manager.get(new).content.decode()
    assert "Besse Contoh" in shown
    assert "Tanpa Pkh" not in shown
    own, other = (str(cast.divisions[code].pk) for code in sorted(cast.divisions)[:2])
    told = {"name": "Pelatihan menjahit", "venue": "Loka Bina Karya", "division": own, "partner": other}
    told |= {"people": [str(one.pk), str(two.pk)], **boxes("held_on", 1, 12, 2026)}
    for wrong in ({"partner": own}, {"partner": ""}, {"people": [str(without.pk)]}, {"people": []}):
        assert manager.post(new, **(told | wrong)).status_code == 422
    assert not Activity.objects.exists()
    made = manager.post(new, **told)
    assert made.status_code == 303, made.content.decode()
    activity = Activity.objects.get()
    assert (str(activity.division_id), str(activity.partner_id), activity.kind) == (own, other, "PELATIHAN")
    assert set(activity.participants.values_list("name", "has_disability")) == {
        ("Besse Contoh", True),
        ("Ambo Contoh", True),
    }
    page = manager.get(made["Location"]).content.decode()
    assert f"{activity.division} bersama {activity.partner}" in " ".join(page.split())
    assert manager.post(new, **told).status_code == 422  # sent twice, recorded once
    elsewhere = purposed(Browser(cast, "SLRT_MANAGER", FAR_VILLAGE.parent))
    assert elsewhere.post(new, **told).status_code == 422
    assert Activity.objects.count() == 1
    for role in ("PROGRAMME_OFFICER", "SUPERVISOR"):
        browser = Browser(cast, role)
        if role == "PROGRAMME_OFFICER":
            purposed(browser)
        assert browser.get(new).status_code == 403
