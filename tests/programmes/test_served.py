"""Recipients of the office's own programmes are in the cohorts of the dead who are still served, their families too."""

from datetime import timedelta

import pytest

from rangkul.programmes import actions
from rangkul.programmes.models import Component, Enrolment
from rangkul.registry.models import Membership, Person
from rangkul.registry.queries import COHORTS, select_cohort
from tests.people import REGENCY, Cast
from tests.programmes.proposal_stage import Stage
from tests.registry.factories import make_family, make_person

pytestmark = pytest.mark.django_db


def test_the_dead_and_the_families_without_a_head_that_are_still_served(cast: Cast) -> None:
    stage = Stage.build(cast, quota=5)
    batch = stage.verified(stage.family("Satu"), stage.family("Dua"))
    actions.decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    first, last = Enrolment.objects.order_by("pk")
    on = first.valid_from + timedelta(days=30)
    head, wife = make_person("Kepala Contoh"), make_person("Istri Contoh")
    family = make_family(head, wife)
    Enrolment.objects.filter(pk=last.pk).update(family=family)
    by = cast.actor("DATA_OFFICER")

    def members(code: str) -> set[object]:
        rows = select_cohort(by, COHORTS[code], area=str(REGENCY), on=on, parameters={})
        return {row["id"] for row in rows}

    assert family.pk not in members("keluarga-kepala-meninggal")
    Person.objects.filter(pk=head.pk).update(died_on=on - timedelta(days=5))
    assert members("keluarga-kepala-meninggal") == {family.pk}
    Membership.objects.filter(person=wife).update(relation="HEAD")
    assert members("keluarga-kepala-meninggal") == set()

    assert members("penerima-meninggal") == set()
    Component.objects.update(unit="PERSON")
    Enrolment.objects.filter(pk=first.pk).update(person=head, family=None)
    assert members("penerima-meninggal") == {head.pk}
