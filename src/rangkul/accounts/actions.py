"""Changing accounts: signing in and out leaves a trace, choosing a duty too."""

from datetime import datetime
from uuid import UUID

from rangkul.accounts import queries
from rangkul.accounts.models import Duty, User
from rangkul.kernel.errors import Denied
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("accounts.session.start")
def start_session(*, user_id: UUID, by: Actor, at: datetime) -> None:
    """Write down that somebody signed in."""
    record("accounts.session.start", by=by, at=at, kind="user", subjects=[("user", user_id)])


@action("accounts.session.refuse")
def refuse_session(*, username: str, by: Actor, at: datetime) -> None:
    """Write down a failed sign-in (the name that was tried, never the password)."""
    record("accounts.session.refuse", by=by, at=at, kind="user", data={"username": username[:60]})


@action("accounts.duty.choose")
def choose_duty(*, user: User, duty_id: UUID, by: Actor, at: datetime) -> Duty:
    """Act in another of one's own duties in force today. Raises `Denied` for anybody else's duty."""
    duty = queries.list_duties(user, on=at.date()).filter(pk=duty_id).first()
    if duty is None:
        raise Denied(permission="accounts.duty.choose", message="Tugas ini bukan milik Anda atau sudah berakhir.")
    record("accounts.duty.choose", by=by, at=at, on=duty, kind="duty", data={"role": duty.role})
    return duty
