"""Cohorts: declared groups of persons or families that somebody visits or checks, each one set-based query."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.registry import policies
from rangkul.registry.enums import ConditionKind, NikStatus, OutsideProgramme, Relation
from rangkul.registry.models import Condition, Membership, OutsideMembership, WelfareStatus
from rangkul.registry.queries.away import is_away
from rangkul.registry.queries.labels import FAMILY, PERSON

Values = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A whole number that a cohort asks for."""

    name: str
    label: str | Promise
    default: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """A declared group. `kind` is "person" or "family"; `is_sensitive` when being in it tells of somebody's health."""

    code: str
    label: str | Promise
    meaning: str | Promise
    kind: str
    condition: Callable[[date, Values], Q]
    parameters: tuple[Parameter, ...] = ()
    is_sensitive: bool = False
    includes_dead: bool = False


def _with_disability(on: date, _values: Values) -> Q:
    return Q(pk__in=_persons(Condition.objects.filter(kind=ConditionKind.DISABILITY, period__contains=on)))


def _with_disability_in_pkh(on: date, values: Values) -> Q:
    families = _served(OutsideProgramme.PKH, on).filter(family__isnull=False).values("family_id")
    members = Membership.objects.filter(family_id__in=families, period__contains=on)
    in_pkh = Q(pk__in=_persons(_served(OutsideProgramme.PKH, on))) | Q(pk__in=_persons(members))
    return _with_disability(on, values) & in_pkh


def _kip_above_school(on: date, values: Values) -> Q:
    eldest = _years_before(on, values["age"] + 1)
    return Q(pk__in=_persons(_served(OutsideProgramme.KIP, on)), birth_date__lte=eldest)


def _of_programme(programme: OutsideProgramme) -> Callable[[date, Values], Q]:
    return lambda on, _values: Q(pk__in=_persons(_served(programme, on)))


def _dead_and_served(on: date, _values: Values) -> Q:
    return Q(died_on__lte=on) & _is_served(PERSON, on)


def _head_dead_and_served(on: date, _values: Values) -> Q:
    """Families that are served although the last who headed them died and nobody heads them since."""
    heads = Membership.objects.filter(relation=Relation.HEAD)
    died = heads.filter(person__died_on__lte=on, period__startswith__lte=on)
    headed = heads.filter(period__contains=on).exclude(person__died_on__lte=on)
    without = Q(pk__in=died.values("family_id")) & ~Q(pk__in=headed.values("family_id"))
    return without & _is_served(FAMILY, on)


def _is_served(kind: str, on: date) -> Q:
    """Served by a programme of others that the registry knows, or by one of the office (`register_served`)."""
    outside = OutsideMembership.objects.filter(period__contains=on)
    served = Q(pk__in=_persons(outside) if kind == PERSON else outside.filter(family__isnull=False).values("family_id"))
    for ids in _SERVED.values():
        served |= Q(pk__in=ids(kind, on))
    return served


_SERVED: dict[str, Callable[[str, date], Any]] = {}


def register_served(room: str, ids: Callable[[str, date], Any]) -> None:
    """A room above says whom its programmes serve: `ids("person" or "family", day)` is a query of their ids."""
    _SERVED[room] = ids


def _nik_not_matched(_on: date, _values: Values) -> Q:
    return ~Q(nik_status=NikStatus.MATCHED)


def _decile_up_to(on: date, values: Values) -> Q:
    in_force = WelfareStatus.objects.filter(
        family__isnull=False, period__contains=on, decile__isnull=False, decile__lte=values["decile"]
    )
    return Q(pk__in=in_force.values("family_id"))


COHORTS: dict[str, Cohort] = {
    each.code: each
    for each in (
        Cohort(
            "penyandang-disabilitas", _("Semua penyandang disabilitas"),
            _("Orang yang tercatat penyandang disabilitas pada tanggal data."), PERSON, _with_disability,
            is_sensitive=True,
        ),
        Cohort(
            "disabilitas-pkh", _("Penyandang disabilitas dalam PKH"),
            _("Penyandang disabilitas yang dirinya atau keluarganya menerima PKH pada tanggal data."), PERSON,
            _with_disability_in_pkh, is_sensitive=True,
        ),
        Cohort(
            "kip-lewat-usia", _("Penerima KIP di atas usia sekolah"),
            _("Penerima KIP/PIP yang umurnya melewati batas pada tanggal data."), PERSON, _kip_above_school,
            parameters=(Parameter("age", _("Umur tertinggi yang masih bersekolah (tahun)"), 21, 6, 30),),
        ),
        Cohort(
            "penerima-kip", _("Semua penerima KIP"), _("Penerima KIP/PIP pada tanggal data."), PERSON,
            _of_programme(OutsideProgramme.KIP),
        ),
        Cohort(
            "penerima-kis", _("Semua penerima KIS (PBI-JK)"), _("Peserta PBI-JK pada tanggal data."), PERSON,
            _of_programme(OutsideProgramme.PBI_JK),
        ),
        Cohort(
            "penerima-meninggal", _("Penerima yang dilaporkan meninggal"),
            _("Orang yang dicatat meninggal tetapi masih tercatat sebagai penerima program pada tanggal data."),
            PERSON, _dead_and_served, includes_dead=True,
        ),
        Cohort(
            "keluarga-kepala-meninggal", _("Keluarga penerima yang kepalanya meninggal"),
            _("Keluarga yang masih menerima program, kepalanya dicatat meninggal dan belum ada penggantinya."),
            FAMILY, _head_dead_and_served,
        ),
        Cohort(
            "nik-belum-padan", _("Orang yang NIK-nya belum padan"),
            _("Tidak punya NIK, belum dicek, tidak padan, atau ganda."), PERSON, _nik_not_matched,
        ),
        Cohort(
            "keluarga-desil", _("Keluarga sampai desil tertentu"),
            _("Keluarga yang desilnya, pada status yang berlaku di tanggal data, tidak melebihi batas."), FAMILY,
            _decile_up_to, parameters=(Parameter("decile", _("Desil tertinggi"), 4, 1, 10),),
        ),
    )
}  # fmt: skip


def read_parameters(cohort: Cohort, given: Mapping[str, Any]) -> dict[str, int]:
    """The cohort's parameters with defaults. Raises Refused for a number outside its bounds."""
    values = {}
    for each in cohort.parameters:
        raw = given.get(each.name)
        value = each.default if raw in (None, "") else raw
        if not isinstance(value, int) or not each.least <= value <= each.most:
            raise Refused(
                field=str(each.label),
                value=value,
                expected=f"angka {each.least} sampai {each.most}",
                remedy="periksa angkanya",
            )
        values[each.name] = value
    return values


def select_cohort(
    actor: Actor, cohort: Cohort, *, area: str, on: date, parameters: Mapping[str, Any]
) -> QuerySet[Any, dict[str, Any]]:
    """Rows `id, area_code, rt, rw` of everybody of the cohort in `area` whom the actor may see, in no order.

    Rows of merged records count for the person they belong to. Raises Refused for parameters out of bounds.
    """
    chosen = cohort.condition(on, read_parameters(cohort, parameters)) & inside_area(area)
    if cohort.kind == FAMILY:
        found: Any = policies.families_visible_to(actor).filter(chosen)
        found = found.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    else:
        found = policies.visible_to(actor).filter(chosen)
        if not cohort.includes_dead:
            found = found.filter(Q(died_on__isnull=True) | Q(died_on__gt=on)).exclude(is_away(on))
    rows: QuerySet[Any, dict[str, Any]] = found.values("id", "area_code", "rt", "rw")
    return rows


def select_listed(actor: Actor, kind: str, ids: Iterable[UUID]) -> QuerySet[Any, dict[str, Any]]:
    """Rows `id, area_code, rt, rw` of the living persons or present families of a list whom the actor may see."""
    if kind == FAMILY:
        found: Any = policies.families_visible_to(actor).filter(pk__in=list(ids), ended_on__isnull=True)
    else:
        found = policies.visible_to(actor).filter(pk__in=list(ids), died_on__isnull=True)
    rows: QuerySet[Any, dict[str, Any]] = found.order_by().values("id", "area_code", "rt", "rw")
    return rows


def listed_ids(actor: Actor, kind: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those of a list whom the actor may see now. One query."""
    return set(select_listed(actor, kind, ids).values_list("id", flat=True))


def _served(programme: OutsideProgramme, on: date) -> QuerySet[OutsideMembership]:
    return OutsideMembership.objects.filter(programme=programme, period__contains=on)


def _persons(rows: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    """Ids of the persons that rows are about; of a merged record the person it belongs to."""
    about = rows.filter(person__isnull=False)
    ids: QuerySet[Any, dict[str, Any]] = about.annotate(
        whose=Coalesce(F("person__survivor_id"), F("person_id"))
    ).values("whose")
    return ids


def _years_before(on: date, years: int) -> date:
    """The birthday of those who turn `years` on the day; 29 February counts from 28 February."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
