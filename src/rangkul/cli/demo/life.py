"""A few months in the life of the demo district, lived through the real actions by the officials themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

from rangkul.cli.demo.citizen import FAMILY_ID
from rangkul.cli.demo.office import MAKER, Cast
from rangkul.kernel.area_code import AreaCode
from rangkul.programmes import actions as programmes_actions
from rangkul.programmes import queries as programmes_queries
from rangkul.programmes.enums import RefusalReason, ReturnReason

Progress = Callable[[str, int, int], None]
DECIDED_VILLAGES = 9
LINES_EACH = 18
_DIVISION_OF = {"rastra": "linjamsos", "uep": "linjamsos"}


@dataclass(slots=True)
class Calendar:
    """Days around today as moments in the office's zone; never in the future."""

    now: datetime
    zone: ZoneInfo
    ticks: "count[int]" = field(default_factory=count)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def this_month(self) -> date:
        return self.today.replace(day=1)

    @property
    def last_month(self) -> date:
        return (self.this_month - timedelta(days=1)).replace(day=1)

    def on(self, day: date, hour: int = 9) -> datetime:
        """A moment on a day, each call a little later than the last; at the latest a moment ago."""
        later = timedelta(seconds=7 * next(self.ticks) % 3000)
        return min(datetime.combine(day, time(hour), self.zone) + later, self.now - timedelta(seconds=30))

    def ago(self, days: int, hour: int = 9) -> datetime:
        """A moment some days ago."""
        return self.on(self.today - timedelta(days=days), hour)


@dataclass(slots=True)
class Story:
    """What the chapters share."""

    cast: Cast
    calendar: Calendar
    components: dict[str, UUID] = field(default_factory=dict)
    met: dict[tuple[str, str], list[UUID]] = field(default_factory=dict)

    def take(self, code: str, village: str, number: int) -> list[UUID]:
        """Up to `number` of those who meet the rule and are not proposed yet, and never the last of them."""
        pool = self.met.get((code, village), [])
        taken = pool[: min(number, -(-len(pool) * 2 // 3))]
        del pool[: len(taken)]
        return taken

    @property
    def year(self) -> int:
        return self.calendar.today.year


def live(cast: Cast, *, now: datetime, progress: Progress) -> Story:
    """Quotas, screening, proposals in every state and decisions; cases and deliveries follow in their own modules."""
    story = Story(cast, Calendar(now, ZoneInfo(cast.shape.time_zone)))
    start = story.calendar.last_month - timedelta(days=40)
    _open_year(story, start)
    progress("penyaringan seluruh warga", 0, 0)
    _screen_everybody(story, start)
    _propose(story, progress)
    return story


def _open_year(story: Story, day: date) -> None:
    at = story.calendar.on(day, 8)
    programmes_actions.load_catalogue(by=MAKER, at=at)
    for each in programmes_queries.list_components(MAKER):
        story.components[each.code] = each.pk
    # The article's numbers (seeds/000), for the year in which the demo is opened; UEP has none there.
    for code, amount in {
        "rastra": 1462,
        "alat-bantu": 10,
        "permakanan-lansia": 80,
        "permakanan-kusta": 41,
        "sandang-lksa": 7,
    }.items():
        programmes_actions.set_quota(
            component_id=story.components[code], fiscal_year=story.year, area=story.cast.shape.area, amount=amount,
            by=MAKER, at=at,
        )  # fmt: skip


def _screen_everybody(story: Story, day: date) -> None:
    cast, calendar = story.cast, story.calendar
    people = [each.pk for each in programmes_queries.list_components(MAKER) if each.unit != "INSTITUTION"]
    runs = programmes_actions.screen_components(
        component_ids=people, area=cast.shape.area, as_of=calendar.today, by=cast.actors["data"], at=calendar.ago(1, 20)
    )
    for run in runs:
        for village in cast.villages[: DECIDED_VILLAGES + 8]:
            page = programmes_queries.list_met_not_enrolled(
                cast.actors["manajer"], run, area=village, registry_id="yes", limit=60
            )
            found = [each.subject_id for each in page.rows if str(each.subject_id) != FAMILY_ID]
            story.met[run.component.code, village] = found


def _propose(story: Story, progress: Progress) -> None:
    cast, calendar = story.cast, story.calendar
    decided = [cast.home, *[code for code in cast.villages if code != cast.home]][:DECIDED_VILLAGES]
    places = [("rastra", "linjamsos", village) for village in decided]
    places += [("permakanan-lansia", "rehsos", village) for village in decided[:3]]
    for number, (code, division, village) in enumerate(places):
        progress("usulan dan keputusan", number, len(places))
        day = calendar.last_month - timedelta(days=30 - number)
        subjects = story.take(code, village, LINES_EACH if code == "rastra" else 5)
        if subjects:
            batch = open_batch(story, code, village, subjects, day)
            bring_to_decision(story, batch, village, division, day)
    progress("usulan dan keputusan", len(places), len(places))
    _propose_now(story, decided)


def _propose_now(story: Story, decided: Sequence[str]) -> None:
    """Batches that wait for somebody today, so that every desk has one."""
    home, near = story.cast.home, story.cast.next_door
    far = next(code for code in story.cast.villages if code[:8] != home[:8] and code not in decided)
    _wait_at(story, "rastra", home, "DRAFT", 4, 2)
    _wait_at(story, "uep", home, "RETURNED", 6, 12)
    _wait_at(story, "rastra", near, "SUBMITTED", 8, 8)
    _wait_at(story, "rastra", far, "CHECKED", 7, 10)
    _wait_at(story, "uep", near, "VERIFIED", 8, 14)
    _wait_at(story, "alat-bantu", home, "VERIFIED", 3, 9)
    _wait_at(story, "permakanan-lansia", near, "CHECKED", 3, 9)


def _wait_at(story: Story, code: str, village: str, state: str, number: int, days: int) -> None:
    """A batch begun `days` ago that has come as far as `state`; none where nobody fits."""
    cast, calendar = story.cast, story.calendar
    subjects = story.take(code, village, number)
    if not subjects:
        return
    batch = open_batch(story, code, village, subjects, calendar.today - timedelta(days=days))
    if state == "DRAFT":
        return
    submit(story, batch, village, calendar.today - timedelta(days=days - 1))
    if state == "RETURNED":
        programmes_actions.return_batch(
            batch_id=batch,
            reason=ReturnReason.MINUTES,
            note="daftar hadir musyawarah belum ditandatangani",
            by=cast.kecamatan(village),
            at=calendar.ago(days - 3),
        )
    if state in ("CHECKED", "VERIFIED"):
        programmes_actions.check_batch(batch_id=batch, by=cast.kecamatan(village), at=calendar.ago(days - 4))
    if state == "VERIFIED":
        officer = cast.actors[_DIVISION_OF.get(code, "rehsos")]
        programmes_actions.verify_batch(batch_id=batch, by=officer, at=calendar.ago(days - 6))


def open_batch(story: Story, code: str, village: str, subjects: Sequence[UUID], day: date) -> UUID:
    """A draft of a village with its lines; returns its id."""
    cast, calendar = story.cast, story.calendar
    operator, at = cast.operator(village), calendar.on(day)
    batch = programmes_actions.create_batch(
        component_id=story.components[code], fiscal_year=story.year, area=village, by=operator, at=at,
        musyawarah_on=day - timedelta(days=1), musyawarah_place="Balai pertemuan", musyawarah_attendance=38,
    )  # fmt: skip
    kind = "family" if code in ("rastra", "uep") else "person"
    for subject in subjects:
        programmes_actions.add_line(
            batch_id=batch.pk, kind=kind, subject_id=subject, by=operator, at=calendar.on(day, 10),
            overlap_reason="musyawarah: beras dari pusat tidak mencukupi satu keluarga",
        )  # fmt: skip
    return batch.pk


def submit(story: Story, batch: UUID, village: str, day: date) -> None:
    """The village hands its batch on."""
    programmes_actions.submit_batch(batch_id=batch, by=story.cast.operator(village), at=story.calendar.on(day, 14))


def bring_to_decision(story: Story, batch: UUID, village: str, division: str, day: date) -> None:
    """Submitted, checked, verified (one line refused in the first village, if more remain) and decided within a week."""
    cast, calendar = story.cast, story.calendar
    submit(story, batch, village, day)
    programmes_actions.check_batch(batch_id=batch, by=cast.kecamatan(village), at=calendar.on(day + timedelta(days=2)))
    officer = cast.actors[division]
    lines = programmes_queries.get_proposal(officer, batch).lines
    if village == cast.home and division == "linjamsos" and len(lines) > 1:
        last = lines[-1]
        programmes_actions.refuse_line(
            line_id=last.id, reason=RefusalReason.ABLE, note="hasil kunjungan: sudah memiliki usaha tetap",
            by=officer, at=calendar.on(day + timedelta(days=4)),
        )  # fmt: skip
    programmes_actions.verify_batch(batch_id=batch, by=officer, at=calendar.on(day + timedelta(days=4), 15))
    programmes_actions.decide_batch(
        batch_id=batch, by=cast.actors[f"kabid.{division}"], at=calendar.on(day + timedelta(days=6))
    )


def area(code: str) -> AreaCode:
    """The code as rooms take it."""
    return AreaCode.parse(code)
