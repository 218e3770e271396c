"""Pages of the registry: search first, masked numbers, forms in steps, each without JavaScript."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.platform.audit.actions import record
from rangkul.platform.audit.models import AccessLog
from rangkul.registry.models import ChangeRequest, Family, Person
from tests.people import FAR_VILLAGE, NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import (
    a_kk,
    a_nik,
    make_condition,
    make_family,
    make_identity,
    make_outside,
    make_person,
    make_status,
)

pytestmark = pytest.mark.django_db


class Browser:
    """A signed-in browser whose requests leave the test's transaction under its own role."""

    def __init__(self, cast: Any, role: str, area: Any = None) -> None:
        self.client = Client()
        self.client.force_login(cast.user(role, area))

    def get(self, url: str, **data: Any) -> Any:
        return self._back(self.client.get(url, data))

    def post(self, url: str, **data: Any) -> Any:
        return self._back(self.client.post(url, data))

    def _back(self, response: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        return response

    def through(self, url: str, **data: Any) -> Any:
        """Fill in, check the answers, save: as somebody with a plain browser does."""
        first = self.get(url)
        assert first.status_code == 200
        filled = hidden_of(first) | data
        checked = self.post(url, **filled)
        assert checked.status_code == 200, errors_of(checked)
        return self.post(url, **(hidden_of(checked) | {"step": "save"}))


def hidden_of(response: Any) -> dict[str, str]:
    """Hidden inputs of the page's last form."""
    forms = BeautifulSoup(response.content, "html.parser").find("main").find_all("form")  # type: ignore[union-attr]
    found = forms[-1].find_all("input", type="hidden")
    return {str(each["name"]): str(each.get("value", "")) for each in found if each["name"] != "csrfmiddlewaretoken"}


def errors_of(response: Any) -> str:
    found = BeautifulSoup(response.content, "html.parser").select_one(".error-summary")
    return found.get_text(" ", strip=True) if found else ""


def text_of(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


@pytest.fixture
def desk(cast: Any) -> Browser:
    return Browser(cast, "FRONT_OFFICE")


SEARCH = "/registri/"


def test_the_search_page_waits_for_a_text(desk: Browser) -> None:
    page = desk.get(SEARCH)
    assert page.status_code == 200
    assert "Tidak ada warga yang cocok" not in text_of(page)


def test_a_name_goes_into_the_address_a_number_never(desk: Browser) -> None:
    make_person("Siti Aminah", nik=a_nik(1))
    by_name = desk.post(SEARCH, q="sitti aminah")
    assert (by_name.status_code, by_name["Location"]) == (303, f"{SEARCH}?q=sitti+aminah")
    assert "Siti Aminah" in text_of(desk.get(SEARCH, q="sitti aminah"))
    by_number = desk.post(SEARCH, q=f"{a_nik(1)[:8]} {a_nik(1)[8:]}")
    assert by_number.status_code == 200
    assert "NIK sama" in text_of(by_number)
    assert a_nik(1) not in by_number.content.decode().replace(f'value="{a_nik(1)}', "")
    assert "NIK sama" not in text_of(desk.get(SEARCH, q=a_nik(1)))


def test_nothing_found_offers_to_register(desk: Browser) -> None:
    page = desk.get(SEARCH, q="Tenri Wale")
    assert "Tidak ada warga yang cocok" in text_of(page)
    assert "/registri/orang/baru/?nama=Tenri+Wale" in page.content.decode()


def test_a_person_next_door_is_not_there(cast: Any, desk: Browser) -> None:
    person = make_person("Tetangga", NEIGHBOUR_VILLAGE)
    family = make_family(person)
    names = ("person", "person-timeline", "person-correct", "person-merge")
    for name in names:
        assert desk.get(reverse(f"web:registry:{name}", args=[person.pk])).status_code == 404, name
    assert desk.post(reverse("web:registry:person-numbers", args=[person.pk]), purpose="ingin tahu").status_code == 404
    for name in ("family", "family-timeline"):
        assert desk.get(reverse(f"web:registry:{name}", args=[family.pk])).status_code == 404, name
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("role", ["ADMINISTRATOR", "INSTITUTION_OFFICER"])
def test_roles_without_persons_are_denied(cast: Any, role: str) -> None:
    assert Browser(cast, role).get(SEARCH).status_code == 403


def test_a_reader_sees_no_forms(cast: Any) -> None:
    person = make_person()
    family = make_family(person)
    reader = Browser(cast, "AUDITOR")
    page = reader.get(reverse("web:registry:person", args=[person.pk]))
    assert page.status_code == 200
    assert "Perbaiki data" not in text_of(page)
    assert reader.get(reverse("web:registry:person-correct", args=[person.pk])).status_code == 403
    assert reader.get(reverse("web:registry:change-new"), keluarga=str(family.pk)).status_code == 403
    assert reader.get(reverse("web:registry:person-register")).status_code == 403


def test_the_nik_is_masked_until_a_purpose_is_stated(cast: Any, desk: Browser) -> None:
    person = make_person(nik=a_nik(1))
    url = reverse("web:registry:person", args=[person.pk])
    plain = desk.get(url)
    assert a_nik(1) not in plain.content.decode()
    assert a_nik(1).masked in text_of(plain)
    numbers = reverse("web:registry:person-numbers", args=[person.pk])
    assert desk.post(numbers, purpose=" ").status_code == 422
    assert not AccessLog.objects.exists()
    shown = desk.post(numbers, purpose="mencocokkan KTP di loket")
    nik = a_nik(1)
    assert f"{nik[:4]} {nik[4:8]} {nik[8:12]} {nik[12:]}" in text_of(shown)
    assert "no-store" in shown["Cache-Control"]
    look = AccessLog.objects.get()
    assert (look.subject_id, look.purpose, look.fields) == (person.pk, "mencocokkan KTP di loket", ["nik", "phone"])
    assert desk.get(numbers).status_code == 405
    assert Browser(cast, "SUPERVISOR").post(numbers, purpose="ingin tahu").status_code == 403


def test_health_is_hidden_from_the_front_office_and_logged_for_others(cast: Any, desk: Browser) -> None:
    person = make_person()
    make_condition(person, "KUSTA")
    url = reverse("web:registry:person", args=[person.pk])
    page = text_of(desk.get(url))
    assert "kusta" not in page.lower()
    assert "tidak ditampilkan untuk peran Anda" in page
    assert "tidak ditampilkan untuk peran Anda" in text_of(
        desk.get(reverse("web:registry:person", args=[make_person().pk]))
    )
    assert not AccessLog.objects.exists()
    assert "kusta" in text_of(Browser(cast, "BACK_OFFICE").get(url))
    look = AccessLog.objects.get()
    assert (look.fields, look.purpose) == (["conditions"], "membuka halaman data")


def test_the_family_card_is_one_screen(desk: Browser) -> None:
    head, child = make_person("Kepala Contoh", nik=a_nik(1)), make_person("Anak Contoh", birth_date=None)
    family = make_family(head, child, kk=a_kk(1))
    make_identity(child, "ID_DTKS", "D-7")
    make_outside(family, "PKH", "P-1")
    make_status(family, 2, source="DTSEN")
    page = text_of(desk.get(reverse("web:registry:family", args=[family.pk])))
    for expected in ("Kepala Contoh", "Anak Contoh", a_kk(1).masked, "D-7", "P-1", "DTSEN", "2 orang, per"):
        assert expected in page
    assert a_kk(1) not in page


PERSON = {"name": "Tenri Wale", "nik_status": "TIDAK_PUNYA", "area": str(VILLAGE)}


def test_registering_goes_through_checking_the_answers(desk: Browser) -> None:
    saved = desk.through(reverse("web:registry:person-register"), **PERSON)
    person = Person.objects.get()
    assert (saved.status_code, saved["Location"]) == (303, reverse("web:registry:person", args=[person.pk]))
    page = text_of(desk.get(saved["Location"]))
    assert "Tenri Wale" in page
    assert "SEM-7312012001-" in page
    assert "Didaftarkan di registri" in page


@pytest.mark.requirement("W07")
def test_a_newcomer_to_a_standing_family_waits_for_another_official(desk: Browser) -> None:
    family = make_family(make_person("Besse Contoh"), kk=a_kk(1))
    url = reverse("web:registry:person-register")
    filled = hidden_of(desk.get(url)) | PERSON | {"kk": str(a_kk(1)), "relation": "CHILD", "seen": "1"}
    saved = desk.post(url, **(hidden_of(desk.post(url, **filled)) | {"step": "save"}))
    page = text_of(desk.get(saved["Location"]))
    number = ChangeRequest.objects.get().number
    assert f"Masuk KK berlaku sesudah permohonan {number} diperiksa petugas lain" in page
    assert "belum anggota keluarga mana pun" in page
    assert "Daftarkan keluarga dengan orang ini" not in page
    assert family.memberships.count() == 1


def test_sending_the_form_twice_makes_one_person(desk: Browser) -> None:
    url = reverse("web:registry:person-register")
    filled = hidden_of(desk.get(url)) | PERSON
    checked = hidden_of(desk.post(url, **filled)) | {"step": "save"}
    first, second = desk.post(url, **checked), desk.post(url, **checked)
    assert first["Location"] == second["Location"]
    assert Person.objects.count() == 1
    assert "sudah terkirim sebelumnya" in text_of(desk.get(second["Location"]))


def test_somebody_alike_interrupts_before_registering(desk: Browser) -> None:
    make_person("Siti Aminah", birth_date=date(1980, 5, 6))
    url = reverse("web:registry:person-register")
    given = PERSON | {
        "name": "Sitti Aminah",
        "birth_date_hari": "6",
        "birth_date_bulan": "5",
        "birth_date_tahun": "1980",
    }
    interrupted = desk.post(url, **(hidden_of(desk.get(url)) | given))
    assert "Mungkin Sitti Aminah sudah terdaftar" in text_of(interrupted)
    assert "tanggal lahir sama" in text_of(interrupted)
    going_on = desk.post(url, **hidden_of(interrupted), step="check")
    assert "Periksa jawaban" in text_of(going_on)
    assert desk.post(url, **(hidden_of(going_on) | {"step": "save"})).status_code == 303
    assert Person.objects.count() == 2


def test_changing_the_answers_keeps_them(desk: Browser) -> None:
    url = reverse("web:registry:person-register")
    checked = desk.post(url, **(hidden_of(desk.get(url)) | PERSON))
    again = desk.post(url, **(hidden_of(checked) | {"step": "edit"}))
    assert again.status_code == 200
    assert 'value="Tenri Wale"' in again.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "Isi “Nama lengkap”"),
        ({"nik": "7312O12005800001"}, "Hanya angka"),
        ({"nik": "123"}, "seharusnya 16"),
        ({"nik_status": "ADA_PADAN"}, "Isi NIK"),
        ({"birth_date_hari": "1", "birth_date_bulan": "1", "birth_date_tahun": "2190"}, "belum terjadi"),
        ({"area": str(NEIGHBOUR_VILLAGE)}, "Desa/kelurahan"),
        ({"kk": a_kk(1)}, "Pilih hubungan"),
    ],
)
def test_bad_input_comes_back_with_words(desk: Browser, given: dict[str, str], said: str) -> None:
    url = reverse("web:registry:person-register")
    page = desk.post(url, **(hidden_of(desk.get(url)) | PERSON | given))
    assert page.status_code == 422
    assert said in errors_of(page)
    assert not Person.objects.exists()


def test_a_taken_nik_is_said_before_checking(desk: Browser) -> None:
    make_person("Jauh", FAR_VILLAGE, nik=a_nik(1), nik_status="ADA_PADAN")
    url = reverse("web:registry:person-register")
    page = desk.post(url, **(hidden_of(desk.get(url)) | PERSON | {"nik": a_nik(1), "nik_status": "ADA_PADAN"}))
    assert page.status_code == 422
    assert "sudah dimiliki warga" in errors_of(page)
    assert "Jauh" not in text_of(page)


def test_a_person_begins_a_family(desk: Browser) -> None:
    head = make_person("Kepala Contoh")
    begun = desk.through(f"{reverse('web:registry:family-register')}?kepala={head.pk}", kk=a_kk(1), area=str(VILLAGE))
    assert begun["Location"] == reverse("web:registry:family", args=[Family.objects.get().pk])


def on(day: date) -> dict[str, str]:
    return {"on_hari": str(day.day), "on_bulan": str(day.month), "on_tahun": str(day.year)}


@pytest.mark.requirement("W07")
def test_the_office_corrects_and_asks_for_what_another_checks(cast: Any) -> None:
    officer = Browser(cast, "DATA_OFFICER")
    son = make_person("Putra", sex="L")
    family = make_family(make_person("Kepala"), son)
    correct = reverse("web:registry:person-correct", args=[son.pk])
    page = officer.get(correct)
    current = {"name": "Putra Baru", "nik_status": "TIDAK_PUNYA", "sex": "L", "rt": "004", "reason": "akta lahir"}
    born = {"birth_date_hari": "19", "birth_date_bulan": "5", "birth_date_tahun": "1980"}
    checked = officer.post(correct, **(hidden_of(page) | current | born))
    done = officer.post(correct, **(hidden_of(checked) | {"step": "save"}))
    change = ChangeRequest.objects.get()
    assert done["Location"] == reverse("web:registry:change", args=[change.pk])
    son.refresh_from_db()
    assert (son.name, son.rt, change.state) == ("Putra", "004", "SUBMITTED")
    stale = officer.post(correct, **(hidden_of(checked) | {"step": "save", "name": "Lain"}))
    assert "sudah diubah oleh" in errors_of(stale)
    for url in (reverse("web:registry:person", args=[son.pk]), reverse("web:registry:family", args=[family.pk])):
        shown = text_of(officer.get(url))
        assert "Ajukan perubahan" in shown
        assert not any(text in shown for text in ("Catat kematian", "Pecah KK", "Tambah anggota"))


def test_merging_and_taking_it_back(cast: Any) -> None:
    officer = Browser(cast, "DATA_OFFICER")
    kept, other = make_person("Siti Aminah"), make_person("Sitti Aminah")
    url = reverse("web:registry:person-merge", args=[kept.pk])
    assert "dipertahankan: Siti Aminah, tanpa NIK, lahir 19 Mei 1980" in text_of(officer.get(url))
    assert officer.through(url, other=str(other.pk), reason="orang yang sama").status_code == 303
    moved = officer.get(reverse("web:registry:person", args=[other.pk]))
    assert moved["Location"] == reverse("web:registry:person", args=[kept.pk])
    undo = reverse("web:registry:person-undo-merge", args=[other.pk])
    page = officer.get(moved["Location"])
    assert undo in page.content.decode()
    assert "Sitti Aminah · tanpa NIK" in text_of(page)
    assert officer.through(undo, reason="keliru").status_code == 303
    other.refresh_from_db()
    assert other.merged_into_id is None


def test_who_is_not_offered_for_a_merge_is_searched_for(cast: Any) -> None:
    """One NIK under two names that nothing connects: imports say "gabungkan dulu", and this page was a dead end."""
    officer = Browser(cast, "DATA_OFFICER")
    kept, other = make_person("Siti Aminah"), make_person("Indo Tang", nik=a_nik(7))
    url = reverse("web:registry:person-merge", args=[kept.pk])
    assert "Cari data yang satunya" in text_of(officer.get(url))
    assert "Tidak ada warga lain dengan" in text_of(officer.post(url, step="edit", q="Kamaruddin"))
    offered = officer.post(url, step="edit", q=a_nik(7))
    assert "Indo Tang" in text_of(offered)
    assert "Ada yang perlu diperbaiki" not in text_of(offered)
    again = officer.post(url, step="check", q=a_nik(7), other="cari", reason="x")
    assert "Cari data yang satunya" in text_of(again)
    checked = officer.post(url, **hidden_of(offered), other=str(other.pk), reason="NIK sama")
    assert officer.post(url, **(hidden_of(checked) | {"step": "save"})).status_code == 303
    other.refresh_from_db()
    assert other.merged_into_id == kept.pk


def test_the_timeline_has_pages(cast: Any, desk: Browser) -> None:
    person = make_person()
    officer = cast.actor("DATA_OFFICER")
    for step in range(60):
        record(
            "registry.person.correct", by=officer, at=clock.now() - timedelta(days=60 - step), on=person,
            subjects=[("person", person.pk)], area=person.area_code, data={"fields": ["rt"]},
        )  # fmt: skip
    url = reverse("web:registry:person-timeline", args=[person.pk])
    first = desk.get(url)
    seen = text_of(first).count("Data diperbaiki")
    older = BeautifulSoup(first.content, "html.parser").select_one("a[rel=next]")
    assert older is not None
    assert seen + text_of(desk.get(url + str(older["href"]))).count("Data diperbaiki") == 60


def test_ids_that_are_no_ids_are_404(desk: Browser) -> None:
    assert desk.get(reverse("web:registry:person", args=[UUID(int=7)])).status_code == 404
    assert desk.get(reverse("web:registry:family-register"), kepala="bukan-uuid").status_code == 404


@pytest.mark.requirement("R018")
def test_numbers_deciles_programmes_and_conditions_are_recorded_on_pages(cast: Any) -> None:
    officer = Browser(cast, "BACK_OFFICE")
    person = make_person("Sitti Contoh")
    family = make_family(person)
    pages = {
        "nomor": {"kind": "ID_DTKS", "value": "DTKS-CONTOH-1", "reason": "berkas SIKS-NG"},
        "desil": {"source": "DTSEN", "decile": "2", "evidence": "berkas DTSEN triwulan I"},
        "program": {"programme": "PKH", "reason": "kartu peserta"},
        "kondisi": {"kind": "RAWAN_PANGAN", "reason": "kunjungan"},
    }
    sent = {}
    for row, answers in pages.items():
        url = reverse("web:registry:family-record", args=[family.pk, row])
        sent[url] = hidden_of(officer.get(url)) | answers | on(date.today()) | {"step": "save"}
        assert officer.post(url, **sent[url]).status_code == 303, row
    shown = text_of(officer.get(reverse("web:registry:family", args=[family.pk])))
    for expected in ("DTKS-CONTOH-1", "rawan pangan", "PKH"):
        assert expected in shown
    again = reverse("web:registry:family-record", args=[family.pk, "nomor"])
    twice = officer.post(again, **sent[again])
    assert twice.status_code == 422
    assert "sudah berlaku" in errors_of(twice)
    own = reverse("web:registry:person-record", args=[person.pk, "kondisi"])
    assert officer.through(own, kind="KUSTA", reason="surat dokter", **on(date.today())).status_code == 303
    trail = text_of(officer.get(reverse("web:registry:person-timeline", args=[person.pk])))
    assert "kusta" not in trail.lower()
    assert officer.get(reverse("web:registry:person-record", args=[person.pk, "lain"])).status_code == 404


@pytest.mark.requirement("W07")
def test_a_village_asks_for_changes_and_finds_no_way_past_the_request(cast: Any) -> None:
    person = make_person("Sitti Contoh")
    make_family(person)
    back_office = Browser(cast, "BACK_OFFICE")
    shown = back_office.get(reverse("web:registry:person", args=[person.pk])).content.decode()
    assert "Ajukan perubahan" in shown
    assert "Perbaiki data" not in shown
    assert "Gabungkan data ganda" in shown
    refused = back_office.get(reverse("web:registry:person-correct", args=[person.pk]))
    assert refused.status_code == 403
    assert "Ajukan perubahan" in text_of(refused)
    front = Browser(cast, "FRONT_OFFICE")
    assert "Gabungkan data ganda" not in text_of(front.get(reverse("web:registry:person", args=[person.pk])))
    assert front.get(reverse("web:registry:person-merge", args=[person.pk])).status_code == 403


def test_rows_are_recorded_by_who_may_correct_in_their_own_village_only(cast: Any) -> None:
    person = make_person("Sitti Contoh")
    url = reverse("web:registry:person-record", args=[person.pk, "nomor"])
    assert Browser(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE).get(url).status_code == 404
    assert Browser(cast, "AUDITOR").get(url).status_code == 403
