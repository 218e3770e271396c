"""The intake page: a card interrupts before anybody is registered twice; sorting later; conflicts; the next citizen."""

from typing import Any

import pytest
from django.urls import reverse

from rangkul.desk.models import Case, SavedFilter
from rangkul.kernel.ids import new_id
from rangkul.registry.models import Family, Person
from tests.desk.stage import STORY, Visitor, a_case, a_matched_case, hidden_of, make_areas, text_of
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.registry.factories import a_nik, make_family, make_person

pytestmark = pytest.mark.django_db

LIST = reverse("web:desk:case-list")
NEW = reverse("web:desk:case-register")


@pytest.fixture(autouse=True)
def office(cast: Cast) -> None:
    make_areas()


def page(name: str, case: Any) -> str:
    return reverse(f"web:desk:{name}", args=[case.pk])


def answers(desk: Visitor, **more: str) -> dict[str, str]:
    return hidden_of(desk.get(NEW)) | {"story": STORY, "area": VILLAGE} | more


def test_who_looks_alike_interrupts_and_may_be_chosen(cast: Cast) -> None:
    desk, known = Visitor(cast, "FRONT_OFFICE"), make_person("Sitti Contoh", nik=a_nik(7))
    family = make_family(known)
    open_one = a_case(cast.actor("FRONT_OFFICE"))
    Case.objects.filter(pk=open_one.pk).update(person=known, family=family)
    sent = answers(desk, concerned_name="Siti Contoh")
    card = desk.post(NEW, **sent)
    words = text_of(card)
    assert card.status_code == 200
    assert Case.objects.count() == 1, "nothing is saved yet"
    for told in ("Sitti Contoh", "Kenapa mirip", "nama sama", open_one.ticket, "Ini orangnya"):
        assert told in words, told
    assert str(a_nik(7)) not in card.content.decode(), "the number of who was found stays masked"
    back = desk.post(NEW, **(sent | {"concerned_name": "", "form_key": str(new_id())}))
    assert (back.status_code, Case.objects.count()) == (422, 1), "the browser's Back empties the name"
    assert "Tadi terisi, sekarang kosong" in text_of(back)
    done = desk.post(NEW, **(sent | {"person": str(known.pk)}))
    case = Case.objects.exclude(pk=open_one.pk).get()
    assert (done.status_code, case.person_id, case.family_id) == (303, known.pk, family.pk)
    assert desk.post(NEW, **(sent | {"person": str(known.pk)}))["Location"] == page("case", case), "twice is once"
    assert (Case.objects.count(), Case.objects.get(pk=case.pk).revision) == (2, case.revision)


def test_nobody_of_them_is_a_new_citizen_without_papers(cast: Cast) -> None:
    desk = Visitor(cast, "FRONT_OFFICE")
    make_person("Sitti Contoh")
    sent = answers(desk, concerned_name="Siti Contoh")
    assert "Bukan mereka?" in text_of(desk.post(NEW, **sent))
    changed = desk.post(NEW, **(sent | {"step": "edit"}))
    assert (changed.status_code, "Siti Contoh" in changed.content.decode()) == (200, True)
    assert desk.post(NEW, **(sent | {"as": "new", "starts_family": "on"})).status_code == 303
    case = Case.objects.get()
    assert (case.match_result, Person.objects.count(), case.family_id) == ("BARU", 2, Family.objects.get().pk)
    later = answers(desk, concerned_name="Siti Contoh") | {"as": "later"}
    assert desk.post(NEW, **later).status_code == 303
    assert Case.objects.latest("registered_at").state == "REGISTERED"
    wrong = desk.post(NEW, **(answers(desk, concerned_name="Siti Contoh") | {"person": "x"}))
    assert (wrong.status_code, "pilih lagi" in text_of(wrong)) == (422, True)


def test_nobody_alike_is_saved_at_once_and_papers_are_searched_first(cast: Cast) -> None:
    desk = Visitor(cast, "FRONT_OFFICE")
    assert desk.post(NEW, **answers(desk, concerned_name="Nurlela Percobaan")).status_code == 303
    told = answers(desk, concerned_name="Baharuddin Misal", nik=str(a_nik(3, sex="L")))
    card = desk.post(NEW, **told)
    assert "Tidak ada yang mirip di registri" in text_of(card)
    assert desk.post(NEW, **(told | {"as": "new"})).status_code == 303
    assert Person.objects.get().name == "Baharuddin Misal"
    unregistering = Visitor(cast, "TKSK")
    first = answers(unregistering, concerned_name="Bahruddin Misal")
    card = unregistering.post(NEW, **first)
    assert "Daftarkan sebagai warga baru" not in text_of(card), "this role does not register citizens"
    assert unregistering.post(NEW, **(first | {"as": "new"})).status_code == 403
    assert Case.objects.count() == 2


def test_what_is_refused_stands_at_its_field(cast: Cast) -> None:
    desk = Visitor(cast, "FRONT_OFFICE")
    for more, told in (
        ({"is_anonymous": "on"}, "bantuan diserahkan kepada orang yang dikenal"),
        ({"urgency": "LAIN"}, "tidak dapat menunggu sampai besok"),
        ({"channel": "RUJUKAN"}, "Lembaga yang merujuk"),
        ({"kk": "7312011903150001"}, "Pilih hubungan dalam KK"),
        ({"nik": "12"}, "16 angka"),
        ({"channel": "WEB"}, "yang terkirim tidak ada di daftar"),
    ):
        refused = desk.post(NEW, **answers(desk, **more))
        assert (refused.status_code, told in text_of(refused)) == (422, True), (more, text_of(refused)[:600])
    assert not Case.objects.exists()
    named = answers(desk, is_anonymous="on", kind="PENGADUAN", channel="TELEPON", urgency="LAPAR")
    assert desk.post(NEW, **named).status_code == 303
    case = Case.objects.get()
    assert (case.is_anonymous, case.reporter_name, case.is_urgent, case.channel) == (True, "", True, "TELEPON")


def test_save_and_next_keeps_where_and_how(cast: Cast) -> None:
    desk = Visitor(cast, "TKSK")
    done = desk.post(NEW, **answers(desk, channel="TELEPON", then="next"))
    assert done["Location"] == f"{NEW}?kanal=TELEPON&desa={VILLAGE}"
    form = desk.get(done["Location"])
    assert Case.objects.get().ticket in text_of(form)
    selected = [each for each in ("TELEPON", VILLAGE) if f'value="{each}" selected' in form.content.decode()]
    assert selected == ["TELEPON", VILLAGE]


def test_sorting_later_and_the_second_official_is_told(cast: Cast) -> None:
    case = a_case(cast.actor("FRONT_OFFICE"))
    one, two = Visitor(cast, "FRONT_OFFICE"), Visitor(cast, "BACK_OFFICE")
    assert "belum digolongkan" in text_of(one.get(LIST, tab="team", golongan="belum"))
    url = page("case-classify", case)
    sheet = hidden_of(one.get(url)) | {"kind": "PENGADUAN", "category": "N05"}
    assert one.post(url, **sheet).status_code == 303
    refused = two.post(url, **(sheet | {"category": "N06"}))
    assert (refused.status_code, "sudah mengubah kasus ini" in text_of(refused)) == (422, True)
    case.refresh_from_db()
    assert (case.category, case.contested_at is not None) == ("N05", True)
    assert case.ticket in text_of(two.get(LIST, tab="conflicts"))
    conflict = page("case-conflict", case)
    assert "Sudah saya periksa" in text_of(two.get(conflict))
    assert two.post(conflict).status_code == 303
    assert case.ticket not in text_of(two.get(LIST, tab="conflicts"))
    assert two.post(url, **(hidden_of(refused) | {"kind": "PENGADUAN", "category": "N06"})).status_code == 303
    near = Visitor(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE)
    assert [near.get(each).status_code for each in (url, conflict)] == [404, 404]
    assert Visitor(cast, "AUDITOR").post(conflict).status_code == 403


def test_two_open_cases_of_one_family_stand_among_the_conflicts(cast: Cast) -> None:
    desk, first = Visitor(cast, "BACK_OFFICE"), a_matched_case(cast)
    assert "Tidak ada dua kasus" in text_of(desk.get(LIST, tab="conflicts"))
    second = a_case(cast.actor("FRONT_OFFICE"))
    Case.objects.filter(pk=second.pk).update(person=first.person)
    shown = text_of(desk.get(LIST, tab="conflicts"))
    assert {first.ticket, second.ticket} <= set(shown.split())
    assert second.ticket in text_of(desk.get(page("case-conflict", first)))
    Case.objects.filter(pk=second.pk).update(state="CLOSED", outcome="DUPLIKAT", closed_at=second.registered_at)
    assert first.ticket not in text_of(desk.get(LIST, tab="conflicts"))


def test_filters_are_links_with_names_of_ones_own(cast: Cast) -> None:
    desk, colleague = Visitor(cast, "FRONT_OFFICE"), Visitor(cast, "BACK_OFFICE")
    urgent, plain = a_case(cast.actor("FRONT_OFFICE"), is_urgent=True), a_case(cast.actor("FRONT_OFFICE"))
    shown = text_of(desk.get(LIST, tab="team", mendesak="1", kanal="LOKET", urut="-nama"))
    assert (urgent.ticket in shown, plain.ticket in shown) == (True, False)
    assert "Kedaruratan: hanya yang mendesak" in shown
    save = reverse("web:desk:filter-save")
    told = {"tab": "team", "mendesak": "1", "tiket": "Siti", "status": "ASAL", "name": " Yang  mendesak "}
    kept = desk.post(save, **told)
    assert kept["Location"] == f"{LIST}?tab=team&status=ASAL&mendesak=1", "never what was searched for"
    assert desk.get(kept["Location"]).status_code == 200
    assert "Yang mendesak" in text_of(desk.get(LIST))
    assert "Yang mendesak" not in text_of(colleague.get(LIST))
    desk.post(save, tab="late", name="Yang mendesak", next=LIST)
    assert SavedFilter.objects.get().query == "tab=late", "the same name holds the newer one"
    for wrong in ({"name": ""}, {"name": "kosong", "tab": ""}):
        desk.post(save, **({"tab": "team"} | wrong), next="https://contoh.invalid/")
    assert SavedFilter.objects.count() == 1
    delete = reverse("web:desk:filter-delete", args=[SavedFilter.objects.get().pk])
    assert colleague.post(delete).status_code == 404
    assert desk.post(delete, next="//contoh.invalid/")["Location"] == LIST
    assert not SavedFilter.objects.exists()


def test_shortcuts_can_be_switched_off(cast: Cast) -> None:
    desk = Visitor(cast, "FRONT_OFFICE")
    assert "worklist_keys.js" in desk.get(LIST).content.decode()
    switch = reverse("web:desk:keys-switch")
    desk.post(switch, keys="off", next=LIST)
    off = desk.get(LIST).content.decode()
    assert ("worklist_keys.js" in off, "Hidupkan pintasan" in off) == (False, True)
    desk.post(switch, keys="on")
    assert "worklist_keys.js" in desk.get(LIST).content.decode()


def test_the_worklist_costs_the_same_whatever_its_size(cast: Cast, django_assert_max_num_queries: Any) -> None:
    desk = Visitor(cast, "BACK_OFFICE")
    for _each in range(3):
        a_matched_case(cast)
    for tab in ("team", "conflicts", "all"):
        with django_assert_max_num_queries(25):
            desk.get(LIST, tab=tab, urut="nama")
