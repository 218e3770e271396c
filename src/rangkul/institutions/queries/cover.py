"""Where welfare institutions are missing: people in need and what LKS can hold, by kecamatan (R216)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.institutions import policies
from rangkul.institutions.enums import InstitutionKind, Serves
from rangkul.institutions.queries.homes import HomeRow, rows_of
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries


@dataclass(frozen=True, slots=True)
class Theme:
    """Whom a kind of institution is for. `groups` are PPKS types; empty means persons with a disability."""

    key: str
    label: Promise
    need: Promise
    kinds: tuple[str, ...]
    serves: str
    groups: tuple[str, ...] = ()


THEMES = (
    Theme(
        "difabel",
        _("LKS penyandang disabilitas"),
        _("penyandang disabilitas"),
        (InstitutionKind.LKS_DISABILITY,),
        Serves.DISABILITY,
    ),
    Theme(
        "anak",
        _("LKS anak (LKSA)"),
        _("anak dan balita terlantar"),
        (InstitutionKind.LKSA,),
        Serves.CHILDREN,
        ("AT", "ABT"),
    ),
    Theme(
        "lansia",
        _("LKS lanjut usia"),
        _("lanjut usia terlantar"),
        (InstitutionKind.LKS_ELDERLY,),
        Serves.ELDERLY,
        ("LUT",),
    ),
)
"""The three themes with an LKS kind of their own (domain D.4)."""

_HOUSES = (InstitutionKind.PANTI, InstitutionKind.UPT, InstitutionKind.LKS)
"""Count where they keep rooms for the theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRow:
    """A kecamatan, or with `code` "" the institutions above kecamatan that serve all of them.

    Units: `in_need` and `clients` persons, `beds` beds, `institutions` lembaga. `in_need` None: too few to be told, or
    not counted here. `uncovered` is what is left when every client of an LKS standing here is somebody of here.
    """

    code: str
    label: str
    in_need: int | None
    institutions: int
    registered: int
    accredited: int
    clients: int
    beds: int

    @property
    def uncovered(self) -> int | None:
        """People in need beyond the clients of the kecamatan's own LKS."""
        return None if self.in_need is None else max(0, self.in_need - self.clients)

    @property
    def is_empty(self) -> bool:
        """Whether people in need live here and no institution stands here."""
        return self.in_need is not None and self.in_need > 0 and not self.institutions


@dataclass(frozen=True, slots=True)
class Cover:
    """The whole table: every kecamatan wholly in the actor's areas, the largest gap first; `above` as in `CoverRow`."""

    theme: Theme
    rows: tuple[CoverRow, ...]
    above: CoverRow
    whole: CoverRow


def find_theme(key: str) -> Theme:
    """The theme with this key, else the first."""
    return next((each for each in THEMES if each.key == key), THEMES[0])


def institution_cover(actor: Actor, theme: Theme, *, on: date) -> Cover:
    """The gap between people in need and institutions of a theme, by kecamatan. Raises `Denied`.

    A bounded number of queries. A role without the right to health is told no small count of people.
    """
    policies.check_can_view(actor)
    if theme.groups:
        need = registry_queries.count_marked_by_district(actor, theme.groups, on=on)
    else:
        need = registry_queries.count_disabled_by_district(actor, on=on)
    homes: dict[str, list[HomeRow]] = defaultdict(list)
    found = policies.visible_to(actor).filter(kind__in=[*theme.kinds, *_HOUSES])
    clients = dict(found.values_list("pk", "client_count"))
    for row in rows_of(found.order_by("name", "id"), on):
        if row.kind in theme.kinds or any(room.serves == theme.serves for room in row.rooms):
            homes[district_of(row.area_code)].append(row)
    labels = _districts(actor)
    rows = [_row(code, label, need.get(code, 0), homes.get(code, []), clients, theme) for code, label in labels.items()]
    rows.sort(key=lambda row: (-(row.uncovered or 0), row.label))
    every = [each for code, each in homes.items() if code in labels or not code]
    known = None if any(row.in_need is None for row in rows) else sum(row.in_need or 0 for row in rows)
    return Cover(
        theme,
        tuple(rows),
        _row("", "", None, homes.get("", []), clients, theme),
        _row("", "", known, [row for group in every for row in group], clients, theme),
    )


def district_of(code: str) -> str:
    """The kecamatan of an area, "" for one above kecamatan."""
    parts = code.split(".")
    return ".".join(parts[:3]) if len(parts) >= AreaLevel.DISTRICT else ""


def _districts(actor: Actor) -> dict[str, str]:
    codes: set[str] = set()
    for area in actor.areas:
        codes |= set(_below(area))
    return {code: label for code, label in reference_queries.labels_of(codes).items() if code}


def _below(area: AreaCode) -> Iterable[str]:
    if area.level > AreaLevel.DISTRICT:
        return []  # a village sees its own people only; set against a whole kecamatan they would mislead
    if area.level == AreaLevel.DISTRICT:
        return [str(area)]
    if area.level == AreaLevel.REGENCY:
        return [each.code for each in reference_queries.list_children(area)]
    return [each.code for regency in reference_queries.list_children(area) for each in _children(regency.code)]


def _children(code: str) -> list[reference_queries.AreaInfo]:
    return reference_queries.list_children(code)


def _row(
    code: str, label: str, in_need: int | None, homes: list[HomeRow], clients: dict[UUID, int], theme: Theme
) -> CoverRow:
    return CoverRow(
        code=code,
        label=label,
        in_need=in_need,
        institutions=len(homes),
        registered=sum(bool(row.registration_number) for row in homes),
        accredited=sum(bool(row.grade) for row in homes),
        clients=sum(clients.get(row.id, 0) for row in homes),
        beds=sum(room.beds for row in homes for room in row.rooms if _is_for(row, room.serves, theme)),
    )


def _is_for(row: HomeRow, serves: str, theme: Theme) -> bool:
    return serves == theme.serves or (row.kind in theme.kinds and serves == Serves.ANYBODY)
