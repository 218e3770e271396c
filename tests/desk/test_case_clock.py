"""The time of a case: what its service promises, the clock that stands while returned, missing years, escalation."""

from datetime import date, time, timedelta

import pytest

from rangkul.desk import actions, queries
from rangkul.desk.actions.escalate import LATER, escalate_due, recount_due
from rangkul.desk.enums import Standing
from rangkul.desk.models import Case, Escalation
from rangkul.desk.queries.sla import in_standing
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.outbox.models import Message
from rangkul.platform.tasks.ticking import TICKS, run_ticks
from rangkul.reference.actions import DayOff, read_days, set_calendar_year, set_office_hours
from tests.desk.flow_stage import a_calendar, choose, wita
from tests.desk.stage import a_need
from tests.people import Cast

pytestmark = pytest.mark.django_db

MONDAY = wita(2026, 8, 10)


def a_case_at(cast: Cast, at: object = MONDAY, **fields: object) -> Case:
    return actions.register_case(need=a_need(**fields), by=cast.actor("FRONT_OFFICE"), at=at)  # type: ignore[arg-type]


def shown(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_working_days_leave_out_holidays_and_the_day_of_the_start(cast: Cast) -> None:
    a_calendar(2026, off=(date(2026, 8, 17),))
    case = a_case_at(cast)
    assert (case.due_on, case.unknown_years) == (date(2026, 8, 18), [])
    assert case.due_at == wita(2026, 8, 19, 0)
    assert queries.standing(case, wita(2026, 8, 13, 23, 59)) == Standing.ON_TIME
    assert queries.standing(case, wita(2026, 8, 14, 0)) == Standing.AT_RISK
    assert queries.standing(case, wita(2026, 8, 18, 23, 59)) == Standing.AT_RISK
    assert queries.standing(case, wita(2026, 8, 19, 0)) == Standing.LATE


def test_minutes_run_in_office_hours_only(cast: Cast) -> None:
    a_calendar(2026, off=(date(2026, 8, 17),))
    late_on_friday = wita(2026, 8, 14, 16, 20)
    case = choose(a_case_at(cast, late_on_friday), cast.actor("BACK_OFFICE"), "L06", late_on_friday)
    assert case.due_at == wita(2026, 8, 18, 7, 50)
    assert case.due_on == date(2026, 8, 18)


def test_a_conditional_service_has_no_clock(cast: Cast) -> None:
    case = choose(a_case_at(cast), cast.actor("BACK_OFFICE"), "L01", MONDAY)
    assert (case.due_at, case.due_on) == (None, None)
    assert queries.standing(case, MONDAY + timedelta(days=400)) == Standing.NO_CLOCK


def test_the_clock_stands_while_the_case_is_with_the_citizen(cast: Cast) -> None:
    a_calendar(2026)
    officer = cast.actor("BACK_OFFICE")
    case = a_case_at(cast)
    actions.return_case(case_id=case.pk, reason="Bawa KK", by=officer, at=wita(2026, 8, 12))
    assert queries.standing(shown(case), wita(2026, 9, 30)) == Standing.PAUSED
    actions.receive_case(case_id=case.pk, by=cast.actor("FRONT_OFFICE"), at=wita(2026, 8, 20, 15))
    back = shown(case)
    assert (back.state, back.paused_at, back.due_on) == ("REGISTERED", None, date(2026, 8, 25))
    actions.return_case(case_id=case.pk, reason="Bawa foto", by=officer, at=wita(2026, 8, 21))
    actions.receive_case(case_id=case.pk, by=officer, at=wita(2026, 8, 24))
    assert shown(case).due_on == date(2026, 8, 26)


def test_a_minute_clock_is_stopped_to_the_second(cast: Cast) -> None:
    a_calendar(2026)
    officer = cast.actor("BACK_OFFICE")
    case = choose(a_case_at(cast, wita(2026, 8, 10, 9)), officer, "L06", wita(2026, 8, 10, 9))
    actions.return_case(case_id=case.pk, reason="Bawa KK", by=officer, at=wita(2026, 8, 10, 9, 10))
    actions.receive_case(case_id=case.pk, by=officer, at=wita(2026, 8, 11, 8))
    assert shown(case).due_at == wita(2026, 8, 11, 8, 20)


def test_choosing_again_wins_no_time(cast: Cast) -> None:
    a_calendar(2026)
    officer = cast.actor("BACK_OFFICE")
    case = choose(a_case_at(cast), officer, "L15", wita(2026, 8, 11))
    assert case.clock_started_at == wita(2026, 8, 11)
    again = choose(case, officer, "L05", wita(2026, 8, 20))
    assert (again.clock_started_at, again.due_on) == (wita(2026, 8, 11), date(2026, 8, 20))
    with pytest.raises(Refused):
        choose(case, officer, "L05", wita(2026, 8, 21))
    with pytest.raises(Denied):
        choose(case, cast.elsewhere("BACK_OFFICE"), "L06")


def test_a_year_without_a_calendar_is_said_and_counted_anew_when_it_is_entered(cast: Cast) -> None:
    a_calendar(2026)
    officer, admin = cast.actor("BACK_OFFICE"), cast.actor("ADMINISTRATOR")
    case = choose(a_case_at(cast, wita(2026, 12, 28)), officer, "L15", wita(2026, 12, 28))
    assert (case.unknown_years, case.due_on) == ([2027], date(2027, 1, 18))
    assert queries.count_boards(officer, now=wita(2026, 12, 29))["unknown"] == 1
    assert recount_due(at=wita(2026, 12, 29)) == 0
    days = [DayOff(date(2027, 1, 1), "Tahun Baru")] + [
        DayOff(date(2027, 2, day), f"Libur {day}") for day in range(1, 12)
    ]
    with pytest.raises(Refused, match="satu tahun penuh"):
        set_calendar_year(year=2027, days=days[:3], source="SKB contoh 1/2026", by=admin, at=wita(2026, 12, 30))
    with pytest.raises(Denied):
        set_calendar_year(year=2027, days=days, source="SKB contoh 1/2026", by=officer, at=wita(2026, 12, 30))
    set_calendar_year(year=2027, days=days, source="SKB contoh 1/2026", by=admin, at=wita(2026, 12, 30))
    assert recount_due(at=wita(2026, 12, 30, 10)) == 1
    assert (shown(case).unknown_years, shown(case).due_on) == ([], date(2027, 1, 19))
    assert recount_due(at=wita(2026, 12, 30, 11)) == 0
    assert Event.objects.filter(name="desk.case.recount").count() == 1


def test_days_off_are_read_as_the_decree_writes_them() -> None:
    found = read_days(2027, "1 Januari Tahun Baru\n\n 8 Feb: Cuti bersama Imlek\n17 AGUSTUS - Kemerdekaan")
    assert [(each.day, each.is_shared_leave) for each in found] == [
        (date(2027, 1, 1), False),
        (date(2027, 2, 8), True),
        (date(2027, 8, 17), False),
    ]
    for wrong in ("31 Februari Salah", "Agustus 17", "17"):
        with pytest.raises(Refused, match="Baris 1"):
            read_days(2027, wrong)


def test_office_hours_are_the_offices_own(cast: Cast) -> None:
    a_calendar(2026)
    admin = cast.actor("ADMINISTRATOR")
    with pytest.raises(Refused):
        set_office_hours(hours={0: ((time(13), time(9)),)}, by=admin, at=MONDAY)
    with pytest.raises(Denied):
        set_office_hours(hours={0: ((time(9), time(13)),)}, by=cast.actor("BACK_OFFICE"), at=MONDAY)
    set_office_hours(hours={0: ((time(9), time(9, 20)),)}, by=admin, at=MONDAY)
    case = choose(a_case_at(cast, MONDAY), cast.actor("BACK_OFFICE"), "L06", MONDAY)
    assert case.due_at == wita(2026, 8, 17, 9, 10)


def test_escalation_climbs_once_a_level_to_those_who_cover_the_village(cast: Cast) -> None:
    a_calendar(2026)
    for role in ("FACILITATOR", "SUPERVISOR", "SLRT_MANAGER"):
        cast.actor(role)
    cast.elsewhere("SUPERVISOR")
    case = a_case_at(cast)
    assert escalate_due(at=wita(2026, 8, 12)) == 0
    assert escalate_due(at=wita(2026, 8, 14)) == 1
    assert escalate_due(at=wita(2026, 8, 14, 10)) == 0
    late = shown(case).due_at
    assert late is not None
    assert escalate_due(at=late) == 1
    assert escalate_due(at=late + LATER) == 1
    assert escalate_due(at=late + LATER + timedelta(days=30)) == 0
    rows = Escalation.objects.filter(case=case).order_by("level")
    assert [(each.level, each.role, len(each.told)) for each in rows] == [
        (1, "FACILITATOR", 1),
        (2, "SUPERVISOR", 1),
        (3, "SLRT_MANAGER", 1),
    ]
    told = set(Message.objects.values_list("user_id", flat=True))
    assert told == {cast.actor(role).user_id for role in ("FACILITATOR", "SUPERVISOR", "SLRT_MANAGER")}
    assert shown(case).revision == case.revision


def test_a_paused_case_is_not_escalated_and_a_vacant_level_is_said(cast: Cast) -> None:
    a_calendar(2026)
    officer = cast.actor("BACK_OFFICE")
    case = a_case_at(cast)
    actions.return_case(case_id=case.pk, reason="Bawa KK", by=officer, at=wita(2026, 8, 11))
    assert escalate_due(at=wita(2026, 10, 1)) == 0
    actions.receive_case(case_id=case.pk, by=officer, at=wita(2026, 8, 12))
    assert escalate_due(at=wita(2026, 10, 1)) == 1
    flow = queries.get_flow(officer, case.pk)
    assert [(each.level, each.told) for each in flow.escalations][1:] == [(2, ()), (3, ())]


def test_every_standing_is_the_same_in_lists_and_on_the_page(cast: Cast) -> None:
    a_calendar(2026)
    officer = cast.actor("BACK_OFFICE")
    cases = [a_case_at(cast), a_case_at(cast, is_urgent=True), choose(a_case_at(cast), officer, "L01", MONDAY)]
    actions.return_case(case_id=a_case_at(cast).pk, reason="Bawa KK", by=officer, at=MONDAY)
    actions.close_case(
        case_id=a_case_at(cast).pk, outcome="DITARIK", note="", public_note="Ditarik warga", by=officer, at=MONDAY
    )
    for now in (MONDAY, wita(2026, 8, 14), wita(2026, 9, 1)):
        for wanted in Standing:
            listed = set(Case.objects.filter(in_standing(wanted, now)).values_list("pk", flat=True))
            each = {c.pk for c in Case.objects.exclude(state="CLOSED") if queries.standing(c, now) == wanted}
            assert listed == each, (wanted, now)
    page = queries.list_board(officer, "late", limit=1, now=wita(2026, 9, 1))
    rest = queries.list_board(officer, "late", after=page.next_mark, limit=5, now=wita(2026, 9, 1))
    assert {row.id for row in (*page.rows, *rest.rows)} == {cases[0].pk, cases[1].pk}
    assert queries.list_board(cast.elsewhere("BACK_OFFICE"), "late", now=wita(2026, 9, 1)).rows == ()
    assert queries.list_board(officer, "late", after="~~", now=wita(2026, 9, 1)).rows


def test_the_worker_watches_deadlines_and_one_failure_stops_nobody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(at: object) -> None:
        raise RuntimeError("uji")

    monkeypatch.setitem(TICKS, "a.fails", (5, fails))
    case = a_case_at(cast, wita(2025, 1, 6))
    ran = run_ticks(wita(2026, 8, 10, 9, 5))
    assert ran == ["rangkul.desk.tasks.watch_deadlines"]
    assert shown(case).escalation_level == 3
    assert run_ticks(wita(2026, 8, 10, 9, 6)) == []
