"""The declared order: the same however the list comes, unknown last, equals by id; beside it the musyawarah's with a reason."""

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.models import Event
from rangkul.programmes.actions.decide_batch import decide_batch
from rangkul.programmes.actions.set_quota import set_quota
from rangkul.programmes.actions.submit_batch import submit_batch
from rangkul.programmes.models import Enrolment, ProposalBatch, ProposalLine, Quota, Terms
from rangkul.programmes.queries import get_proposal
from rangkul.programmes.queries.quotas import share_out
from rangkul.programmes.queries.ranking_words import for_paper
from rangkul.programmes.ranking import deliveries_left, order_of
from rangkul.registry.models import Family
from tests.people import REGENCY, VILLAGE, Cast
from tests.programmes.proposal_stage import DAY, YEAR, Stage, lines_of
from tests.registry.factories import make_status

ORDER = [{"value": "desil", "direction": "naik"}, {"value": "jumlah_anggota", "direction": "turun"}]
NUMBERS = st.one_of(st.none(), st.integers(-5, 5))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=8))
def test_the_order_is_the_same_however_the_list_comes(found: list[tuple[int | None, int | None]]) -> None:
    values = {UUID(int=number * 7919 % 101): pair for number, pair in enumerate(found)}
    places = order_of(ORDER, values)
    assert order_of(ORDER, dict(reversed(values.items()))) == places
    assert order_of(ORDER, dict(sorted(values.items()))) == places
    assert [place.rank for place in places] == list(range(1, len(values) + 1))
    for before, after in pairwise(places):
        first, second = values[before.subject_id], values[after.subject_id]
        if after.decided_by == "id":
            assert first == second
            assert str(before.subject_id) < str(after.subject_id)
            continue
        key = int(after.decided_by)
        assert first[:key] == second[:key]
        assert first[key] != second[key]
        assert first[key] is not None, "somebody of whom it is unknown came before somebody of whom it is known"
        if second[key] is not None:
            assert (first[key] < second[key]) == (ORDER[key]["direction"] == "naik")  # type: ignore[operator]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 500), st.dictionaries(st.text("0123456789.", min_size=1), st.integers(0, 50), min_size=1))
def test_shares_add_up_and_none_is_a_whole_seat_from_its_due(amount: int, weights: dict[str, int]) -> None:
    shares = share_out(amount, weights)
    total = sum(weights.values())
    if total == 0:
        assert set(shares.values()) == {0}
        return
    assert sum(shares.values()) == amount
    assert all(abs(shares[code] * total - amount * weight) < total for code, weight in weights.items())


def test_equal_remainders_go_to_the_smaller_code() -> None:
    assert share_out(2, {"73.12.02": 1, "73.12.01": 1, "73.12.03": 1}) == {"73.12.01": 1, "73.12.02": 1, "73.12.03": 0}


def test_deliveries_of_the_rest_of_the_year() -> None:
    assert [deliveries_left(12, 2026, DAY.replace(month=month)) for month in (1, 3, 12)] == [12, 10, 1]
    assert deliveries_left(1, 2026, DAY.replace(month=12)) == 1
    assert deliveries_left(4, 2027, DAY) == 4


@pytest.fixture
def stage(cast: Cast) -> Stage:
    stage = Stage.build(cast)
    Terms.objects.update(ranking=ORDER)
    return stage


def poor(stage: Stage, name: str, decile: int | None) -> Family:
    family = stage.family(name)
    if decile is not None:
        make_status(family, decile)
    return family


def order_in(batch: ProposalBatch) -> list[str]:
    lines = ProposalLine.objects.filter(batch=batch).select_related("family").order_by("rank")
    return [line.family.head_name for line in lines if line.family]


@pytest.mark.django_db
@pytest.mark.requirement("R005")
def test_submitting_keeps_the_declared_order_its_values_and_what_decided(stage: Stage) -> None:
    families = [poor(stage, "Empat", 4), poor(stage, "Tidak Diketahui", None), poor(stage, "Satu A", 1)]
    families.append(poor(stage, "Satu B", 1))
    batch = stage.bring_to(stage.draft(*families), "SUBMITTED")
    assert order_in(batch)[2:] == ["Empat", "Tidak Diketahui"]
    lines = lines_of(batch)
    last = lines[families[1].pk]
    assert (last.computed_rank, last.rank, last.rank_values, last.rank_decided) == (4, 4, [None, 1], "0")
    second = next(line for line in lines.values() if line.rank == 2)
    assert (second.rank_values, second.rank_decided) == ([1, 1], "id")
    assert str(families[2].pk) < str(families[3].pk)
    assert second.family_id == families[3].pk
    view = get_proposal(stage.officer, batch.pk)
    assert view.order[0].startswith("desil")
    assert "ditentukan oleh desil" in view.lines[3].rank_decided
    assert for_paper(batch, second).startswith("2 (")
    assert "nomor data" in for_paper(batch, second)


@pytest.mark.django_db
def test_another_order_needs_the_reason_of_the_musyawarah_and_then_counts(stage: Stage) -> None:
    rich, needy = poor(stage, "Lima", 5), poor(stage, "Satu", 1)
    draft = stage.draft(rich, needy)
    lines = lines_of(draft)
    asked = [lines[rich.pk].pk, lines[needy.pk].pk]
    with pytest.raises(Refused, match="Alasan urutan musyawarah"):
        submit_batch(batch_id=draft.pk, ranking=asked, by=stage.operator, at=stage.tick())
    assert ProposalBatch.objects.get().state == "DRAFT"
    given = {"ranking": asked, "ranking_reason": "rumahnya terbakar", "by": stage.operator}
    submit_batch(batch_id=draft.pk, at=stage.tick(), **given)  # type: ignore[arg-type]
    batch = ProposalBatch.objects.get()
    assert (batch.ranking_reason, order_in(batch)) == ("rumahnya terbakar", ["Lima", "Satu"])
    assert lines_of(batch)[rich.pk].computed_rank == 2
    assert Event.objects.get(name="programmes.proposal.submit").reason == "rumahnya terbakar"


@pytest.mark.django_db
def test_a_reason_without_a_difference_is_not_kept(stage: Stage) -> None:
    draft = stage.draft(poor(stage, "Satu", 1))
    submit_batch(batch_id=draft.pk, ranking_reason="apa saja", by=stage.operator, at=stage.tick())
    assert ProposalBatch.objects.get().ranking_reason == ""


@pytest.mark.django_db
@pytest.mark.requirement("R016")
def test_rupiah_limit_as_heads_do_and_nobody_is_let_past(stage: Stage) -> None:
    Terms.objects.update(ranking=[], tariff=100_000, deliveries_per_year=12)
    Quota.objects.create(component=stage.component, fiscal_year=YEAR, area_code=REGENCY, amount=10, budget=2_500_000)
    batch = stage.verified(*(stage.family(name) for name in ("Satu", "Dua", "Tiga")))
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    states = [line.state for line in sorted(lines_of(batch).values(), key=lambda line: line.rank)]
    assert states == ["ACCEPTED", "ACCEPTED", "WAITING"]
    quota = Quota.objects.get()
    assert (quota.used, quota.committed) == (2, 2_400_000)
    assert set(Enrolment.objects.values_list("reserved", "reserved_deliveries")) == {(1_200_000, 12)}
    with pytest.raises(Refused, match="Pagu"):
        set_quota(
            component_id=stage.component.pk, fiscal_year=YEAR, area=REGENCY, amount=10, budget=2_399_999, by=stage.head,
            at=stage.tick(),
        )  # fmt: skip


@pytest.mark.django_db
def test_a_budget_over_terms_without_a_value_is_told_and_nothing_is_decided(stage: Stage) -> None:
    Quota.objects.create(component=stage.component, fiscal_year=YEAR, area_code=VILLAGE, amount=10, budget=1)
    batch = stage.verified(stage.family("Satu"))
    with pytest.raises(Refused, match="Nilai bantuan"):
        decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    assert ProposalBatch.objects.get().state == "VERIFIED"
