"""Pages of change requests, of days gone by and of what is to be put in order; each works without JavaScript."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.registry import actions
from rangkul.registry.models import ChangeRequest, Family, Membership
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import a_kk, a_nik, lent, make_family, make_person, make_status
from tests.web.test_registry_pages import Browser, errors_of, hidden_of, text_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ON = {"on_0": "2", "on_1": "3", "on_2": "2026", "on_hari": "2", "on_bulan": "3", "on_tahun": "2026"}


@pytest.fixture
def village(cast: Any) -> Browser:
    return Browser(cast, "VILLAGE_OPERATOR")


@pytest.fixture
def kecamatan(cast: Any) -> Browser:
    return Browser(cast, "KECAMATAN_OFFICER")


@pytest.fixture
def household() -> tuple[Any, Any, Any]:
    head, son = (
        make_person("Besse Contoh", nik=a_nik(8)),
        make_person("Baso Contoh", sex="L", birth_date=date(2001, 2, 3)),
    )
    return head, son, make_family(head, son, kk=a_kk(1))


def page_of(change: ChangeRequest) -> str:
    return reverse("web:registry:change", args=[change.pk])


@pytest.mark.requirement("W07")
def test_a_split_goes_from_the_village_to_the_registry(village: Browser, kecamatan: Browser, household: Any) -> None:
    _head, son, family = household
    family_page = village.get(reverse("web:registry:family", args=[family.pk]))
    assert "Ajukan perubahan" in text_of(family_page)
    chooser = village.get(reverse("web:registry:change-new"), keluarga=family.pk)
    assert "pecah KK" in text_of(chooser)
    asking = reverse("web:registry:change-ask", args=["pecah-kk"]) + f"?keluarga={family.pk}"
    saved = village.through(asking, **ON, **{f"member_{son.pk.hex}": "HEAD"}, kk=str(a_kk(5)))
    assert saved.status_code == 303, errors_of(saved)
    change = ChangeRequest.objects.get()
    attached = village.post(
        reverse("web:registry:change-attach", args=[change.pk]),
        berkas=SimpleUploadedFile("surat desa.pdf", PDF, "application/pdf"),
    )
    assert attached.status_code == 303, text_of(attached)
    assert village.post(reverse("web:registry:change-submit", args=[change.pk])).status_code == 303
    assert "Pecah KK: Keluarga Besse Contoh" in text_of(kecamatan.get(reverse("web:home:worklist")))
    seen = kecamatan.get(page_of(change))
    assert "surat desa.pdf" in text_of(seen)
    assert str(a_kk(5)) not in text_of(seen)
    stored = kecamatan.get(reverse("web:registry:change-file", args=[change.pk, _file_of(change)]))
    assert (stored.status_code, stored.content) == (200, PDF)
    done = kecamatan.post(
        reverse("web:registry:change-check", args=[change.pk]),
        seen=_hidden(seen, "seen"),
        revision=_hidden(seen, "revision"),
    )
    assert done.status_code == 303, text_of(done)
    assert Membership.objects.filter(person=son, relation="HEAD", period__endswith__isnull=True).exists()
    after = text_of(village.get(page_of(change)))
    assert "Sebelum dan sesudah" in after
    assert "Baso Contoh, anak" in after
    assert "Permohonan perubahan data" in text_of(village.get(reverse("web:registry:change-print", args=[change.pk])))


def _file_of(change: ChangeRequest) -> Any:
    from rangkul.platform.files.models import StoredFile

    return StoredFile.objects.get(owner_kind="change", owner_id=change.pk).pk


def _hidden(page: Any, name: str) -> str:
    from bs4 import BeautifulSoup

    found = BeautifulSoup(page.content, "html.parser").select_one(f"input[name={name}]")
    assert found is not None
    return str(found["value"])


@pytest.mark.parametrize(
    ("slug", "answers"),
    [
        ("lahir", {"name": "Andi Kecil", "sex": "L", "relation": "CHILD"}),
        ("pindah", {"area": VILLAGE, "address": "Jl. Baru 2"}),
        ("pindah-keluar", {"destination": "Kota Makassar"}),
        ("pindah-masuk", {"name": "Tenri Baru", "sex": "P", "origin": "Kab. Bone", "relation": "OTHER"}),
        ("kepala-baru", {"head": "SON", "former": "PARENT"}),
    ],
)
def test_every_event_of_a_family_has_its_form(
    cast: Any, village: Browser, household: Any, slug: str, answers: dict[str, str]
) -> None:
    from rangkul.reference.models import Area

    Area.objects.get_or_create(
        code=VILLAGE,
        defaults={"name": "Contoh", "name_key": "contoh", "level": 4, "kind": "desa", "parent_code": "73.12.01"},
    )
    _head, son, family = household
    asking = reverse("web:registry:change-ask", args=[slug]) + f"?keluarga={family.pk}"
    filled = {name: str(son.pk) if value == "SON" else value for name, value in answers.items()}
    saved = village.through(asking, **ON, **filled)
    assert saved.status_code == 303, errors_of(saved)
    change = ChangeRequest.objects.get()
    edited = village.get(reverse("web:registry:change-edit", args=[change.pk]))
    assert edited.status_code == 200
    assert village.post(reverse("web:registry:change-submit", args=[change.pk])).status_code == 303


def test_a_move_in_asks_about_the_one_who_has_the_nik(village: Browser, kecamatan: Browser, household: Any) -> None:
    _head, _son, family = household
    known = make_person("Tenri Lama", nik=a_nik(7), birth_date=date(1990, 1, 2))
    asking = reverse("web:registry:change-ask", args=["pindah-masuk"]) + f"?keluarga={family.pk}"
    answers = {"name": "Tenri Lama", "sex": "P", "origin": "Kab. Bone", "relation": "OTHER", "nik": str(a_nik(7)), **ON}
    form = village.get(asking)
    asked = village.post(asking, **(hidden_of(form) | {"step": "check"} | answers))
    assert asked.status_code == 422
    assert "NIK ini sudah tercatat di" in text_of(asked)
    saved = village.through(asking, **answers, known_as="SAME")
    assert saved.status_code == 303, errors_of(saved)
    change = ChangeRequest.objects.get()
    assert village.get(reverse("web:registry:change-edit", args=[change.pk])).status_code == 200
    assert village.post(reverse("web:registry:change-submit", args=[change.pk])).status_code == 303
    seen = kecamatan.get(page_of(change))
    assert "Orang ini sudah terdaftar" in text_of(seen)
    check = reverse("web:registry:change-check", args=[change.pk])
    marks = {"seen": _hidden(seen, "seen"), "revision": _hidden(seen, "revision")}
    assert kecamatan.post(check, **marks).status_code == 303
    assert reverse("web:registry:person", args=[known.pk]) in kecamatan.get(page_of(change)).content.decode()


def test_every_event_of_a_person_has_its_form(village: Browser, household: Any) -> None:
    head, son, _family = household
    partner = make_person("Andi Mempelai")
    other = make_family(make_person("Indo Tujuan"))
    forms = {
        "meninggal": (head, {"evidence": "Akta 12", "new_head": str(son.pk)}),
        "kawin": (son, {"q": "Andi Mempelai", "partner": str(partner.pk), "household": "NEW_OWN"}),
        "gabung-kk": (son, {"q": "Indo Tujuan", "to_family": str(other.pk), "relation": "OTHER"}),
    }
    for slug, (person, answers) in forms.items():
        asking = reverse("web:registry:change-ask", args=[slug]) + f"?orang={person.pk}"
        if "q" in answers:
            assert "Cari" in text_of(village.get(asking))
            shown = village.post(asking, q=answers["q"])
            assert shown.status_code == 200
        form_id = _hidden(village.post(asking, q=answers["q"]) if "q" in answers else village.get(asking), "form_id")
        checked = village.post(asking, form_id=form_id, step="check", **ON, **answers)
        assert checked.status_code == 200, errors_of(checked)
        saved = village.post(asking, form_id=form_id, step="save", **ON, **answers)
        assert saved.status_code == 303, errors_of(saved)
    assert set(ChangeRequest.objects.values_list("kind", flat=True)) == {"MENINGGAL", "KAWIN", "GABUNG_KK"}


def test_a_correction_asks_only_for_what_differs(village: Browser, household: Any) -> None:
    head, *_others = household
    asking = reverse("web:registry:change-ask", args=["perbaikan"]) + f"?orang={head.pk}"
    same = {
        "name": "Besse Contoh", "nik_status": "BELUM_DICEK", "sex": "P", "reason": "KTP",
        "birth_date_0": "19", "birth_date_1": "5", "birth_date_2": "1980",
        "birth_date_hari": "19", "birth_date_bulan": "5", "birth_date_tahun": "1980",
    }  # fmt: skip
    form_id = _hidden(village.get(asking), "form_id")
    nothing = village.post(asking, form_id=form_id, step="check", **same)
    assert "Belum ada isian yang berubah" in errors_of(nothing)
    saved = village.post(asking, form_id=form_id, step="save", **(same | {"address": "Jl. Betul 4"}))
    assert saved.status_code == 303, errors_of(saved)
    assert "Jl. Betul 4" in text_of(village.get(page_of(ChangeRequest.objects.get())))


def test_a_clash_is_shown_and_settled_on_the_page(
    cast: Any, village: Browser, kecamatan: Browser, household: Any
) -> None:
    head, *_others = household
    asker = cast.actor("VILLAGE_OPERATOR")
    change = actions.draft_change(
        kind="PERBAIKAN", happened_on=date(2026, 3, 2), person_id=head.pk, proposed={"changes": {"address": "Jl. Usul"}},
        by=asker, at=clock.now(),
    )  # fmt: skip
    actions.submit_change(change_id=change.pk, by=asker, at=clock.now())
    actions.correct_person(
        person_id=head.pk, changes={"address": "Jl. Kantor"}, by=cast.actor("DATA_OFFICER"), at=clock.now()
    )
    seen = kecamatan.get(page_of(change))
    assert "Sekarang: Jl. Kantor" in text_of(seen)
    check = reverse("web:registry:change-check", args=[change.pk])
    marks = {"seen": _hidden(seen, "seen"), "revision": _hidden(seen, "revision")}
    assert kecamatan.post(check, **marks).status_code == 422
    assert kecamatan.post(check, **marks, **{"pilih-person.address": "PROPOSED"}).status_code == 303
    head.refresh_from_db()
    assert head.address == "Jl. Usul"


def test_returned_with_the_reason_on_the_page(cast: Any, village: Browser, kecamatan: Browser, household: Any) -> None:
    head, *_others = household
    asker = cast.actor("VILLAGE_OPERATOR")
    change = actions.draft_change(
        kind="PERBAIKAN", happened_on=date(2026, 3, 2), person_id=head.pk, proposed={"changes": {"address": "Jl. A"}},
        by=asker, at=clock.now(),
    )  # fmt: skip
    actions.submit_change(change_id=change.pk, by=asker, at=clock.now())
    turn = reverse("web:registry:change-turn", args=[change.pk, "kembalikan"])
    assert kecamatan.post(turn, reason="").status_code == 422
    assert kecamatan.post(turn, reason="KTP tidak terbaca").status_code == 303
    assert "KTP tidak terbaca" in text_of(village.get(page_of(change)))
    assert village.get(turn).status_code == 403


def test_the_next_village_sees_none_of_it(cast: Any, village: Browser, household: Any) -> None:
    head, _son, family = household
    asker = cast.actor("VILLAGE_OPERATOR")
    change = actions.draft_change(
        kind="PERBAIKAN", happened_on=date(2026, 3, 2), person_id=head.pk, proposed={"changes": {"address": "Jl. A"}},
        by=asker, at=clock.now(),
    )  # fmt: skip
    neighbour = Browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE)
    for name in ("change", "change-edit", "change-print"):
        assert neighbour.get(reverse(f"web:registry:{name}", args=[change.pk])).status_code == 404, name
    for name in ("change-submit", "change-attach", "change-check"):
        assert neighbour.post(reverse(f"web:registry:{name}", args=[change.pk])).status_code == 404, name
    assert "Jl. A" not in text_of(neighbour.get(reverse("web:registry:change-list")))
    for query in (f"?keluarga={family.pk}", f"?orang={head.pk}"):
        assert neighbour.get(reverse("web:registry:change-new") + query).status_code == 404


# -- days gone by -------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("W07")
def test_pages_show_a_day_gone_by(cast: Any, village: Browser, household: Any) -> None:
    head, son, family = household
    office = cast.actor("DATA_OFFICER")
    make_status(family, 2, date(2025, 7, 1), source="DTSEN")
    make_status(family, 5, date(2026, 7, 1), source="DTSEN")
    actions.split_family(
        family_id=family.pk, members=[(son.pk, "HEAD")], on=date(2026, 4, 1), by=lent(office), at=clock.now()
    )
    actions.move_family(
        family_id=family.pk, to_area=VILLAGE, address="Jl. Baru", on=date(2026, 5, 1), by=lent(office), at=clock.now()
    )
    told = {"name": "Besse Betul", "nik": str(a_nik(9))}
    actions.correct_person(person_id=head.pk, changes=told, by=lent(office), at=clock.now())
    url = reverse("web:registry:family", args=[family.pk])
    then, now = text_of(village.get(url, per="2026-03-31")), text_of(village.get(url))
    assert "Keadaan per 31 Maret 2026" in then
    assert "45 tahun" in then  # 46 today
    assert "Baso Contoh" in then.split("Riwayat")[0]
    assert ("Jl. Baru" in now, "Jl. Baru" in then) == (True, False)
    assert ("Besse Betul" in now, "Besse Contoh" in then) == (True, True)
    assert (a_nik(8).masked in then, a_nik(9).masked in then) == (True, False)
    old = f"{reverse('web:registry:person-numbers', args=[head.pk])}?per=2026-03-31"
    assert (
        f'action="{old}"'
        in village.get(reverse("web:registry:person", args=[head.pk]), per="2026-03-31").content.decode()
    )
    seen = text_of(village.post(old, purpose="mencocokkan berkas lama")).replace(" ", "")
    assert (str(a_nik(8)) in seen, str(a_nik(9)) in seen) == (True, False)
    person = text_of(village.get(reverse("web:registry:person", args=[son.pk]), per="2026-03-31"))
    assert "anak" in person
    assert "kepala keluarga" not in person.split("Riwayat")[0]
    villages = text_of(village.get(reverse("web:registry:family-list"), wilayah=VILLAGE, per="2026-03-31"))
    assert "Keadaan per 31 Maret 2026, bukan hari ini." in villages
    assert "Besse" in villages
    assert "Baso Contoh" not in villages  # no head yet on that day
    assert "Baso Contoh" in text_of(village.get(reverse("web:registry:family-list"), wilayah=VILLAGE))


@pytest.mark.parametrize("day", ["2026-02-31", "besok", "2099-01-01", "1900-01-01"])
def test_a_day_that_is_none_is_refused_in_words(village: Browser, household: Any, day: str) -> None:
    *_members, family = household
    page = village.get(reverse("web:registry:family", args=[family.pk]), per=day)
    assert page.status_code == 200
    assert "Per tanggal berisi" in text_of(page)
    assert "Keadaan per" not in text_of(page)


def test_a_family_that_moved_here_was_elsewhere_then(cast: Any, kecamatan: Browser, household: Any) -> None:
    *_members, family = household
    actions.move_family(
        family_id=family.pk,
        to_area=NEIGHBOUR_VILLAGE,
        on=date(2026, 5, 1),
        by=lent(cast.actor("DATA_OFFICER")),
        at=clock.now(),
    )
    from rangkul.registry import queries

    actor = cast.actor("KECAMATAN_OFFICER")
    then = {"on": date(2026, 3, 31), "is_past": True}
    assert [row.id for row in queries.list_families(actor, VILLAGE, **then).rows] == [family.pk]
    assert queries.list_families(actor, NEIGHBOUR_VILLAGE, **then).rows == ()
    assert queries.list_families(actor, VILLAGE, on=date(2026, 6, 1), is_past=True).rows == ()


# -- to be put in order -------------------------------------------------------------------------------------------------


@pytest.mark.requirement("B03")
def test_what_is_left_to_be_put_in_order(cast: Any, village: Browser) -> None:
    office = cast.actor("DATA_OFFICER")
    head, child = make_person("Ambo Kepala"), make_person("Cicci Yatim", birth_date=date(2016, 5, 6))
    make_family(head, child)
    actions.record_death(person_id=head.pk, died_on=date(2026, 3, 1), by=lent(office), at=clock.now())
    make_person("Tanpa Kaka")
    dead = make_person("Almarhum Contoh", died_on=date(2026, 1, 1))
    make_family(dead)
    listed = reverse("web:registry:untidy-list")
    expected = {"TANPA_KEPALA": "Ambo Kepala", "HANYA_ANAK": "Ambo Kepala", "BELUM_KK": "Tanpa Kaka"}
    for what, name in (expected | {"MENINGGAL_DI_KK": "Almarhum Contoh"}).items():
        assert name in text_of(village.get(listed, lihat=what)), what
    assert "Keluarga yang perlu dibereskan 2" in text_of(village.get(reverse("web:home:worklist")))
    family = Family.objects.get(head_name="Ambo Kepala")
    assert "Hanya anak-anak yang tersisa" in text_of(village.get(reverse("web:registry:family", args=[family.pk])))
    neighbour = Browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE)
    assert "Ambo Kepala" not in text_of(neighbour.get(listed, lihat="TANPA_KEPALA"))
