"""Enrolment: struck off with reason, evidence and day; the seat becomes free; nobody is enrolled twice."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rangkul.kernel.errors import Denied, Refused
from rangkul.programmes.actions.decide_batch import decide_batch
from rangkul.programmes.actions.end_enrolment import end_enrolment
from rangkul.programmes.errors import UnableToEnd
from rangkul.programmes.models import Enrolment, Quota
from rangkul.programmes.policies import proposals as policies
from tests.people import VILLAGE, Cast
from tests.programmes.factories import a_person
from tests.programmes.proposal_stage import DAY, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast: Cast) -> Stage:
    stage = Stage.build(cast, quota=5)
    decide_batch(batch_id=stage.verified(stage.family("Satu")).pk, by=stage.head, at=stage.tick())
    return stage


def end(stage: Stage, **more: object) -> Enrolment:
    given = {"reason": "GRADUASI", "evidence": "BA verifikasi 12/2026", "on": DAY, "by": stage.officer, **more}
    return end_enrolment(enrolment_id=Enrolment.objects.get().pk, at=stage.tick(), **given)  # type: ignore[arg-type]


@pytest.mark.requirement("R015")
def test_leaving_keeps_the_row_with_reason_evidence_and_day_and_frees_the_seat(stage: Stage) -> None:
    assert Quota.objects.get().used == 1
    end(stage, note="sudah mampu")
    row = Enrolment.objects.get()
    assert (row.state, row.valid_to, row.exit_reason, row.exit_evidence, row.exit_note) == (
        "ENDED",
        DAY,
        "GRADUASI",
        "BA verifikasi 12/2026",
        "sudah mampu",
    )
    assert Quota.objects.get().used == 0


def test_a_seat_that_became_free_is_taken_by_the_next_decision(stage: Stage) -> None:
    Quota.objects.update(amount=1)
    waiting = stage.verified(stage.family("Dua"))
    end(stage)
    decide_batch(batch_id=waiting.pk, by=stage.head, at=stage.tick())
    assert Enrolment.objects.filter(state="ACTIVE").count() == Quota.objects.get().used == 1


def test_who_left_may_be_proposed_again(stage: Stage) -> None:
    end(stage)
    assert stage.add(stage.draft(), stage.families[0]).rank == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": ""}, "Alasan"),
        ({"reason": "ENTAH"}, "Alasan"),
        ({"reason": "LAIN"}, "Alasan"),
        ({"evidence": "  "}, "Bukti"),
        ({"on": date(2026, 3, 1)}, "Tanggal berakhir"),
        ({"on": date(2026, 3, 3)}, "Tanggal berakhir"),
    ],
)
def test_what_is_missing_is_named(stage: Stage, change: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        end(stage, **change)
    assert refused.value.field == field
    assert Enrolment.objects.get().state == "ACTIVE"


def test_nobody_leaves_twice(stage: Stage) -> None:
    end(stage)
    with pytest.raises(UnableToEnd) as second:
        end(stage)
    assert "2 Maret 2026" in second.value.message
    assert Quota.objects.get().used == 0


@pytest.mark.requirement("R004")
@pytest.mark.parametrize(
    ("role", "division", "allowed"),
    [
        ("PROGRAMME_OFFICER", "LINJAMSOS", True),
        ("PROGRAMME_OFFICER", "REHSOS", False),
        ("PROGRAMME_OFFICER", None, False),
        ("DIVISION_HEAD", "LINJAMSOS", False),
        ("VILLAGE_OPERATOR", None, False),
        ("AUDITOR", None, False),
    ],
)
def test_who_may_strike_off(stage: Stage, role: str, division: str | None, allowed: bool) -> None:
    actor = stage.cast.actor(role, division=division)
    enrolment = Enrolment.objects.get()
    assert policies.can_end_enrolment(actor, enrolment) is allowed
    if allowed:
        end(stage, by=actor)
    else:
        with pytest.raises(Denied):
            end(stage, by=actor)


def test_the_database_itself_knows_no_second_active_enrolment(stage: Stage) -> None:
    first = Enrolment.objects.get()
    other = stage.add(stage.draft(), stage.family("Dua"))
    with pytest.raises(IntegrityError, match="programmes_active_family_once"), transaction.atomic():
        Enrolment.objects.create(
            component=first.component,
            family=first.family,
            fiscal_year=first.fiscal_year,
            area_code=first.area_code,
            decree=first.decree,
            line=other,
            valid_from=DAY,
            created_at=stage.tick(),
        )


def test_an_actor_views_exactly_the_enrolments_of_the_list(stage: Stage) -> None:
    enrolment = Enrolment.objects.select_related("component__programme").get()
    for role in ("VILLAGE_OPERATOR", "KECAMATAN_OFFICER", "PROGRAMME_OFFICER", "AUDITOR", "ADMINISTRATOR"):
        for actor in (stage.cast.actor(role), *([stage.cast.elsewhere(role)] if role[0] in "VK" else [])):
            shown = policies.enrolments_visible_to(actor).filter(pk=enrolment.pk).exists()
            assert shown is policies.can_view_enrolment(actor, enrolment)


def test_the_database_itself_knows_the_unit_of_a_component(stage: Stage) -> None:
    enrolment = Enrolment.objects.select_related("line").get()
    somebody = a_person(VILLAGE)
    for row in (enrolment, enrolment.line):
        row.family, row.person = None, somebody
        with pytest.raises(IntegrityError, match="counted by FAMILY takes no PERSON"), transaction.atomic():
            row.save(update_fields=["family", "person"])


@pytest.mark.requirement("R018")
def test_the_database_itself_asks_for_the_registry_id_at_the_proposal(stage: Stage) -> None:
    line = Enrolment.objects.select_related("line").get().line
    line.registry_id = ""
    with pytest.raises(IntegrityError, match="names the registry id"), transaction.atomic():
        line.save(update_fields=["registry_id"])
