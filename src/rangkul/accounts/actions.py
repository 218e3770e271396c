"""Changing accounts: signing in and out leaves a trace, choosing a duty too."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from rangkul.accounts import queries
from rangkul.accounts.models import Duty, User
from rangkul.kernel.clock import local_date
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A role in some areas from a day on."""

    role: str
    office_id: UUID
    areas: tuple[str, ...]
    valid_from: date
    division_id: UUID | None = None
    post_id: UUID | None = None
    institution_id: UUID | None = None


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
    today = local_date(at, settings.TIME_ZONE)
    duty = queries.list_duties(user, on=today).filter(pk=duty_id).first()
    if duty is None:
        raise Denied(permission="accounts.duty.choose", message="Tugas ini bukan milik Anda atau sudah berakhir.")
    record("accounts.duty.choose", by=by, at=at, on=duty, kind="duty", data={"role": duty.role})
    return duty


@action("accounts.user.create")
def create_user(
    *, username: str, name: str, duty: NewDuty, by: Actor, at: datetime, is_demo: bool = False, password: str = ""
) -> Duty:
    """Open an account with its first duty; without a password nobody can sign in by one. Raises `Denied`, `Refused`."""
    by.check_may("accounts.user.manage")
    if User.objects.filter(username=username).exists():
        raise Refused(field="nama pengguna", value=username, expected="nama yang belum dipakai", remedy="pilih lain")
    user = User(username=username, name=name, is_demo=is_demo)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save(force_insert=True)
    given = Duty.objects.create(
        user=user,
        role=duty.role,
        office_id=duty.office_id,
        division_id=duty.division_id,
        post_id=duty.post_id,
        institution_id=duty.institution_id,
        area_codes=list(duty.areas),
        valid_from=duty.valid_from,
    )
    record("accounts.user.create", by=by, at=at, on=user, kind="user", data={"username": username, "role": duty.role})
    return given


@action("accounts.duty.carry")
def carry_duty(*, duty_id: UUID, to_institution_id: UUID, by: Actor, at: datetime) -> Duty:
    """Somebody who works for an institution that went into another works for that one from today; the new duty.

    Called inside the action that merges them, which has asked whether the actor may. The old duty keeps its days, and
    its user has the new one at the next page: nobody is left before a closed door.
    """
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty_id)
    ends, begins = duty.valid_to, max(local_date(at, settings.TIME_ZONE), duty.valid_from)
    duty.valid_to = begins
    duty.save(update_fields=["valid_to"])
    duty.pk, duty.institution_id, duty.valid_from, duty.valid_to = new_id(), to_institution_id, begins, ends
    duty._state.adding = True
    duty.save(force_insert=True)
    record("accounts.duty.carry", by=by, at=at, on=duty, subjects=[("user", duty.user_id)], data={"role": duty.role})
    return duty
