"""A case brought as far as a test wants: with a service, checked, assessed, handed in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from rangkul.desk import actions
from rangkul.desk.actions import Findings, Found
from rangkul.desk.models import Case, Requirement
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.reference.models import CalendarYear, Holiday
from tests.desk.stage import a_matched_case
from tests.people import Cast

ZONE = ZoneInfo("Asia/Makassar")
FINDINGS = Findings(
    need="Obat dan pemeriksaan tiap bulan.",
    situation="Tinggal sendiri, tidak ada penghasilan tetap.",
    risk="TINGGI",
    way="SURAT",
    recommendation="Beri surat rekomendasi PBI-JK.",
)


def wita(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def a_calendar(*years: int, off: tuple[date, ...] = ()) -> None:
    """These years are known, with these days off."""
    for year in years:
        CalendarYear.objects.create(year=year, source="uji", is_confirmed=True, changed_at=wita(2020, 1, 1))
    Holiday.objects.bulk_create(Holiday(day=day, name="Libur contoh") for day in off)


def choose(case: Case, by: Actor, code: str = "L06", at: datetime | None = None) -> Case:
    return actions.choose_service(case_id=case.pk, code=code, by=by, at=at or clock.now())


def check(case: Case, by: Actor, *states: str, at: datetime | None = None) -> Case:
    """Answer the requirements in order; those beyond the last state get the last one."""
    code = Case.objects.values_list("service_code", flat=True).get(pk=case.pk)
    rows = Requirement.objects.filter(case=case, service_code=code).order_by("position")
    found: dict[UUID, Found] = {}
    for place, row in enumerate(rows):
        state = states[min(place, len(states) - 1)]
        words = {"reason": "fotokopi tidak terbaca", "bring": "aslinya"} if state == "KURANG" else {}
        found[row.pk] = Found(state, **words)
    return actions.check_requirements(case_id=case.pk, found=found, by=by, at=at or clock.now())


def assess(case: Case, by: Actor, **fields: Any) -> Any:
    return actions.assess_case(case_id=case.pk, findings=FINDINGS, by=by, at=clock.now(), **fields)


def a_case_to_decide(cast: Cast, *, registered_by: str = "FRONT_OFFICE", code: str = "L06") -> Case:
    """Registered, matched, complete, assessed by the back office and handed in."""
    officer = cast.actor("BACK_OFFICE")
    case = a_matched_case(cast)
    Case.objects.filter(pk=case.pk).update(registered_by=cast.actor(registered_by).user_id)
    actions.handle_case(case_id=case.pk, by=officer, at=clock.now())
    check(choose(case, officer, code), officer, "ADA")
    assess(case, officer)
    return actions.submit_case(case_id=case.pk, by=officer, at=clock.now())


def decide(case: Case, by: Actor, verdict: str = "SETUJU", at: datetime | None = None, **fields: Any) -> Any:
    words = {"way": "SURAT", "reason": "" if verdict == "SETUJU" else "belum cukup alasan"} | fields
    return actions.decide_case(case_id=case.pk, verdict=verdict, by=by, at=at or clock.now(), **words)
