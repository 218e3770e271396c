"""Waiting lists: who is next is prepared for somebody else's decision, skipped with a reason, or expires with the year."""

import re
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.programmes.actions.decide_batch import LineDecision, decide_batch
from rangkul.programmes.actions.end_enrolment import end_enrolment
from rangkul.programmes.actions.return_batch import return_batch
from rangkul.programmes.actions.set_quota import distribute_quota, set_quota
from rangkul.programmes.actions.waiting_list import expire_waiting, prepare_waiting
from rangkul.programmes.models import Decree, Enrolment, ProposalBatch, ProposalLine, Quota
from rangkul.programmes.queries.waiting import list_waiting, lists_of, waiting_of
from rangkul.registry.models import Condition, Person
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, REGENCY, VILLAGE, Cast
from tests.programmes.proposal_stage import DAY, YEAR, Stage, lines_of

pytestmark = pytest.mark.django_db
NEXT_YEAR = datetime.fromisoformat("2027-01-04T09:00:00+08:00")


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """One seat, taken by "Satu"; "Dua" and "Tiga" wait."""
    stage = Stage.build(cast, quota=1)
    batch = stage.verified(*(stage.family(name) for name in ("Satu", "Dua", "Tiga")))
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    return stage


def end_first(stage: Stage) -> None:
    first = Enrolment.objects.filter(state="ACTIVE").order_by("pk").first()
    assert first is not None
    end_enrolment(
        enrolment_id=first.pk, reason="MENINGGAL", evidence="Akta 1", on=DAY, by=stage.officer, at=stage.tick()
    )


def prepared() -> ProposalBatch:
    return ProposalBatch.objects.get(is_move_up=True, state="VERIFIED")


def state_of(name: str) -> str:
    return ProposalLine.objects.get(family__head_name=name, waited_as=None).state


@pytest.mark.requirement("R015")
def test_a_seat_that_falls_free_lays_the_next_one_before_who_decides_and_enrols_nobody(stage: Stage) -> None:
    end_first(stage)
    batch = prepared()
    line = ProposalLine.objects.get(batch=batch)
    assert (batch.area_code, line.family_id, line.state) == (VILLAGE, stage.families[1].pk, "PROPOSED")
    assert not Enrolment.objects.filter(state="ACTIVE").exists()
    assert Quota.objects.get().used == 0
    event = Event.objects.get(name="programmes.waiting.prepare")
    assert ("family", line.family_id) in [(each.kind, each.subject_id) for each in event.subjects.all()]
    decree = decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    assert [each.family_id for each in decree.enrolments.all()] == [line.family_id]
    assert (state_of("Dua"), state_of("Tiga")) == ("MOVED_UP", "WAITING")
    assert Quota.objects.get().used == 1
    assert [row.position for row in list_waiting(stage.officer).rows] == [1]


def test_who_verified_the_village_s_list_does_not_decide_on_who_moves_up(stage: Stage) -> None:
    end_first(stage)
    both = replace(stage.head, user_id=stage.officer.user_id)
    with pytest.raises(Denied, match="empat mata"):
        decide_batch(batch_id=prepared().pk, by=both, at=stage.tick())
    with pytest.raises(Denied):
        decide_batch(batch_id=prepared().pk, by=stage.cast.actor("DIVISION_HEAD", division="REHSOS"), at=stage.tick())
    with pytest.raises(Denied, match="daftar tunggu"):
        return_batch(batch_id=prepared().pk, reason="LAIN", note="coba", by=stage.head, at=stage.tick())


@pytest.mark.parametrize("change", ["died", "full", "moved", "unlisted"])
def test_who_cannot_stand_any_more_is_skipped_with_the_reason_and_the_next_one_comes(stage: Stage, change: str) -> None:
    second = stage.families[1]
    member = Person.objects.get(name="Dua")
    if change == "died":
        Person.objects.filter(pk=member.pk).update(died_on=DAY)
        type(second).objects.filter(pk=second.pk).update(ended_on=DAY)
    elif change == "full":
        Condition.objects.filter(family=second).delete()
    elif change == "moved":
        type(second).objects.filter(pk=second.pk).update(area_code=NEIGHBOUR_VILLAGE)
    else:
        stage.end_listing(second, DAY)
    end_first(stage)
    reasons = {"died": "TIDAK_DITEMUKAN", "full": "TIDAK_MEMENUHI", "moved": "PINDAH", "unlisted": "TANPA_ID"}
    line = ProposalLine.objects.get(family=second)
    assert (line.state, line.refusal_reason) == ("SKIPPED", reasons[change])
    assert line.refusal_note
    assert ProposalLine.objects.get(batch=prepared()).family_id == stage.families[2].pk
    assert Event.objects.filter(name="programmes.waiting.skip").count() == 1
    assert "Keluarga Dua" in [row.label.name for row in list_waiting(stage.operator, left=True).rows]


def test_refusing_who_was_prepared_skips_them_and_prepares_the_next(stage: Stage) -> None:
    end_first(stage)
    batch = prepared()
    line = ProposalLine.objects.get(batch=batch)
    decide_batch(
        batch_id=batch.pk, lines={line.pk: LineDecision("REFUSED", reason="MAMPU")}, by=stage.head, at=stage.tick()
    )
    assert state_of("Dua") == "SKIPPED"
    assert ProposalLine.objects.get(batch=prepared()).family_id == stage.families[2].pk


def test_a_larger_quota_prepares_as_many_as_fit_and_a_smaller_one_keeps_their_places(stage: Stage) -> None:
    quota = {"component_id": stage.component.pk, "fiscal_year": YEAR, "area": REGENCY, "by": stage.head}
    set_quota(amount=2, at=stage.tick(), **quota)  # type: ignore[arg-type]
    assert [line.family_id for line in ProposalLine.objects.filter(batch=prepared())] == [stage.families[1].pk]
    set_quota(amount=3, at=stage.tick(), **quota)  # type: ignore[arg-type]
    assert ProposalLine.objects.filter(batch=prepared()).count() == 2
    set_quota(amount=1, at=stage.tick(), **quota)  # type: ignore[arg-type]
    decree = decide_batch(batch_id=prepared().pk, by=stage.head, at=stage.tick())
    assert not decree.enrolments.exists()
    assert (state_of("Dua"), state_of("Tiga")) == ("WAITING", "WAITING")
    assert [row.position for row in list_waiting(stage.officer).rows] == [1, 2]
    assert Quota.objects.get().used == 1


def test_a_quota_that_comes_after_enrolments_counts_them(stage: Stage) -> None:
    given = {"component_id": stage.component.pk, "fiscal_year": YEAR, "by": stage.head}
    with pytest.raises(Refused, match="sudah terpakai"):
        set_quota(area=VILLAGE, amount=0, at=stage.tick(), **given)  # type: ignore[arg-type]
    assert set_quota(area=VILLAGE, amount=4, at=stage.tick(), **given).used == 1  # type: ignore[arg-type]
    assert set_quota(area=NEIGHBOUR_VILLAGE, amount=4, at=stage.tick(), **given).used == 0  # type: ignore[arg-type]


def test_the_district_s_quota_is_shared_out_whole_or_not_at_all(stage: Stage) -> None:
    given = {"component_id": stage.component.pk, "fiscal_year": YEAR, "area": REGENCY, "by": stage.head}
    set_quota(amount=5, at=stage.tick(), **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Jumlah kuota desa"):
        distribute_quota(amounts={VILLAGE: 3, NEIGHBOUR_VILLAGE: 1}, at=stage.tick(), **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="sudah terpakai"):
        distribute_quota(amounts={VILLAGE: 0, NEIGHBOUR_VILLAGE: 5}, at=stage.tick(), **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Desa"):
        distribute_quota(amounts={VILLAGE: 3, KECAMATAN: 2}, at=stage.tick(), **given)  # type: ignore[arg-type]
    assert Quota.objects.count() == 1
    distribute_quota(amounts={VILLAGE: 3, NEIGHBOUR_VILLAGE: 2}, at=stage.tick(), **given)  # type: ignore[arg-type]
    assert dict(Quota.objects.values_list("area_code", "amount")) == {REGENCY: 5, VILLAGE: 3, NEIGHBOUR_VILLAGE: 2}
    with pytest.raises(Denied):
        distribute_quota(amounts={VILLAGE: 5}, at=stage.tick(), **given | {"by": stage.officer})  # type: ignore[arg-type]


def test_a_list_ends_with_its_year_and_not_before(stage: Stage) -> None:
    given = {"component_id": stage.component.pk, "fiscal_year": YEAR}
    with pytest.raises(Refused, match="31 Desember 2026"):
        expire_waiting(by=stage.head, at=stage.tick(), **given)  # type: ignore[arg-type]
    with pytest.raises(Denied):
        expire_waiting(by=stage.officer, at=NEXT_YEAR, **given)  # type: ignore[arg-type]
    with pytest.raises(Denied):
        expire_waiting(by=stage.cast.actor("DIVISION_HEAD", division="REHSOS"), at=NEXT_YEAR, **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="tempat"):
        prepare_waiting(area=REGENCY, by=stage.officer, at=NEXT_YEAR, **given)  # type: ignore[arg-type]
    assert expire_waiting(by=stage.head, at=NEXT_YEAR, **given) == 2  # type: ignore[arg-type]
    assert (state_of("Dua"), state_of("Tiga")) == ("EXPIRED", "EXPIRED")
    assert Event.objects.filter(name="programmes.waiting.expire").count() == 2


def test_the_village_sees_its_own_positions_and_no_other_village_s(stage: Stage, client: Client) -> None:
    neighbour = stage.cast.elsewhere("VILLAGE_OPERATOR")
    assert [(row.label.name, row.position) for row in list_waiting(stage.operator).rows] == [
        ("Keluarga Dua", 1),
        ("Keluarga Tiga", 2),
    ]
    assert not list_waiting(neighbour).rows
    assert waiting_of(stage.operator, "family", stage.families[2].pk)[0].position == 2
    assert not waiting_of(neighbour, "family", stage.families[2].pk)
    back = stage.cast.actor("BACK_OFFICE")
    assert [(total, year) for _component, year, total in lists_of(back, area=VILLAGE)] == [(2, YEAR)]
    assert not lists_of(back, area=NEIGHBOUR_VILLAGE)
    client.force_login(stage.cast.user("BACK_OFFICE"))
    board = client.get("/layanan/tak-terpenuhi/").content.decode()  # who waits for a quota stands beside unmet needs
    opened = client.get(re.findall(r'href="(/program/[^"]*daftar-tunggu/[^"]+)"', board)[0].replace("&amp;", "&"))
    assert "Keluarga Tiga" in opened.content.decode()


def test_nobody_is_added_to_a_batch_that_the_list_prepared(stage: Stage) -> None:
    end_first(stage)
    with pytest.raises(Refused, match="Status usulan"):
        stage.add(prepared(), stage.family("Empat"))
    assert Decree.objects.count() == 1
    assert not lines_of(prepared()).get(stage.families[0].pk)
