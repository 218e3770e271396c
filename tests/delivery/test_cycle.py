"""A cycle: its list is frozen once, approved by another person, and closed with what was missed."""

import pytest

from rangkul.delivery import actions, queries
from rangkul.delivery.models import Cycle, Entitlement
from rangkul.delivery.queries import deliveries_of
from rangkul.delivery.recipients import registry_ids_for
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.period import Period
from rangkul.platform.workflow import UnableToMove
from rangkul.programmes.actions.end_enrolment import end_enrolment
from rangkul.programmes.models import Enrolment, Programme
from rangkul.registry.actions import merge_persons, undo_merge
from tests.delivery.stage import AT, DAY, DeliveryStage
from tests.people import REGENCY, Cast
from tests.registry.factories import make_identity, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R005")
def test_the_frozen_list_holds_every_enrolled_family_with_its_id(stage: DeliveryStage) -> None:
    cycle = stage.cycle("FROZEN")
    lines = Entitlement.objects.filter(cycle=cycle)
    assert lines.count() == 4
    assert all(line.registry_id.startswith("DTKS-") for line in lines)
    assert {line.quantity for line in lines} == {10}


def test_the_list_stays_as_it_was_frozen(stage: DeliveryStage) -> None:
    cycle = stage.cycle("FROZEN")
    enrolment = Enrolment.objects.order_by("pk").first()
    assert enrolment is not None
    end_enrolment(
        enrolment_id=enrolment.pk, reason="MENINGGAL", evidence="Surat kematian", on=DAY, by=stage.officer, at=AT
    )
    assert cycle.entitlements.count() == 4


def test_whoever_is_struck_off_is_not_on_the_next_list(stage: DeliveryStage) -> None:
    enrolment = Enrolment.objects.order_by("pk").first()
    assert enrolment is not None
    end_enrolment(enrolment_id=enrolment.pk, reason="PINDAH", evidence="Surat pindah", on=DAY, by=stage.officer, at=AT)
    assert stage.cycle("FROZEN", month="2026-04").entitlements.count() == 3


def test_whoever_froze_the_list_cannot_approve_it(stage: DeliveryStage) -> None:
    cycle = stage.cycle("FROZEN")
    Cycle.objects.filter(pk=cycle.pk).update(frozen_by=stage.head.user_id)
    with pytest.raises(Denied, match="orang lain"):
        actions.approve_cycle(cycle_id=cycle.pk, by=stage.head, at=AT)


def test_freezing_twice_says_that_it_is_frozen(stage: DeliveryStage) -> None:
    cycle = stage.cycle("FROZEN")
    with pytest.raises(UnableToMove, match="petugas lain"):
        actions.freeze_cycle(cycle_id=cycle.pk, by=stage.officer, at=AT)
    assert cycle.entitlements.count() == 4


def test_one_cycle_for_a_month(stage: DeliveryStage) -> None:
    stage.cycle("DRAFT")
    with pytest.raises(Refused, match="periode"):
        stage.cycle("DRAFT")


@pytest.mark.requirement("R308")
def test_what_the_health_office_gives_is_never_delivered_as_ours(stage: DeliveryStage) -> None:
    component = Enrolment.objects.all()[0].component
    Programme.objects.filter(pk=component.programme_id).update(is_own=False, owner="Dinas Kesehatan")
    with pytest.raises(Refused, match="Dinas Kesehatan"):
        stage.cycle("DRAFT")
    assert not Cycle.objects.exists()


def test_nobody_enrolled_means_nothing_to_freeze(stage: DeliveryStage) -> None:
    Enrolment.objects.all().update(state="ENDED", exit_reason="LAIN", valid_to=DAY)
    with pytest.raises(Refused, match="daftar penerima"):
        stage.cycle("FROZEN")
    assert Cycle.objects.get().state == "DRAFT"


def test_closing_marks_what_was_not_handed_over(stage: DeliveryStage) -> None:
    cycle = stage.cycle("OPEN")
    actions.record_handover(entitlement_id=stage.line(cycle, "Andi").pk, form=stage.form(), by=stage.operator, at=AT)
    actions.close_cycle(cycle_id=cycle.pk, by=stage.officer, at=AT)
    states = list(cycle.entitlements.order_by("state").values_list("state", flat=True))
    assert states == ["MISSED", "MISSED", "MISSED", "SETTLED"]


@pytest.mark.parametrize(
    ("role", "division", "allowed"),
    [
        ("PROGRAMME_OFFICER", "LINJAMSOS", True),
        ("PROGRAMME_OFFICER", "REHSOS", False),
        ("VILLAGE_OPERATOR", None, False),
        ("AUDITOR", None, False),
        ("DIVISION_HEAD", "LINJAMSOS", False),
    ],
)
def test_who_prepares_a_cycle(stage: DeliveryStage, cast: Cast, role: str, division: str | None, allowed: bool) -> None:
    actor = cast.actor(role, division=division)
    component = stage.programme.component.pk
    period = Period.parse("2026-03")
    if allowed:
        actions.create_cycle(component_id=component, period=period, area=REGENCY, by=actor, at=AT)
    else:
        with pytest.raises(Denied):
            actions.create_cycle(component_id=component, period=period, area=REGENCY, by=actor, at=AT)
    assert Cycle.objects.exists() is allowed


def test_each_sees_the_part_of_the_list_in_their_own_area(stage: DeliveryStage, cast: Cast) -> None:
    cycle = stage.cycle("OPEN")
    assert queries.get_cycle(stage.officer, cycle.pk).total == 4
    assert queries.get_cycle(stage.operator, cycle.pk).total == 3
    assert queries.get_cycle(cast.elsewhere("VILLAGE_OPERATOR"), cycle.pk).total == 1
    with pytest.raises(Denied):
        queries.get_cycle(cast.actor("FRONT_OFFICE"), cycle.pk)


@pytest.mark.requirement("R008")
def test_a_list_that_tells_of_illness_is_only_for_those_who_may_know(stage: DeliveryStage) -> None:
    cycle = stage.cycle("OPEN")
    stage.programme.component.is_sensitive = True
    stage.programme.component.save()
    assert [view.cycle.pk for view in queries.list_cycles(stage.officer)] == [cycle.pk]
    assert queries.list_cycles(stage.operator) == []
    with pytest.raises(Denied):
        queries.get_entitlement(stage.operator, stage.line(cycle, "Andi").pk)


@pytest.mark.requirement("R010")
@pytest.mark.requirement("R016")
def test_realisation_counts_families_and_kilograms_by_area(stage: DeliveryStage) -> None:
    cycle = stage.cycle("OPEN")
    actions.record_handover(entitlement_id=stage.line(cycle, "Andi").pk, form=stage.form(), by=stage.operator, at=AT)
    rows = {row.area_code: row for row in queries.realisation(stage.officer, fiscal_year=2026, level=4)}
    assert len(rows) == 2
    own = rows["73.12.01.2001"]
    assert (own.recipients, own.served, own.quantity, own.value) == (3, 1, 10, 120_000)
    total = queries.realisation(stage.officer, fiscal_year=2026, level=2)
    assert [(row.recipients, row.served) for row in total] == [(4, 1)]


def test_what_a_merged_record_was_given_stands_with_the_person(stage: DeliveryStage, cast: Cast) -> None:
    line = stage.line(stage.cycle("FROZEN"), "Andi Satu")
    one, other = make_person("Besse Contoh"), make_person("Bessek Contoh")
    Entitlement.objects.filter(pk=line.pk).update(person=other, family=None)
    assert deliveries_of(stage.operator, [("person", one.pk)]) == []
    by = cast.actor("DATA_OFFICER")
    merge_persons(keep_id=one.pk, merge_id=other.pk, reason="sama", by=by, at=AT)
    assert [each.entitlement.pk for each in deliveries_of(stage.operator, [("person", one.pk)])] == [line.pk]
    assert deliveries_of(cast.elsewhere("VILLAGE_OPERATOR"), [("person", one.pk)]) == []
    # the number that the aid requires is the person's, whichever record the list names
    make_identity(one, "ID_DTKS", "DTKS-CONTOH")
    assert registry_ids_for("DTKS", "person", [other.pk], on=DAY) == {other.pk: "DTKS-CONTOH"}
    undo_merge(merged_id=other.pk, reason="dua orang", by=by, at=AT)
    assert deliveries_of(stage.operator, [("person", one.pk)]) == []
