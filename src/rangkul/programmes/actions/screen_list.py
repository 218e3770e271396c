"""Screening a list of people or families, such as those of a proposal, as of any day; what was decided stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.screen_subject import screen_subject
from rangkul.programmes.errors import NoSuchComponent, SubjectGone
from rangkul.programmes.models import Screening
from rangkul.programmes.policies.catalogue import VIEW_HEALTH, can_see_recipients
from rangkul.programmes.policies.screening import RUN
from rangkul.programmes.queries.catalogue import find_component, terms_in_force
from rangkul.programmes.verdicts import subject_kind

LIST_LIMIT = 200
"""More than these are screened by a run over their area."""


@dataclass(frozen=True, slots=True)
class ScreenedList:
    """What a list's screening kept, and who could not be screened (dead, merged, ended on that day)."""

    screenings: tuple[Screening, ...]
    gone: tuple[UUID, ...]


@action("programmes.screening.run_list")
def screen_list(
    *, component_id: UUID, subject_ids: Sequence[UUID], as_of: date, by: Actor, at: datetime
) -> ScreenedList:
    """Screen each subject by the terms in force on `as_of` and keep the answers; all or none of them.

    Changes no proposal, decision or enrolment. Raises Denied, NoSuchComponent, NoTermsInForce, Refused (nobody, or
    more than LIST_LIMIT).
    """
    if not by.is_system:
        by.check_may(RUN)
    component = find_component(component_id)
    if component is None:
        raise NoSuchComponent(component_id)
    if not can_see_recipients(by, component):
        raise Denied(permission=VIEW_HEALTH, message="Program ini menyangkut data kesehatan yang dirahasiakan.")
    wanted = list(dict.fromkeys(subject_ids))
    if not 0 < len(wanted) <= LIST_LIMIT:
        raise Refused(
            field="Daftar",
            value=f"{len(wanted)} penerima",
            expected=f"1 sampai {LIST_LIMIT} penerima yang sesuai satuan komponen",
            remedy="pilih komponen lain, atau nilai seluruh wilayahnya lewat Penilaian semua warga",
        )
    terms = terms_in_force(component, as_of)
    kept, gone = [], []
    for each in wanted:
        try:
            kept.append(
                screen_subject(
                    component_id=component.pk,
                    kind=subject_kind(component),
                    subject_id=each,
                    as_of=as_of,
                    by=by,
                    at=at,
                )
            )
        except SubjectGone:
            gone.append(each)
    record(
        "programmes.screening.run_list",
        by=by,
        at=at,
        on=terms,
        data={"as_of": as_of.isoformat(), "screened": len(kept), "gone": len(gone)},
    )
    return ScreenedList(tuple(kept), tuple(gone))
