"""Reading reference data: areas by code and by name, their path, and working days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Max, Q, QuerySet

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.business_time import USUAL_HOURS, Stretches, WorkCalendar
from rangkul.kernel.errors import Refused
from rangkul.reference.labels import forget_labels, in_words, labels_of, remembering_labels
from rangkul.reference.models import Area, CalendarYear, Holiday, OfficeHours
from rangkul.reference.naming import name_key
from rangkul.reference.village_names import Guess, guess

__all__ = ["forget_labels", "labels_of", "remembering_labels"]


@dataclass(frozen=True, slots=True)
class AreaInfo:
    """An area as other rooms see it."""

    code: AreaCode
    name: str
    kind: str
    level: AreaLevel
    bps_code: str

    @property
    def label(self) -> str:
        """Name with the word for its kind: "Kelurahan Bila", "Kecamatan Lalabata", "Kabupaten Soppeng"."""
        return in_words(self.name, self.kind, self.level)


def _info(area: Area) -> AreaInfo:
    return AreaInfo(
        code=AreaCode.parse(area.code),
        name=area.name,
        kind=area.kind,
        level=AreaLevel(area.level),
        bps_code=area.bps_code,
    )


def get_area(code: str) -> AreaInfo:
    """The area with this Kemendagri code. Raises `Refused` naming the code when the list has none."""
    area = Area.objects.filter(pk=AreaCode.parse(code)).first()
    if area is None:
        raise Refused(
            field="kode wilayah",
            value=code,
            expected="kode yang ada dalam daftar Kemendagri 2025",
            remedy="periksa kode pada KTP/KK atau cari lewat nama",
        )
    return _info(area)


def names_of(codes: set[str]) -> dict[str, str]:
    """Names by code for many areas in one query; unknown codes are left out."""
    return dict(Area.objects.filter(pk__in=codes).values_list("code", "name"))


def area_name(code: str) -> str:
    """The area's name, or the code itself when it is not in the list (older codes stay readable)."""
    return Area.objects.filter(pk=code).values_list("name", flat=True).first() or code


def area_path(code: str) -> list[AreaInfo]:
    """From province down to the area itself."""
    parsed = AreaCode.parse(code)
    codes = [*reversed(parsed.ancestors), parsed] if parsed.level > 1 else [parsed]
    found = {area.code: area for area in Area.objects.filter(pk__in=codes)}
    return [_info(found[each]) for each in sorted(found)]


def area_label(code: str) -> str:
    """ "Kelurahan Bila, Kec. Lalabata" for a village; the plain label above it."""
    label = labels_of({code})[code]
    if label != code:
        return label
    above = area_path(code)  # a code that is in the list no longer is told by what is above it
    return above[-1].label if above else code


def list_children(code: str) -> list[AreaInfo]:
    """Areas directly below `code` (or the provinces for ""), by name."""
    return [_info(area) for area in Area.objects.filter(parent_code=code).order_by("name")]


def list_villages(within: str) -> list[AreaInfo]:
    """Every village inside `within`, by code."""
    return [_info(area) for area in _inside(within).filter(level=AreaLevel.VILLAGE).order_by("code")]


def find_area(name: str, *, level: AreaLevel | None = None, within: str = "", limit: int = 5) -> list[AreaInfo]:
    """Areas called `name`, best first: the exact name or an alias, else the likeliest spellings.

    Names repeat across the country, so give `within` (a kecamatan for a village) whenever it is known.
    """
    key = name_key(name)
    if not key:
        return []
    areas = _inside(within) if within else Area.objects.all()
    if level is not None:
        areas = areas.filter(level=level)
    exact = areas.filter(Q(name_key=key) | Q(aliases__alias_key=key)).distinct().order_by("code")[:limit]
    if exact:
        # "Kota Kupang" and "Kabupaten Kupang" share a key: the one written the same way comes first.
        return sorted((_info(area) for area in exact), key=lambda area: not _is_written_so(area, name))
    alike = (
        areas.filter(name_key__trigram_similar=key)
        .annotate(likeness=TrigramSimilarity("name_key", key))
        .order_by("-likeness", "code")[:limit]
    )
    return [_info(area) for area in alike]


def find_village(name: str, *, district: str) -> Guess:
    """The village that a written name means in the kecamatan with code `district`: one, ask, or none.

    Forgives kinds (Gampong, Pekon, Kel.), old and local spelling, numbers in words or Roman, abbreviations and joined
    words; names a village only when no other comes near it. Figures in docs/matching.md.
    """
    return guess(name, _named(district, AreaLevel.VILLAGE), district=area_name(district))


def find_district(name: str, *, regency: str) -> Guess:
    """The kecamatan that a written name means in a regency; see `find_village`."""
    return guess(name, _named(regency, AreaLevel.DISTRICT))


def _named(within: str, level: AreaLevel) -> list[tuple[str, list[str]]]:
    """(code, [official name, other spellings]) of the areas of one level inside `within`."""
    areas = _inside(within).filter(level=level).prefetch_related("aliases").order_by("code")
    return [(area.code, [area.name, *(each.alias for each in area.aliases.all())]) for area in areas]


def _is_written_so(area: AreaInfo, name: str) -> bool:
    word = name.strip().lower().split(" ")[0].rstrip(".")
    return area.kind.startswith(word) if len(word) > 2 else False


def has_exact_name(area: AreaInfo, name: str) -> bool:
    """Whether `name` is the area's own name or a known other spelling of it."""
    key = name_key(name)
    return Area.objects.filter(Q(name_key=key) | Q(aliases__alias_key=key), pk=area.code).exists()


def find_by_bps(code: str) -> AreaInfo | None:
    """The area with this BPS code, if the bridge knows it."""
    area = Area.objects.filter(bps_code=code).exclude(bps_code="").first()
    return _info(area) if area else None


def _inside(within: str) -> QuerySet[Area]:
    lower, upper = AreaCode.parse(within).bounds
    return Area.objects.filter(code__gte=lower, code__lt=upper)


def is_working_day(day: date) -> bool:
    """A weekday with office hours, unless it is a national holiday or shared leave."""
    return working_calendar(day, day).is_working_day(day)


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day` (the day itself does not count).

    Where the way touches a year without a calendar its holidays are not known: ask `missing_years` and say so.
    """
    return working_calendar(day, day + timedelta(days=count * 3 + 60)).add_working_days(day, count)


def missing_years(first: date, last: date) -> tuple[int, ...]:
    """Years from `first` to `last` whose days off nobody has entered, in one query."""
    known = set(CalendarYear.objects.filter(year__gte=first.year, year__lte=last.year).values_list("year", flat=True))
    return tuple(year for year in range(first.year, last.year + 1) if year not in known)


def working_calendar(first: date, last: date) -> WorkCalendar:
    """The office's calendar with the days off from `first` to `last`, in three queries. Ask it nothing outside."""
    hours: dict[int, Stretches] = {}
    for each in OfficeHours.objects.order_by("weekday", "opens"):
        hours[each.weekday] = (*hours.get(each.weekday, ()), (each.opens, each.closes))
    return WorkCalendar(
        zone=settings.TIME_ZONE,
        off=frozenset(Holiday.objects.filter(day__gte=first, day__lte=last).values_list("day", flat=True)),
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        hours=hours or USUAL_HOURS,
    )


def day_before(at: datetime) -> date:
    """The office's day that ends at this moment, or in which it lies: midnight belongs to the day before."""
    return clock.local_date(at - timedelta(microseconds=1), settings.TIME_ZONE)


def calendar_changed_at() -> datetime | None:
    """When a year of the calendar was last entered or changed; None before the first."""
    last: datetime | None = CalendarYear.objects.aggregate(last=Max("changed_at"))["last"]
    return last


@dataclass(frozen=True, slots=True)
class YearView:
    """A year of the calendar: None as `source` when nobody has entered it."""

    year: int
    source: str | None
    is_confirmed: bool
    changed_at: datetime | None
    changed_by_name: str
    days: tuple[tuple[date, str, bool], ...]

    @property
    def shared_leave(self) -> int:
        """How many of the days are shared leave."""
        return sum(is_shared for _day, _name, is_shared in self.days)


def get_calendar_year(year: int) -> YearView:
    """The year with its days off: (day, name, whether shared leave)."""
    known = CalendarYear.objects.filter(pk=year).first()
    days = Holiday.objects.filter(day__year=year).order_by("day")
    return YearView(
        year=year,
        source=known.source if known else None,
        is_confirmed=bool(known and known.is_confirmed),
        changed_at=known.changed_at if known else None,
        changed_by_name=known.changed_by_name if known else "",
        days=tuple((each.day, each.name, each.is_shared_leave) for each in days),
    )


def office_hours() -> dict[int, Stretches]:
    """Weekday to the stretches in which the office works."""
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    return dict(working_calendar(today, today).hours)
