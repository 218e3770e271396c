"""Stunting as an outcome: its rate by area on two days, and which aid reaches the families of stunted children (R307)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rangkul.insight.coverage import policies
from rangkul.insight.coverage.protection import Figure, protect, protect_one
from rangkul.insight.coverage.queries import width_below
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.queries.aided import own_aid_on
from rangkul.reference import queries as reference_queries
from rangkul.registry import policies as registry_policies
from rangkul.registry.queries import stunting as heights
from rangkul.registry.queries.stunting import MEASURES, SOURCES, Aided, ChildPage, HeightCount, MeasuredChild

__all__ = ["AIDS", "MEASURES", "SOURCES", "Line", "Report", "Side", "can_open", "export_cell", "list_cell", "stunting"]
AIDS = ("pkh", "sembako", "daerah", "tanpa")
"""Aid of the families of stunted children: PKH, food aid, aid of the region, none of the three."""

MOST_EXPORTED = 5_000
"""Rows of one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One area on one day. `rate` counts stunted among measured children; `aid` families among those with a stunted child.

    Figures that may not be told are None inside; `children` are all small children of the register.
    """

    rate: Figure
    aid: dict[str, Figure]
    children: int
    newest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One area on both days; a side is None when nobody lived there that day."""

    key: str
    label: str
    now: Side | None
    then: Side | None

    @property
    def change(self) -> float | None:
        """Percentage points from then to now; None when one of the rates cannot be told."""
        sides = [each.rate.share if each else None for each in (self.now, self.then)]
        return None if sides[0] is None or sides[1] is None else sides[0] - sides[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole area and its parts, on a day and on an earlier one, by one source. `opens`: the reader sees the lists."""

    on: date
    before: date
    source: str
    total: Line
    lines: tuple[Line, ...]
    opens: bool


def stunting(actor: Actor, *, on: date, before: date, area: str = "", source: str = "") -> Report:
    """Rates and aid inside the actor's areas, or one area of theirs. Four queries. Raises Denied.

    For who may not open the lists, small counts are hidden as elsewhere in coverage; how many families have a stunted
    child tells of health itself, so small bases are hidden too.
    """
    policies.check_can_view(actor)
    policies.check_covers(actor, area)
    width = width_below(actor, area)
    opens = can_open(actor)
    told = {day: _side_counts(actor, day, area, source, width) for day in (on, before)}
    codes = sorted({each.area_code for rows in told.values() for each in rows})
    labels = reference_queries.labels_of(set(codes)) if codes else {}
    sides = {day: _protected(rows, opens=opens) for day, rows in told.items()}
    wholes = {day: _whole(rows, opens=opens) for day, rows in told.items()}
    lines = [
        Line(
            key=code, label=labels.get(code, code).split(", Kec. ")[0], now=sides[on].get(code), then=sides[before].get(code)
        )
        for code in codes
    ]  # fmt: skip
    total = Line(key=area, label="", now=wholes[on], then=wholes[before])
    return Report(on=on, before=before, source=source, total=total, lines=tuple(lines), opens=opens)


def list_cell(
    actor: Actor, *, on: date, area: str = "", source: str = "", measure: str, after: str = ""
) -> ChildPage:  # fmt: skip
    """The children behind a cell; each shown is logged with the purpose. Raises Denied."""
    policies.check_can_view(actor)
    policies.check_covers(actor, area)
    return heights.list_heights(
        actor, on=on, area=area, source=source, aided=_aided(actor, on, area), measure=measure, after=after
    )


@action("insight.stunting.export")
def export_cell(
    *, on: date, area: str = "", source: str = "", measure: str, by: Actor, at: datetime
) -> list[MeasuredChild]:  # fmt: skip
    """Every child behind a cell for a file, by the rights of the page; each is logged, and the trail keeps who took it.

    Raises Denied, Refused for a list that is too long.
    """
    rows: list[MeasuredChild] = []
    after = ""
    while True:
        page = list_cell(by, on=on, area=area, source=source, measure=measure, after=after)
        rows += page.rows
        after = page.after
        if not after:
            break
        if len(rows) >= MOST_EXPORTED:
            raise Refused(
                field="Daftar", value=f"lebih dari {MOST_EXPORTED} baris", expected=f"paling banyak {MOST_EXPORTED} baris",
                remedy="persempit menurut kecamatan atau desa",
            )  # fmt: skip
    data = {"rows": len(rows), "measure": measure, "on": on.isoformat(), "source": source, "is_sensitive": True}
    record("insight.stunting.export", by=by, at=at, kind="stunting", area=area, reason=by.purpose, data=data)
    return rows


def can_open(actor: Actor) -> bool:
    """Whether the actor opens the lists: sees persons and health; a purpose is asked besides."""
    return registry_policies.may_view_persons(actor) and registry_policies.can_view_health(actor)


def _side_counts(actor: Actor, on: date, area: str, source: str, width: int) -> list[HeightCount]:
    return heights.count_heights(actor, on=on, area=area, source=source, aided=_aided(actor, on, area), width=width)


def _aided(actor: Actor, on: date, area: str) -> Aided:
    families, persons = own_aid_on(actor, on=on, area=area)
    return Aided(families=families, persons=persons)


_COUNT_OF: dict[str, Callable[[HeightCount], int]] = {
    "pkh": lambda each: each.pkh,
    "sembako": lambda each: each.food,
    "daerah": lambda each: each.local,
    "tanpa": lambda each: each.none,
}


def _protected(rows: Sequence[HeightCount], *, opens: bool) -> dict[str, Side]:
    rates = [Figure(key=each.area_code, label="", base=each.measured, count=each.stunted) for each in rows]
    aid = {
        code: [Figure(key=each.area_code, label="", base=each.families, count=count(each)) for each in rows]
        for code, count in _COUNT_OF.items()
    }
    if not opens:
        rates = protect(rates, hides_base=False)
        aid = {code: protect(figures, hides_base=True) for code, figures in aid.items()}
    return {
        each.area_code: Side(
            rate=rates[place],
            aid={code: figures[place] for code, figures in aid.items()},
            children=each.children,
            newest=each.newest,
        )
        for place, each in enumerate(rows)
    }


def _whole(rows: Sequence[HeightCount], *, opens: bool) -> Side:
    rate = Figure(key="", label="", base=sum(r.measured for r in rows), count=sum(r.stunted for r in rows))
    families = sum(each.families for each in rows)
    aid = {
        code: Figure(key="", label="", base=families, count=sum(map(count, rows))) for code, count in _COUNT_OF.items()
    }
    if not opens:
        rate = protect_one(rate, hides_base=False)
        aid = {code: protect_one(figure, hides_base=True) for code, figure in aid.items()}
    newest = max((each.newest for each in rows if each.newest), default=None)
    return Side(rate=rate, aid=aid, children=sum(each.children for each in rows), newest=newest)
