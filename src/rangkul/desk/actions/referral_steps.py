"""Steps that the actions on referrals share: locking in one order, moving on, the lines of what was said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import steps
from rangkul.desk.enums import OPEN_STATES, ReferralSide
from rangkul.desk.errors import AlreadyAnswered, NoSuchCase, StaleReferral, UnableToClose
from rangkul.desk.models import Case, Referral, ReferralNote
from rangkul.desk.workflow import REFERRAL
from rangkul.kernel import clock
from rangkul.kernel.clock import format_date
from rangkul.platform.audit.actions import record
from rangkul.platform.policy.actor import Actor


def lock(referral_id: UUID) -> tuple[Referral, Case]:
    """The referral and its case, both locked, the case first as everywhere. Raises `NoSuchCase`."""
    case_id = Referral.objects.filter(pk=referral_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NoSuchCase(referral_id)
    case = steps.lock(case_id)
    return Referral.objects.select_for_update(of=("self",)).get(pk=referral_id), case


def is_repeat(referral: Referral, form_key: UUID | None, *, by: Actor, at: datetime) -> bool:
    """Whether this very form came before: then nothing changes, and the trail says so."""
    if form_key is None or not ReferralNote.objects.filter(referral=referral, form_key=form_key).exists():
        return False
    record("desk.referral.repeat", by=by, at=at, on=referral, area=referral.area_code)
    return True


def check_fresh(referral: Referral, revision: int | None) -> None:
    """Raise when the referral went on since the page was opened, naming who did what; None skips the check."""
    if referral.state not in OPEN_STATES:
        raise AlreadyAnswered(
            f"Rujukan ini sudah dijawab atau ditarik{_last(referral)}. Bila perlu, buat rujukan baru."
        )
    if revision is not None and referral.revision != revision:
        raise StaleReferral(
            f"Rujukan ini sudah berubah sesudah halaman Anda dibuka{_last(referral)}."
            " Baca yang terbaru, lalu ulangi bila masih perlu."
        )


def _last(referral: Referral) -> str:
    note = referral.notes.order_by("-at", "-id").first()
    if note is None:
        return ""
    day = format_date(clock.local_date(note.at, settings.TIME_ZONE))
    return f": “{REFERRAL.transition(note.verb).label}” oleh {note.by_name}, {day}"


def go(
    referral: Referral, verb: str, *, text: str, side: ReferralSide, form_key: UUID | None, by: Actor, at: datetime
) -> None:
    """Take a step of the table and write its line; the caller saves the referral."""
    referral.state = REFERRAL.move(referral.state, verb)
    ReferralNote.objects.create(
        referral=referral, form_key=form_key, verb=verb, side=side, by_name=by.name[:200], text=text, at=at
    )


def keep(referral: Referral) -> None:
    """Save what changed, with the next revision."""
    referral.revision += 1
    referral.save()


def bring_back(case: Case) -> None:
    """The case returns to the desk when no referral of it waits any more."""
    if case.state == "REFERRED" and not still_waiting(case):
        steps.move(case, "handle")


def still_waiting(case: Case) -> bool:
    """Whether somebody still owes an answer about the case."""
    return case.referrals.filter(state__in=OPEN_STATES).exists()


def check_none_waits(case: Case) -> None:
    """Raise `UnableToClose` while somebody owes an answer about the case."""
    waiting = case.referrals.filter(state__in=OPEN_STATES).count()
    if waiting:
        raise UnableToClose(
            f"Masih ada {waiting} rujukan yang belum selesai dijawab. Catat jawabannya, atau tarik rujukan itu dengan"
            " alasannya, lalu tutup kasus."
        )


def done_with(case: Case) -> None:
    """What came back about the case no longer waits for the desk."""
    case.referrals.filter(is_with_desk=True).update(is_with_desk=False)


def note_event(
    name: str, referral: Referral, case: Case, *, by: Actor, at: datetime, reason: str = "", **data: Any
) -> None:
    """An audit event on the timelines of the case, the person and the family, with the receiver's name."""
    steps.note_event(
        name, case, by=by, at=at, reason=reason, agency=referral.to_label, referral=str(referral.pk), **data
    )
