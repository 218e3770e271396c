"""Right role, wrong place: what cuts deepest in the registry is refused to the neighbour, on every road to it."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.exporting import policies as exporting
from rangkul.registry import actions, policies, queries
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import ChangeRequest, DuplicatePair, LinkageRun, Person
from tests.people import NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, VILLAGE, Cast
from tests.registry.factories import make_family, make_person
from tests.web.test_imports_pages import Browser
from tests.web.test_vulnerable_pages import PNG

pytestmark = pytest.mark.django_db


def browser(cast: Cast, role: str, area: Any) -> Browser:
    client = Browser()
    client.force_login(cast.user(role, area))
    return client


def test_no_search_for_doubles_in_a_foreign_area(cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER", OTHER_KECAMATAN)
    for area in (VILLAGE, "73.12", "73.08"):
        with pytest.raises(Denied):
            actions.request_linkage(area=area, by=officer, at=clock.now())
    assert not LinkageRun.objects.exists()


def test_a_merge_is_neither_split_nor_undone_by_the_neighbour(cast: Cast) -> None:
    home, next_door = cast.actor("DATA_OFFICER", VILLAGE), cast.actor("DATA_OFFICER", NEIGHBOUR_VILLAGE)
    keep, gone = make_person("Siti Contoh"), make_person("Sitti Contoh")
    with pytest.raises(Denied):
        actions.merge_persons(keep_id=keep.pk, merge_id=gone.pk, reason="sama", by=next_door, at=clock.now())
    actions.merge_persons(keep_id=keep.pk, merge_id=gone.pk, reason="sama", by=home, at=clock.now())
    with pytest.raises(Denied):
        actions.undo_merge(merged_id=gone.pk, reason="keliru", by=next_door, at=clock.now())
    with pytest.raises(Denied):
        actions.split_person(merged_id=gone.pk, rows=[], reason="keliru", by=next_door, at=clock.now())
    gone.refresh_from_db()
    assert gone.merged_into_id == keep.pk


def test_a_pair_is_reopened_only_by_who_works_where_both_live(cast: Cast) -> None:
    left, right = sorted((make_person("Siti"), make_person("Sitti")), key=lambda each: each.pk)
    pair = DuplicatePair.objects.create(
        left=left,
        right=right,
        weight=1.0,
        area_code=VILLAGE,
        found_at=clock.now(),
        state="DIFFERENT",
        note="kakak adik",
    )
    next_door = cast.actor("DATA_OFFICER", NEIGHBOUR_VILLAGE)
    with pytest.raises(Denied):
        actions.reopen_pair(pair_id=pair.pk, note="keliru", by=next_door, at=clock.now())
    client = browser(cast, "DATA_OFFICER", NEIGHBOUR_VILLAGE)
    for name in ("duplicate-pair", "duplicate-reopen"):
        assert client.get(reverse(f"web:registry:{name}", args=[pair.pk])).status_code == 404
    pair.refresh_from_db()
    assert pair.state == "DIFFERENT"
    with pytest.raises(Denied):
        policies.check_can_view_pairs(cast.actor("FRONT_OFFICE"))
    assert not policies.pairs_visible_to(next_door).exists()


def test_papers_of_a_change_are_for_its_own_village(cast: Cast) -> None:
    asker = cast.actor("VILLAGE_OPERATOR")
    person = make_person()
    change = actions.draft_change(
        kind="MENINGGAL", happened_on=date(2026, 3, 2), proposed={"evidence": "Akta 1"}, person_id=person.pk, by=asker,
        at=clock.now(),
    )  # fmt: skip
    stored = actions.attach_document(change_id=change.pk, content=PNG, name="akta.png", by=asker, at=clock.now())
    other = actions.draft_change(
        kind="MENINGGAL", happened_on=date(2026, 3, 2), proposed={"evidence": "Akta 2"}, person_id=make_person("B").pk,
        by=asker, at=clock.now(),
    )  # fmt: skip
    file, sheet = (
        reverse("web:registry:change-file", args=[change.pk, stored.pk]),
        reverse("web:registry:change-print", args=[change.pk]),
    )
    at_home = browser(cast, "VILLAGE_OPERATOR", VILLAGE)
    assert (at_home.get(file).status_code, at_home.get(sheet).status_code) == (200, 200)
    next_door = browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE)
    assert (next_door.get(file).status_code, next_door.get(sheet).status_code) == (404, 404)
    assert at_home.get(reverse("web:registry:change-file", args=[other.pk, stored.pk])).status_code == 404
    with pytest.raises(NoSuchRecord):
        queries.open_change_file(cast.elsewhere("VILLAGE_OPERATOR"), change.pk, stored.pk)
    assert ChangeRequest.objects.count() == 2


@pytest.mark.parametrize(
    ("permission", "may", "may_not"),
    [
        ("registry.family.view_home", "BACK_OFFICE", "AUDITOR"),
        ("registry.pair.view", "BACK_OFFICE", "FRONT_OFFICE"),
        ("registry.export.make", "SLRT_MANAGER", "FACILITATOR"),
    ],
)
def test_roles_that_must_not_have_a_permission_do_not(cast: Cast, permission: str, may: str, may_not: str) -> None:
    assert cast.actor(may).may(permission)
    assert not cast.actor(may_not).may(permission)


def test_houses_and_exports_are_checked_by_role(cast: Cast) -> None:
    family = make_family(make_person())
    actions.record_point(
        family_id=family.pk, latitude=-4.35, longitude=119.88, taken_on=date(2026, 3, 2), accuracy_m=5,
        by=cast.actor("BACK_OFFICE"), at=clock.now(),
    )  # fmt: skip
    assert queries.home_of(cast.actor("BACK_OFFICE"), family.pk) is not None
    assert queries.home_of(cast.actor("AUDITOR"), family.pk) is None
    with pytest.raises(NoSuchRecord):
        queries.home_of(cast.elsewhere("BACK_OFFICE"), family.pk)
    with pytest.raises(Denied):
        exporting.check_can_make(cast.actor("FACILITATOR"), VILLAGE)
    with pytest.raises(Denied):
        exporting.check_can_make(cast.actor("SLRT_MANAGER"), "73.08")
    assert Person.objects.count() == 1
