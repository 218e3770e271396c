"""Nobody is handed what does not go together with what they get: looked at again at the table."""

from datetime import date

import pytest

from rangkul.delivery import actions
from rangkul.delivery.errors import OverlapReasonNeeded, UnableToHandOver
from rangkul.delivery.models import Cycle, Handover
from rangkul.platform.audit.models import Event
from rangkul.programmes.actions.end_enrolment import end_enrolment
from rangkul.programmes.actions.overlap_policy import set_overlap
from rangkul.programmes.models import Enrolment, Programme, Quota
from tests.delivery.stage import AT, DAY, DeliveryStage
from tests.registry.factories import make_outside

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(stage: DeliveryStage) -> Cycle:
    return stage.cycle("OPEN")


def forbid(stage: DeliveryStage, rule: str, since: date = date(2026, 1, 1)) -> None:
    other = Programme.objects.create(code="bpnt", name="Sembako", fund_source="APBN", is_own=False)
    set_overlap(
        first=stage.programme.component.programme_id, second=other.pk, level="FAMILY", rule=rule, basis="Perbup 12/2026",
        valid_from=since, by=stage.cast.actor("OFFICE_HEAD"), at=AT,
    )  # fmt: skip


def hand_over(stage: DeliveryStage, cycle: Cycle, **changes: object) -> Handover:
    line = stage.line(cycle, "Andi")
    return actions.record_handover(entitlement_id=line.pk, form=stage.form(**changes), by=stage.operator, at=AT)


@pytest.mark.requirement("W02")
def test_forbidden_aid_is_not_handed_over(stage: DeliveryStage, cycle: Cycle) -> None:
    forbid(stage, "FORBIDDEN")
    line = stage.line(cycle, "Andi")
    assert line.family is not None
    make_outside(line.family, "BPNT")
    with pytest.raises(UnableToHandOver, match=r"Sembako.*Jangan serahkan"):
        hand_over(stage, cycle, overlap_reason="tetap saja")
    assert not Handover.objects.exists()
    line.refresh_from_db()
    assert line.state == "PENDING"


def test_with_a_reason_it_is_and_the_reason_is_kept(stage: DeliveryStage, cycle: Cycle) -> None:
    forbid(stage, "WITH_REASON")
    make_outside(stage.line(cycle, "Andi").family, "BPNT")  # type: ignore[arg-type]
    with pytest.raises(OverlapReasonNeeded, match="Sembako"):
        hand_over(stage, cycle)
    assert hand_over(stage, cycle, overlap_reason="bencana banjir").overlap_reason == "bencana banjir"
    assert Event.objects.get(name="delivery.handover.record").reason == "bencana banjir"


def test_a_policy_of_tomorrow_stops_nothing_today(stage: DeliveryStage, cycle: Cycle) -> None:
    forbid(stage, "FORBIDDEN", since=DAY.replace(day=21))
    make_outside(stage.line(cycle, "Andi").family, "BPNT")  # type: ignore[arg-type]
    assert hand_over(stage, cycle).pk


def test_rupiah_of_what_was_handed_over_is_not_free_again(stage: DeliveryStage, cycle: Cycle) -> None:
    line = stage.line(cycle, "Andi")
    Enrolment.objects.filter(pk=line.enrolment_id).update(reserved=1_200_000, reserved_deliveries=12)
    Quota.objects.update(committed=1_200_000)
    hand_over(stage, cycle)
    end_enrolment(
        enrolment_id=line.enrolment_id, reason="MENINGGAL", evidence="Akta 1", on=DAY, by=stage.officer, at=AT
    )
    assert Quota.objects.get().committed == 100_000
