"""The satisfaction survey: the official score and classes, answers that lead to nobody, and nothing shown of too few."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from rangkul.desk import actions, queries
from rangkul.desk.errors import AlreadyAsked
from rangkul.desk.models import SurveyAnswer, SurveyTurn
from rangkul.desk.satisfaction import ELEMENTS, FEWEST, grade_of, score_of, to_withhold
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import Event, EventSubject
from rangkul.platform.policy.actor import citizen_actor
from rangkul.platform.policy.walls import scoped
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast

MARK = st.integers(min_value=1, max_value=4)
ANSWERS = st.lists(st.lists(MARK, min_size=9, max_size=9), min_size=1, max_size=12)
"""Sheets of nine marks; a dozen show what forty would, and are drawn quickly on a busy machine too."""


def totals(answers: list[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*answers, strict=True)]


@pytest.mark.parametrize(
    ("value", "letter"),
    [
        ("100.00", "A"), ("88.31", "A"), ("88.30", "B"), ("76.61", "B"), ("76.60", "C"), ("65.00", "C"), ("64.99", "D"),
        ("25.00", "D"),
    ],
)  # fmt: skip
def test_the_official_limits(value: str, letter: str) -> None:
    assert grade_of(Decimal(value)).letter == letter


@pytest.mark.parametrize("value", ["24.99", "100.01"])
def test_no_score_outside_the_scale(value: str) -> None:
    with pytest.raises(ValueError, match="no score"):
        grade_of(Decimal(value))


def test_a_sheet_of_twenty_nine_answers() -> None:
    """Totals of a published worked example: 955 marks of 29 answers are 91.48, class A."""
    score = score_of([105, 101, 100, 116, 102, 105, 106, 105, 115], 29)
    assert score is not None
    assert (score.value, score.grade.letter, score.means[0]) == (Decimal("91.48"), "A", Decimal("3.621"))
    assert score.worst().code == "U3"


@given(ANSWERS)
def test_the_score_is_between_25_and_100_and_has_a_class(answers: list[list[int]]) -> None:
    score = score_of(totals(answers), len(answers))
    assert score is not None
    assert Decimal(25) <= score.value <= Decimal(100)
    assert score.grade == grade_of(score.value)


@given(ANSWERS, st.integers(0, 8))
def test_a_better_mark_never_lowers_the_score(answers: list[list[int]], place: int) -> None:
    before, after = totals(answers), totals(answers)
    if after[place] == 4 * len(answers):
        return
    after[place] += 1
    low, high = score_of(before, len(answers)), score_of(after, len(answers))
    assert low is not None
    assert high is not None
    assert high.value >= low.value


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 12), max_size=8))
def test_what_is_withheld_cannot_be_worked_out(counts: dict[str, int]) -> None:
    hidden = to_withhold(counts)
    together = sum(counts[each] for each in hidden)
    assert all(name in hidden for name, size in counts.items() if 0 < size < FEWEST)
    assert not any(counts[name] == 0 for name in hidden)
    everything = {name for name, size in counts.items() if size}
    assert not hidden or hidden == everything or (len(hidden) > 1 and together >= FEWEST)


def an_answer(area: str = VILLAGE, mark: int = 4, subject: Any = None, **fields: Any) -> SurveyAnswer:
    words: dict[str, Any] = {"post_id": None, "marks": [mark] * 9, "suggestion": ""}
    return actions.answer_survey(
        subject_id=subject or new_id(), area=area, by=citizen_actor(), at=clock.now(), **(words | fields)
    )


@pytest.mark.django_db
def test_a_ticket_is_asked_once_and_nothing_leads_back_to_it(cast: Cast) -> None:
    subject = new_id()
    answer = an_answer(subject=subject, suggestion=" Terima kasih ")
    with pytest.raises(AlreadyAsked):
        an_answer(subject=subject)
    assert (SurveyAnswer.objects.count(), SurveyTurn.objects.count()) == (1, 1)
    assert queries.was_asked(subject)
    assert not queries.was_asked(new_id())
    assert answer.month.day == 1
    assert str(subject).replace("-", "") not in SurveyTurn.objects.get().key
    event = Event.objects.get(name="desk.survey.answer")
    assert (event.object_id, event.area_code, event.data) == (None, "", {})
    assert not EventSubject.objects.filter(event=event).exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_rowchange WHERE table_name IN ('desk_surveyanswer', 'desk_surveyturn')"
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
@pytest.mark.parametrize("marks", [[4] * 8, [4] * 10, [0] + [4] * 8, [5] + [4] * 8])
def test_all_nine_are_marked_one_to_four(cast: Cast, marks: list[int]) -> None:
    with pytest.raises(Refused):
        an_answer(marks=marks)
    assert not SurveyTurn.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswer.objects.create(area_code=VILLAGE, month=date(2026, 1, 1), marks=marks)


@pytest.mark.django_db
def test_results_by_element_and_post_and_none_of_too_few(cast: Cast) -> None:
    manager = cast.actor("SLRT_MANAGER")
    year = str(clock.local_date(clock.now(), "Asia/Makassar").year)
    for _number in range(FEWEST - 1):
        an_answer()
    few = queries.results(manager, period=year)
    assert (few.score, few.posts, few.is_too_few) == (None, (), True)
    an_answer(marks=[4] * 8 + [1], suggestion="Pengaduan lama dijawab")
    enough = queries.results(manager, period=year)
    assert enough.score is not None
    assert (enough.score.answers, enough.score.worst().code) == (FEWEST, "U9")
    assert [(post.name, post.answers) for post in enough.posts] == [("Puskesos Contoh", FEWEST)]
    assert enough.suggestions == ("Pengaduan lama dijawab",)
    an_answer(NEIGHBOUR_VILLAGE, 1)
    mixed = queries.results(manager, period=year)
    assert [(post.answers, post.value) for post in mixed.posts] == [(0, None), (0, None)]
    assert queries.results(manager, period="2001").answers == 0


@pytest.mark.django_db
def test_each_sees_the_answers_of_their_area_and_the_web_changes_none(cast: Cast) -> None:
    for _number in range(FEWEST):
        an_answer(NEIGHBOUR_VILLAGE)
    year = str(clock.local_date(clock.now(), "Asia/Makassar").year)
    assert queries.results(cast.elsewhere("PUSKESOS_COORDINATOR"), period=year).score is not None
    here = cast.actor("PUSKESOS_COORDINATOR")
    assert queries.results(here, period=year).answers == 0
    assert queries.results(cast.actor("FRONT_OFFICE"), period=year).answers == 0
    with transaction.atomic(), scoped(replace(here, areas=(VILLAGE,))):
        assert not SurveyAnswer.objects.exists()
        for statement in ("UPDATE desk_surveyanswer SET marks = marks", "DELETE FROM desk_surveyturn"):
            with (
                pytest.raises(Exception, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_the_report_is_a_numbered_document(cast: Cast) -> None:
    manager, year = cast.actor("SLRT_MANAGER"), str(clock.local_date(clock.now(), "Asia/Makassar").year)
    words: dict[str, Any] = {"period": year, "area": cast.office.area_code, "at": clock.now()}
    with pytest.raises(Refused):
        actions.publish_survey(by=manager, **words)
    for _number in range(FEWEST):
        an_answer(mark=3)
    document = actions.publish_survey(by=manager, **words)
    assert document.series == "skm"
    assert document.pdf_size > 5_000
    with pytest.raises(Denied):
        actions.publish_survey(by=cast.actor("SUPERVISOR"), **words)
    for wrong in ("", "2026-S3", "1999", "2026-TW5"):
        with pytest.raises(Refused):
            queries.period_of(wrong)
    half = queries.period_of("2026-S2")
    assert (half.since, half.until, len(ELEMENTS)) == (date(2026, 7, 1), date(2027, 1, 1), 9)
