"""Two records of one person who both receive from one programme are not merged before one of the two ends."""

from uuid import UUID

import pytest

from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions, queries
from rangkul.programmes.actions.add_line import add_line
from rangkul.programmes.errors import AlreadyServed
from rangkul.programmes.models import Component, Enrolment, Terms
from rangkul.programmes.queries.doubled import doubled_enrolments
from rangkul.programmes.queries.served import everybody_served
from rangkul.programmes.queries.subjects import served_among
from rangkul.registry import actions as registry_actions
from rangkul.registry.errors import UnableToMerge
from rangkul.registry.models import Membership
from tests.people import Cast
from tests.programmes.proposal_stage import DAY, Stage
from tests.registry.factories import make_family, make_person

pytestmark = pytest.mark.django_db


def test_a_person_with_two_active_enrolments_of_one_component_is_not_merged(cast: Cast) -> None:
    stage = Stage.build(cast, quota=5)
    batch = stage.verified(stage.family("Satu"), stage.family("Dua"))
    actions.decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    Component.objects.update(unit="PERSON")
    one, other = make_person("Besse Contoh"), make_person("Bessek Contoh")
    for person, row in zip((one, other), Enrolment.objects.all(), strict=True):
        Enrolment.objects.filter(pk=row.pk).update(person=person, family=None)
    by = cast.actor("DATA_OFFICER")
    with pytest.raises(UnableToMerge, match="sama-sama penerima aktif"):
        registry_actions.merge_persons(keep_id=one.pk, merge_id=other.pk, reason="sama", by=by, at=stage.tick())
    other.refresh_from_db()
    assert other.merged_into_id is None
    Enrolment.objects.filter(person=other).update(
        state="ENDED", exit_reason="GANDA", valid_to=Enrolment.objects.first().valid_from  # type: ignore[union-attr]
    )  # fmt: skip
    registry_actions.merge_persons(keep_id=one.pk, merge_id=other.pk, reason="sama", by=by, at=stage.tick())
    other.refresh_from_db()
    assert other.merged_into_id == one.pk


def another_component(**changes: str) -> Component:
    """One more component of the programme that the enrolments are of."""
    component = Component.objects.get(pk=Enrolment.objects.order_by("pk")[0].component_id)
    component.pk, component.code = new_id(), f"{component.code}-2"
    for name, value in changes.items():
        setattr(component, name, value)
    component.save(force_insert=True)
    return component


def test_two_components_of_one_programme_are_one_programme(cast: Cast) -> None:
    stage = Stage.build(cast, quota=5)
    batch = stage.verified(stage.family("Satu"), stage.family("Dua"))
    actions.decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    Component.objects.update(unit="PERSON")
    second = another_component()
    one, other = make_person("Besse Contoh"), make_person("Bessek Contoh")
    first, last = Enrolment.objects.order_by("pk")
    Enrolment.objects.filter(pk=first.pk).update(person=one, family=None)
    Enrolment.objects.filter(pk=last.pk).update(person=other, family=None, component=second)
    assert len(doubled_enrolments(one.pk, other.pk)) == 1


def test_a_person_and_the_family_of_the_other_record_are_served_twice(cast: Cast) -> None:
    stage = Stage.build(cast, quota=5)
    batch = stage.verified(stage.family("Satu"), stage.family("Dua"))
    actions.decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    one, other = make_person("Besse Contoh"), make_person("Bessek Contoh")
    first, last = Enrolment.objects.order_by("pk")
    home = make_family(make_person("Kepala Contoh"), other)
    Enrolment.objects.filter(pk=first.pk).update(person=one, family=None, component=another_component(unit="PERSON"))
    Enrolment.objects.filter(pk=last.pk).update(family=home)
    assert len(doubled_enrolments(one.pk, other.pk)) == 1
    # in one family both are served by the same enrolment
    Enrolment.objects.filter(pk=first.pk).update(state="ENDED", exit_reason="GANDA", valid_to=first.valid_from)
    together = make_person("Bessek Contoh Dua")
    Membership.objects.create(person=together, family=home, relation="CHILD", period="[2015-01-01,)")
    assert doubled_enrolments(together.pk, other.pk) == []


@pytest.mark.requirement("W02")
def test_what_a_merged_record_receives_is_the_persons_until_the_merge_is_taken_back(cast: Cast) -> None:
    stage = Stage.build(cast, quota=5)
    actions.decide_batch(batch_id=stage.verified(stage.family("Satu")).pk, by=stage.head, at=stage.tick())
    Component.objects.update(unit="PERSON")
    Terms.objects.update(rule_text="keluarga.rawan_pangan")
    one, other, village = make_person("Besse Contoh"), make_person("Bessek Contoh"), stage.operator
    home = make_family(one)
    Enrolment.objects.update(person=other, family=None)
    by, component = cast.actor("DATA_OFFICER"), stage.component

    def told(actor: Actor) -> tuple[int, list[UUID | None], bool, bool]:
        among = queries.enrolments_among(actor, family_id=home.pk, person_ids=[one.pk])
        told_of_family = queries.entitlements_of_family(stage.officer, home.pk, DAY)
        return (
            len(queries.enrolments_of(actor, "person", one.pk)),
            [person for person, _row in among],
            one.pk in served_among("person", [one.pk], Enrolment.objects.all()),
            any(each.already_enrolled for each in told_of_family if each.component.pk == component.pk),
        )

    assert told(village) == (0, [], False, False)
    registry_actions.merge_persons(keep_id=one.pk, merge_id=other.pk, reason="sama", by=by, at=stage.tick())
    assert told(village) == (1, [one.pk], True, True)
    assert everybody_served() == [(str(component.pk), "person", str(one.pk))]
    assert Enrolment.objects.get().person_id == other.pk  # what was decided of the record stays as it was decided
    # the same right in the next village learns nothing of it
    assert told(cast.elsewhere("VILLAGE_OPERATOR"))[:2] == (0, [])
    batch = stage.draft()
    with pytest.raises(AlreadyServed):
        add_line(batch_id=batch.pk, kind="person", subject_id=one.pk, by=village, at=stage.tick())
    registry_actions.undo_merge(merged_id=other.pk, reason="dua orang", by=by, at=stage.tick())
    assert told(village) == (0, [], False, False)
    assert len(queries.enrolments_of(village, "person", other.pk)) == 1
