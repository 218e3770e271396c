"""What can be done with coverage: turn a list into proposals or visits, take a list out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from rangkul.insight.coverage import cells, queries
from rangkul.insight.coverage.cover import Cover, get_cover
from rangkul.insight.coverage.measures import FAMILY, PERSON
from rangkul.insight.coverage.queries import CellRow, Wanted
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job
from rangkul.platform.tasks.runner import enqueue
from rangkul.programmes import actions as programmes_actions
from rangkul.programmes.actions.propose_list import MOST, Progress, Proposed
from rangkul.programmes.policies import proposals as proposal_policies
from rangkul.programmes.queries import find_component
from rangkul.verivali import actions as verivali_actions
from rangkul.verivali import policies as verivali_policies
from rangkul.verivali.actions.plan_from_list import MOST as MOST_VISITS

PROPOSE_JOB = "insight.coverage.propose"
FEW = 25
"""Up to so many names are proposed while the officer waits; more go to the background."""
MOST_EXPORTED = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """How a list is to be visited: the campaign's name, a questionnaire in a version, the day it is due."""

    title: str
    questionnaire: str
    version: int
    unit: str
    due_on: date | None = None


@action("insight.coverage.propose")
def propose_cell(
    *,
    cell: dict[str, str],
    component_id: UUID,
    fiscal_year: int,
    by: Actor,
    at: datetime,
    progress: Progress = lambda *_told: None,
) -> Proposed:
    """Put everybody of a list into their village's open proposal of a component; persons stand for their family where
    the component counts families. Undone by withdrawing the batch or taking lines out of it.

    Raises Denied, Refused (unit, too many), UnableToPropose when nobody could be.
    """
    cover, wanted = _cell(cell, at)
    unit, ids = _subjects(cover, wanted, component_id, by)
    done = programmes_actions.propose_list(
        kind=unit,
        subject_ids=ids,
        component_id=component_id,
        fiscal_year=fiscal_year,
        told="" if wanted.is_sensitive else str(wanted.measure.label),
        by=by,
        at=at,
        progress=progress,
    )
    data = _told(wanted) | {"lines": len(done.lines), "refused": len(done.refused)}
    record("insight.coverage.propose", by=by, at=at, kind="coverage", area=wanted.area, data=data)
    return done


@action("insight.coverage.request_proposal")
def request_proposal(*, cell: dict[str, str], component_id: UUID, fiscal_year: int, by: Actor, at: datetime) -> Job:
    """The same as `propose_cell`, in the background, for a list that is longer. Raises Denied, Refused."""
    cover, wanted = _cell(cell, at)
    _unit, ids = _subjects(cover, wanted, component_id, by)
    job = enqueue(
        PROPOSE_JOB,
        title="Usulan dari daftar cakupan",
        by=by,
        cell=cell,
        component_id=str(component_id),
        fiscal_year=fiscal_year,
        scope=cells.scope_of(by),
    )
    data = _told(wanted) | {"subjects": len(ids)}
    record("insight.coverage.request_proposal", by=by, at=at, on=job, area=wanted.area, data=data)
    return job


@action("insight.coverage.assign")
def assign_cell(*, cell: dict[str, str], visits: Visits, by: Actor, at: datetime) -> UUID:
    """Make a list a campaign of visits (a draft, to be opened and divided there); returns its id.

    Undone by cancelling the campaign. Raises Denied, Refused (unit, too many), NobodyToVisit.
    """
    cover, wanted = _cell(cell, at)
    area = wanted.area or (str(by.areas[0]) if len(by.areas) == 1 else "")
    if not area:
        raise Refused(field="Wilayah", value="", expected="satu wilayah", remedy="pilih kecamatan atau desanya dulu")
    verivali_policies.check_can_plan(by, "create", AreaCode.parse(area))
    _check_unit(wanted, visits.unit, "kuesioner")
    ids = queries.ids_of_cell(by, cover, wanted, unit=visits.unit, limit=MOST_VISITS + 1)
    made = verivali_actions.create_from_list(
        campaign=verivali_actions.ListCampaign(
            title=visits.title,
            questionnaire=visits.questionnaire,
            version=visits.version,
            kind=visits.unit,
            area=area,
            as_of=cover.as_of,
            is_sensitive=wanted.is_sensitive,
            due_on=visits.due_on,
        ),
        subject_ids=ids,
        by=by,
        at=at,
    )
    record(
        "insight.coverage.assign", by=by, at=at, on=made, area=area,
        data=_told(wanted) | {"subjects": made.subjects.count()},
    )  # fmt: skip
    return made.pk


@action("insight.coverage.export")
def export_cell(*, cell: dict[str, str], by: Actor, at: datetime) -> list[CellRow]:
    """Every row of a list for a file or paper; the trail keeps who took it, and for health whom it names.

    Raises Denied, Refused for a list that is too long.
    """
    cover, wanted = _cell(cell, at)
    page = queries.list_cell(by, cover, wanted, limit=MOST_EXPORTED)
    if page.after:
        raise Refused(
            field="Daftar", value=page.total, expected=f"paling banyak {MOST_EXPORTED} baris",
            remedy="persempit menurut kecamatan atau desa",
        )  # fmt: skip
    data = _told(wanted) | {"rows": len(page.rows)}
    record("insight.coverage.export", by=by, at=at, kind="coverage", area=wanted.area, reason=by.purpose, data=data)
    return list(page.rows)


def _cell(cell: dict[str, str], at: datetime) -> tuple[Cover, Wanted]:
    cover = get_cover(on=clock.local_date(at, settings.TIME_ZONE))
    return cover, cells.wanted_of(cover, cell)


def _subjects(cover: Cover, wanted: Wanted, component_id: UUID, by: Actor) -> tuple[str, list[UUID]]:
    by.check_may(proposal_policies.CREATE)
    component = find_component(component_id)
    if component is None:
        raise Refused(field="Bantuan", value="", expected="bantuan dalam katalog", remedy="pilih dari daftar")
    unit = {"FAMILY": FAMILY, "PERSON": PERSON}.get(component.unit, "")
    _check_unit(wanted, unit, component.name)
    ids = queries.ids_of_cell(by, cover, wanted, unit=unit, limit=MOST + 1)
    if len(ids) > MOST:
        raise Refused(
            field="Daftar", value=f"lebih dari {MOST}", expected=f"paling banyak {MOST} nama sekali jalan",
            remedy="persempit menurut desa atau kelompok umur",
        )  # fmt: skip
    return unit, ids


def _check_unit(wanted: Wanted, unit: str, name: str) -> None:
    if unit not in (FAMILY, PERSON) or (wanted.unit == FAMILY and unit == PERSON):
        raise Refused(
            field="Satuan", value=name, expected="yang menghitung keluarga, seperti daftarnya",
            remedy="pilih yang satuannya sama, atau buka daftar orang",
        )  # fmt: skip


def _told(wanted: Wanted) -> dict[str, Any]:
    """What an event says of the list; a list that tells of health is told by its area only."""
    return {} if wanted.is_sensitive else {"list": str(wanted.measure.label), "unit": wanted.unit}
