"""Two records of one person who both receive from one component are not merged before one of the two ends."""

import pytest

from rangkul.programmes import actions
from rangkul.programmes.models import Component, Enrolment
from rangkul.registry import actions as registry_actions
from rangkul.registry.errors import UnableToMerge
from tests.people import Cast
from tests.programmes.proposal_stage import Stage
from tests.registry.factories import make_person

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
