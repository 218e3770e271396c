"""The family card: every programme in one matrix with double aid and gaps, at a cost that history does not raise."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.actions import record
from rangkul.platform.policy.actor import system_actor
from rangkul.registry import actions
from rangkul.registry.models import Condition, OutsideMembership, WelfareStatus
from rangkul.web.registry.matrix import gaps_between, matrix_of, overlap_of
from rangkul.web.shared.holdings import Holding
from tests.registry.factories import a_kk, a_nik, make_family, make_identity, make_outside, make_person, make_status
from tests.web.test_registry_pages import Browser

DAY = date(2026, 11, 22)
START = date(2020, 1, 1)
_SYSTEM = system_actor("uji")


def held(start: int, end: int | None, key: str = "PKH", person: Any = None, **more: Any) -> Holding:
    """A period in days from START."""
    first, last = START + timedelta(days=start), START + timedelta(days=end) if end is not None else None
    told: dict[str, Any] = {"programme": key, "source": "DTSEN", "is_for_family": True}
    return Holding(key=key, person_id=person, start=first, end=last, **(told | more))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), min_size=1, max_size=8))
def test_gaps_are_the_days_between_that_no_period_covers(spans: list[tuple[int, int]]) -> None:
    periods = [held(start, start + length) for start, length in spans]
    covered = {start + day for start, length in spans for day in range(length)}
    missing = set(range(min(covered), max(covered) + 1)) - covered
    found = {(day - START).days + step for day, end in gaps_between(periods) for step in range((end - day).days)}
    assert found == missing


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.integers(1, 9))
def test_an_overlap_is_the_days_both_hold(a: int, a_days: int, b: int, b_days: int) -> None:
    shared = set(range(a, a + a_days)) & set(range(b, b + b_days))
    found = overlap_of(held(a, a + a_days), held(b, b + b_days))
    assert (found is not None) == bool(shared)
    if found is not None and found[1] is not None:
        assert ((found[0] - START).days, (found[1] - START).days - 1) == (min(shared), max(shared))


def test_double_aid_is_found_inside_a_family_and_not_between_kinds() -> None:
    one, other = new_id(), new_id()
    names = {one: "Satu", other: "Dua"}
    twice = matrix_of([held(0, None, person=one), held(90, None, person=other)], names, on=DAY)
    assert twice.doubles == 2
    assert all(span.is_double for lane in twice.lanes for span in lane.spans)
    personal = [held(0, None, "KIP", person=each, is_for_family=False) for each in (one, other)]
    assert matrix_of(personal, names, on=DAY).doubles == 0
    assert matrix_of([held(0, None), held(0, None, "BPNT")], names, on=DAY).doubles == 0
    assert matrix_of([held(0, None, ""), held(0, None, "", programme="lain")], names, on=DAY).doubles == 0
    later = matrix_of([held(0, 100), held(130, None)], names, on=DAY)
    assert (later.doubles, later.gaps, later.lanes[0].gaps) == (0, 1, ("10 Apr 2020 sampai 9 Mei 2020",))
    assert matrix_of([held(5000, None)], names, on=DAY).lanes == ()


def with_history(length: int) -> Any:
    head, child = make_person("Kepala", nik=a_nik(length)), make_person("Anak", nik=a_nik(length + 100))
    family = make_family(head, child, kk=a_kk(length))
    now = clock.now()
    for year in range(length):
        since, until = date(1960 + year, 1, 1), date(1961 + year, 1, 1)
        make_status(family, 1 + year % 10, since=since)
        make_identity(head, "KKS", f"K-{year}", since=since, until=until)
        for subject in ({"person": head}, {"family": family}):
            OutsideMembership.objects.create(
                **subject,
                programme="OTHER",
                number=str(year),
                period=DateRange(since, until),
                source="DEMO",
                created_at=now,
            )
        Condition.objects.create(
            person=child, kind="RAWAN_PANGAN", period=DateRange(since, until), source="DEMO", created_at=now
        )
        record("registry.family.move", by=_SYSTEM, at=now, on=family, subjects=[("family", family.pk)], data={})
    return family


@pytest.mark.django_db
@pytest.mark.requirement("W02")
def test_a_long_history_costs_no_more_queries(cast: Any) -> None:
    officer = Browser(cast, "BACK_OFFICE")

    def cost(family: Any, **more: Any) -> int:
        url = reverse("web:registry:family", args=[family.pk])
        with CaptureQueriesContext(connection) as captured:
            assert officer.get(url, **more).status_code == 200
        return len([each for each in captured if "RESET ROLE" not in each["sql"]])

    small, large = with_history(1), with_history(60)
    cost(small)  # the first page of a session also loads what the process keeps
    assert cost(large) == cost(small) <= 75
    assert cost(large, cetak="") == cost(small, cetak="")
    assert WelfareStatus.objects.filter(family=large).count() == 60


@pytest.mark.django_db
@pytest.mark.requirement("W02")
def test_the_card_shows_all_aid_with_gaps_and_double(cast: Any) -> None:
    head, wife = make_person("Kepala Contoh", nik=a_nik(1)), make_person("Istri Contoh")
    family = make_family(head, wife)
    for subject in (head, wife):
        make_outside(subject, "PKH", "P-9")
    make_status(family, 3, source="DTSEN")
    actions.record_point(
        family_id=family.pk, latitude=-4.35, longitude=119.88, by=cast.actor("BACK_OFFICE"), at=clock.now()
    )
    url = reverse("web:registry:family", args=[family.pk])
    page = Browser(cast, "BACK_OFFICE").get(url).content.decode()
    for expected in (
        "bantuan ganda",
        "Ganda:",
        "Riwayat desil",
        "-4.35000, 119.88000",
        "Surat dan dokumen",
        "Semua program",
    ):
        assert expected in page, expected
    assert "119.88" not in Browser(cast, "FRONT_OFFICE").get(url).content.decode()
    paper = Browser(cast, "BACK_OFFICE").get(url, cetak="").content.decode()
    assert "<svg" not in paper
    assert "P-9" in paper
    assert str(a_nik(1)) not in page + paper
