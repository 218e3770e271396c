"""Two officials at once, on two real connections: one decree, one clear message, and never beyond the quota."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.walls import scoped
from rangkul.programmes.actions.add_line import add_line
from rangkul.programmes.actions.create_batch import create_batch
from rangkul.programmes.actions.decide_batch import decide_batch
from rangkul.programmes.actions.overlap_policy import set_overlap
from rangkul.programmes.actions.propose_from_case import propose_from_case
from rangkul.programmes.actions.set_quota import set_quota
from rangkul.programmes.errors import AlreadyCreated, AlreadyDecided, AlreadyProposed
from rangkul.programmes.models import (
    Component,
    Decree,
    Enrolment,
    Programme,
    ProposalBatch,
    ProposalLine,
    Quota,
    Terms,
)
from tests.people import VILLAGE, Cast
from tests.programmes.proposal_stage import YEAR, Stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    return Stage.build(Cast.gather())


def at_once(*deeds: tuple[Actor, Callable[[], object]]) -> list[object]:
    """Do the deeds at the same moment, each on its own connection inside its actor's walls; results or errors."""
    start = Barrier(len(deeds))

    def run(actor: Actor, deed: Callable[[], object]) -> object:
        try:
            with scoped(actor):
                start.wait(timeout=30)
                return deed()
        except Exception as error:  # noqa: BLE001 - the error is the result that the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(timeout=120) for future in [pool.submit(run, *deed) for deed in deeds]]


def kinds(results: list[object]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_two_officials_deciding_at_once_make_one_decree(stage: Stage) -> None:
    batch = stage.verified(stage.family("Satu"), stage.family("Dua"))
    moment = stage.tick()
    first, second = stage.head, stage.cast.actor("OFFICE_HEAD")
    results = at_once(
        (first, lambda: decide_batch(batch_id=batch.pk, revision=batch.revision, by=first, at=moment)),
        (second, lambda: decide_batch(batch_id=batch.pk, revision=batch.revision, by=second, at=moment)),
    )
    assert kinds(results) == ["AlreadyDecided", "Decree"]
    late = next(result for result in results if isinstance(result, AlreadyDecided))
    decree = Decree.objects.get()
    winner = first if ProposalBatch.objects.get().decided_by == first.user_id else second
    assert winner.name in late.message
    assert decree.number in late.message
    assert Enrolment.objects.count() == 2


def test_one_official_who_clicks_twice_decides_once(stage: Stage) -> None:
    batch = stage.verified(stage.family("Satu"))
    moment = stage.tick()
    by = stage.head
    deed = lambda: decide_batch(batch_id=batch.pk, revision=batch.revision, by=by, at=moment)  # noqa: E731
    assert kinds(at_once((by, deed), (by, deed), (by, deed))) == ["AlreadyDecided", "AlreadyDecided", "Decree"]
    assert Decree.objects.count() == Enrolment.objects.count() == 1


@pytest.mark.requirement("R005")
def test_two_decisions_at_once_never_exceed_the_quota(stage: Stage) -> None:
    stage.set_quota(3)
    stage.set_quota(3, area=VILLAGE)
    batches = [
        stage.verified(*(stage.family(f"{name}{number}") for number in range(2))) for name in ("Pagi", "Siang", "Sore")
    ]
    moment, by = stage.tick(), stage.head
    results = at_once(*((by, lambda each=each: decide_batch(batch_id=each.pk, by=by, at=moment)) for each in batches))  # type: ignore[misc]
    assert kinds(results) == ["Decree"] * 3
    assert list(Quota.objects.values_list("used", flat=True)) == [3, 3]
    assert Enrolment.objects.count() == 3
    assert ProposalLine.objects.filter(state="WAITING").count() == 3


def test_two_batches_cannot_take_the_same_family_at_once(stage: Stage) -> None:
    family, by = stage.family("Satu"), stage.operator
    batches = [stage.draft(), stage.draft()]
    moment = stage.tick()
    results = at_once(
        *(
            (by, lambda each=each: add_line(batch_id=each.pk, kind="family", subject_id=family.pk, by=by, at=moment))  # type: ignore[misc]
            for each in batches
        )
    )
    assert kinds(results) == [AlreadyProposed.__name__, "ProposalLine"]


def test_the_same_form_twice_at_once_makes_one_batch(stage: Stage) -> None:
    key, by, moment = new_id(), stage.operator, stage.tick()
    deed = lambda: create_batch(  # noqa: E731
        component_id=stage.component.pk, fiscal_year=YEAR, area=VILLAGE, by=by, at=moment, batch_id=key
    )
    assert kinds(at_once((by, deed), (by, deed))) == [AlreadyCreated.__name__, "ProposalBatch"]
    assert ProposalBatch.objects.count() == 1


def test_two_cases_at_once_share_one_draft(stage: Stage) -> None:
    families, moment = [stage.family("Satu"), stage.family("Dua")], stage.tick()
    by = stage.cast.actor("BACK_OFFICE")
    results = at_once(
        *(
            (
                by,
                lambda each=each: propose_from_case(  # type: ignore[misc]
                    case_id=new_id(),
                    component_id=stage.component.pk,
                    kind="family",
                    subject_id=each.pk,
                    by=by,
                    at=moment,
                ),
            )
            for each in families
        )
    )
    assert kinds(results) == ["ProposalLine", "ProposalLine"]
    assert ProposalBatch.objects.count() == 1


def test_a_quota_changed_during_a_decision_waits_for_it_and_is_never_passed(stage: Stage) -> None:
    """Either order is right: the decision goes by the old quota or the new one, and what is used is counted right."""
    batch = stage.verified(*(stage.family(f"Keluarga {number}") for number in range(4)))
    quota = stage.set_quota(2)
    moment, head = stage.tick(), stage.head
    change = {"component_id": stage.component.pk, "fiscal_year": YEAR, "area": str(quota.area_code), "at": moment}
    results = at_once(
        (head, lambda: decide_batch(batch_id=batch.pk, by=head, at=moment)),
        (head, lambda: set_quota(amount=3, by=head, **change)),  # type: ignore[arg-type]
    )
    assert kinds(results) == ["Decree", "Quota"]
    quota.refresh_from_db()
    enrolled = Enrolment.objects.count()
    assert quota.amount == 3
    assert quota.used == enrolled in (2, 3)
    # Decided under the old quota, the seat that the new one opened is prepared, not filled.
    prepared = ProposalLine.objects.filter(batch__is_move_up=True).count()
    assert enrolled + prepared == 3


@pytest.mark.requirement("W02")
def test_two_programmes_that_exclude_each_other_never_both_enrol_one_family_at_once(stage: Stage) -> None:
    first = stage.verified(stage.family("Satu"))
    other = Programme.objects.create(
        code="lain", name="Lain", division=stage.cast.divisions["LINJAMSOS"], fund_source="APBD_KAB"
    )
    component = Component.objects.create(programme=other, code="lain", name="Lain", unit="FAMILY", aid_form="UANG")
    Terms.objects.create(
        component=component, version=1, valid=stage.terms.valid, state="PUBLISHED", rule_text="rawan_pangan",
        rule_digest="-",
    )  # fmt: skip
    office, moment = stage.cast.actor("OFFICE_HEAD"), stage.tick()
    set_overlap(
        first=other.pk, second=stage.component.programme_id, level="FAMILY", rule="FORBIDDEN", basis="Perbup 1/2026",
        valid_from=date(2020, 1, 1), by=office, at=moment,
    )  # fmt: skip
    here, stage.component = stage.component, component
    second = stage.bring_to(stage.draft(stage.families[0]), "VERIFIED")
    stage.component = here
    head = stage.head
    results = at_once(
        *((head, lambda each=each: decide_batch(batch_id=each.pk, by=head, at=moment)) for each in (first, second))  # type: ignore[misc]
    )
    assert kinds(results) == ["Decree", "Decree"]
    assert Enrolment.objects.count() == 1
    assert ProposalLine.objects.filter(refusal_reason="TUMPANG_TINDIH").count() == 1
