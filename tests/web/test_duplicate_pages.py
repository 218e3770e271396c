"""Pages of possible doubles: worklist, side by side, decision, split, three sources; each without JavaScript."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry import actions
from rangkul.registry.models import DuplicatePair, Identity, Person
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import a_kk, a_nik, make_family, make_identity, make_person, make_status
from tests.web.test_registry_pages import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Any) -> Browser:
    return Browser(cast, "BACK_OFFICE")


def a_double() -> tuple[Person, Person]:
    known = make_person(
        "Siti Nurhaliza", nik=a_nik(1), birth_date=date(1984, 3, 7), mother_name="Becce Tang", address="Dusun I"
    )
    make_family(known, kk=a_kk(1))
    return known, make_person(
        "St. Nurhalisa", birth_date=date(1984, 7, 3), mother_name="Becce Tang", address="Dusun II"
    )


def a_pair(one: Person, other: Person, weight: float = 12.5, area: str = VILLAGE) -> DuplicatePair:
    left, right = sorted((one, other), key=lambda each: each.pk)
    return DuplicatePair.objects.create(
        left=left, right=right, area_code=area, weight=weight, reasons=["name:alike", "born:swapped", "sex:else"],
        found_at=clock.now(),
    )  # fmt: skip


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_worklist_leads_to_the_pair_and_on_to_the_next(desk: Browser) -> None:
    known, again = a_double()
    first = a_pair(known, again)
    second = a_pair(make_person("Baco"), make_person("Bacco"), weight=2.0)
    page = desk.get(reverse("web:registry:duplicate-list"))
    assert page.status_code == 200
    assert text_of(page).index(str(first.pk)) < text_of(page).index(str(second.pk))
    assert "hari dan bulan lahir tertukar" in text_of(page)
    answer = desk.post(
        reverse("web:registry:duplicate-pair", args=[first.pk]), decision="DIFFERENT", note="kakak dan adik"
    )
    assert (answer.status_code, answer["Location"]) == (303, reverse("web:registry:duplicate-pair", args=[second.pk]))
    assert str(first.pk) in text_of(desk.get(reverse("web:registry:duplicate-list"), status="DIFFERENT"))


def test_both_records_stand_side_by_side_with_differences_marked(desk: Browser) -> None:
    known, again = a_double()
    pair = a_pair(known, again)
    page = text_of(desk.get(reverse("web:registry:duplicate-pair", args=[pair.pk])))
    assert page.count('class="differs"') >= 3
    assert 'name="take_address"' in page
    assert 'name="take_birth_date"' not in page  # who somebody is takes a second official
    assert "7 Maret 1984" in page
    assert "3 Juli 1984" in page
    assert "jenis kelamin berbeda" in page


def test_one_person_keeps_the_chosen_record_and_the_chosen_values(desk: Browser) -> None:
    known, again = a_double()
    pair = a_pair(known, again)
    key, other = ("left", "right") if pair.left_id == known.pk else ("right", "left")
    here = reverse("web:registry:duplicate-pair", args=[pair.pk])
    refused = desk.post(here, decision="SAME", note="KTP-el")
    assert refused.status_code == 422
    assert "dipertahankan" in text_of(refused)
    again_at = {"take_address": other, "take_birth_date": other}
    answer = desk.post(here, decision="SAME", note="KTP-el", keep=key, **again_at)
    assert (answer.status_code, answer["Location"]) == (303, reverse("web:registry:person", args=[known.pk]))
    known.refresh_from_db()
    assert (known.name, known.birth_date, known.address) == ("Siti Nurhaliza", date(1984, 3, 7), "Dusun II")
    assert "Orang yang sama" not in text_of(desk.get(here))


def test_a_pair_with_a_neighbour_is_not_found_by_the_village(desk: Browser) -> None:
    pair = a_pair(make_person("Siti"), make_person("Sitti", NEIGHBOUR_VILLAGE), area="73.12.01")
    assert desk.get(reverse("web:registry:duplicate-pair", args=[pair.pk])).status_code == 404
    assert str(pair.pk) not in text_of(desk.get(reverse("web:registry:duplicate-list")))


def test_a_role_without_the_permission_is_turned_away(cast: Any) -> None:
    front = Browser(cast, "FRONT_OFFICE")
    assert front.get(reverse("web:registry:duplicate-list")).status_code == 403
    assert front.get(reverse("web:registry:three-way")).status_code == 403


def test_the_data_officer_has_the_registry_searched(cast: Any) -> None:
    a_double()
    officer = Browser(cast, "DATA_OFFICER")
    here = reverse("web:registry:duplicate-list")
    assert officer.post(reverse("web:registry:linkage-request")).status_code == 303
    assert "Mencari data ganda" in text_of(officer.get(here))
    run_waiting_jobs()
    page = text_of(officer.get(here))
    assert "1 pasangan" in page
    assert "bobot versi 1" in page
    assert Browser(cast, "BACK_OFFICE").post(reverse("web:registry:linkage-request")).status_code == 403


def test_a_decision_is_taken_back(desk: Browser, cast: Any) -> None:
    known, again = a_double()
    pair = a_pair(known, again)
    by = cast.actor("BACK_OFFICE")
    actions.decide_pair(pair_id=pair.pk, decision="DIFFERENT", note="saudara", by=by, at=clock.now())
    answer = desk.through(reverse("web:registry:duplicate-reopen", args=[pair.pk]), reason="keliru")
    assert answer.status_code == 303
    pair.refresh_from_db()
    assert pair.state == "OPEN"


def test_a_merged_person_is_taken_apart_row_by_row(desk: Browser, cast: Any) -> None:
    known, again = a_double()
    own = make_identity(again, "KKS", "600123")
    by = cast.actor("BACK_OFFICE")
    actions.merge_persons(keep_id=known.pk, merge_id=again.pk, reason="sama", by=by, at=clock.now())
    later = make_identity(known, "JKN", "000999")
    here = reverse("web:registry:person-split", args=[again.pk])
    page = text_of(desk.get(here))
    assert "sesudah penggabungan" in page
    answer = desk.post(here, reason="dua orang", **{f"row_{own.pk}": "merged", f"row_{later.pk}": "merged"})
    assert (answer.status_code, answer["Location"]) == (303, reverse("web:registry:person", args=[again.pk]))
    assert set(Identity.objects.values_list("person_id", flat=True)) == {again.pk}


def test_three_sources_stand_in_three_columns(desk: Browser, cast: Any) -> None:
    known, _again = a_double()
    make_status(known, 2, source="DTSEN")
    written = [actions.Written(person_id=UUID(str(known.pk)), name="Siti Nurhaliza", birth_date=date(1985, 3, 7))]
    actions.note_source(
        source="DUKCAPIL", as_of=date(2026, 9, 1), written=written, by=cast.actor("BACK_OFFICE"), at=clock.now()
    )
    page = text_of(desk.get(reverse("web:registry:three-way")))
    assert "7 Maret 1985" in page
    assert "tanggal lahir" in page
    assert "DTSEN" in page
