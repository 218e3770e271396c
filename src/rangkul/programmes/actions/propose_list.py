"""From a list of people to their villages' proposals: each goes through the checks of any other line."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.add_line import OPEN_FOR_LINES, add_line
from rangkul.programmes.actions.create_batch import create_batch
from rangkul.programmes.errors import UnableToPropose
from rangkul.programmes.models import ProposalBatch, ProposalLine
from rangkul.programmes.policies import proposals as policies
from rangkul.programmes.queries.subjects import Subject, find_subject

MOST = 500

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Proposed:
    """The batches that grew, the new lines, and (name, why not) of those who could not be proposed."""

    batches: list[ProposalBatch] = field(default_factory=list)
    lines: list[ProposalLine] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@action("programmes.proposal.propose_list")
def propose_list(
    *,
    kind: str,
    subject_ids: Sequence[UUID],
    component_id: UUID,
    fiscal_year: int,
    told: str,
    by: Actor,
    at: datetime,
    progress: Progress = lambda _done, _total, _message: None,
) -> Proposed:
    """Put persons, families or institutions of a list into their village's open proposal of a component.

    `told` says in words which list it was, for the trail. Whoever can't be proposed (unit, registry id, rule, served
    already) is told with the reason, the rest is kept. Raises UnableToPropose when nobody could be, Denied outside the
    actor's village, Refused for the year or a list that is too long.
    """
    by.check_may(policies.CREATE)
    if len(subject_ids) > MOST:
        raise Refused(
            field="Daftar", value=len(subject_ids), expected=f"paling banyak {MOST} nama sekali jalan",
            remedy="persempit menurut desa atau kelompok umur",
        )  # fmt: skip
    subjects = [found for each in dict.fromkeys(subject_ids) if (found := find_subject(by, kind, each)) is not None]
    done = place_subjects(subjects, component_id=component_id, fiscal_year=fiscal_year, by=by, at=at, progress=progress)
    record(
        "programmes.proposal.propose_list",
        by=by,
        at=at,
        kind="proposal",
        subjects=[("proposal", each.pk) for each in done.batches],
        area=done.batches[0].area_code if len(done.batches) == 1 else "",
        data={"list": told, "lines": len(done.lines), "refused": len(done.refused)},
    )
    return done


def place_subjects(
    subjects: Iterable[Subject],
    *,
    component_id: UUID,
    fiscal_year: int,
    by: Actor,
    at: datetime,
    progress: Progress = lambda _done, _total, _message: None,
) -> Proposed:
    """A line for each in the open batch of their village, opened when there is none. Raises as `propose_list`."""
    done = Proposed()
    batches: dict[str, ProposalBatch] = {}
    wanted = sorted(subjects, key=lambda each: (each.area_code, each.id))
    for number, subject in enumerate(wanted):
        if number % 10 == 0:
            progress(number, len(wanted), _("Menyusun usulan"))
        policies.check_can_create_batch(by, subject.area_code)
        try:
            with transaction.atomic():
                batch = batches.get(subject.area_code) or _batch_for(
                    component_id, fiscal_year, subject.area_code, by=by, at=at
                )
                line = add_line(batch_id=batch.pk, kind=subject.kind, subject_id=subject.id, by=by, at=at)
        except (Refused, UnableToPropose) as problem:
            done.refused.append((subject.name, problem.message))
            continue
        batches[subject.area_code] = batch
        done.lines.append(line)
    if not done.lines:
        reasons = [f"{name}: {why}" for name, why in done.refused[:5]]
        raise UnableToPropose(" ".join([_("Tidak ada calon yang dapat diusulkan."), *reasons]))
    done.batches.extend(batches.values())
    return done


def _batch_for(component_id: UUID, fiscal_year: int, area: str, *, by: Actor, at: datetime) -> ProposalBatch:
    found = ProposalBatch.objects.filter(
        component_id=component_id, fiscal_year=fiscal_year, area_code=area, state__in=OPEN_FOR_LINES
    ).order_by("-id")
    return found.first() or create_batch(component_id=component_id, fiscal_year=fiscal_year, area=area, by=by, at=at)
