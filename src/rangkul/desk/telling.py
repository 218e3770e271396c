"""Telling citizens, officials and agencies that there is news: through the outbox, never with anything personal."""

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings

from rangkul.accounts import queries as accounts_queries
from rangkul.desk.models import Case, Complaint, Referral
from rangkul.desk.policies import RECEIVE
from rangkul.desk.referral_address import AGENCY_TEMPLATES
from rangkul.institutions import queries as institutions_queries
from rangkul.institutions.enums import AgencyKind
from rangkul.kernel import clock
from rangkul.platform import crypto
from rangkul.platform.outbox import addresses
from rangkul.platform.outbox.actions import put_message
from rangkul.platform.outbox.errors import BadMessage
from rangkul.platform.outbox.messages import Recipient

_log = logging.getLogger(__name__)
_MOBILE = "+628"
QUIET_KINDS = frozenset({AgencyKind.WOMEN_CHILDREN, AgencyKind.POLICE})
"""Agencies whose very name on a telephone can put somebody in danger: the citizen's pages do not name them."""


def public_name(referral: Referral) -> str:
    """The receiver as the citizen's ticket page names it."""
    if referral.agency_id is None:
        return "petugas Dinas Sosial yang berwenang"
    agency = institutions_queries.get_agency(referral.agency_id)
    return "instansi yang dapat membantu" if agency.kind in QUIET_KINDS else agency.name


def tell_citizen(case: Case, template: str = "desk.case.news", *, key: str, at: datetime) -> None:
    """There is news on the ticket's page; to the phone and e-mail address of a citizen who agreed to it."""
    if case.may_be_told:
        to = Recipient(phone=phone_of(case), email=email_of(case), has_consent=True)
        put(template, key=key, about=("case", case.pk), values={"ticket": case.ticket}, to=to, at=at)


def phone_of(subject: Case | Complaint) -> str:
    """The phone number that was given with a case or complaint, "" for none."""
    cipher = subject.phone_cipher
    return crypto.unseal(bytes(cipher), context="desk.phone") if cipher is not None else ""


def email_of(subject: Case | Complaint) -> str:
    """The e-mail address that was given with a case or complaint, "" for none."""
    cipher = subject.email_cipher
    return crypto.unseal(bytes(cipher), context="desk.email") if cipher is not None else ""


def tell_desk(case: Case, referral: Referral, template: str, *, key: str, at: datetime) -> None:
    """Whoever handles the case, else whoever sent the referral, is told that it came back."""
    officer_id = case.assigned_to or referral.sent_by
    if officer_id is not None:
        about = ("referral", referral.pk)
        put(template, key=key, about=about, values={"ticket": case.ticket}, to=Recipient(user_id=officer_id), at=at)


def tell_receiver(referral: Referral, template: str, *, key: str, at: datetime) -> None:
    """The agency by its e-mail address and mobile number, or everybody on duty in the role and area it was sent to.

    An agency's message carries the link in force; the code stays in the letter.
    """
    about = ("referral", referral.pk)
    values = {"ticket": referral.ticket, "due": clock.format_date(referral.answer_due_on)}
    if referral.agency_id is not None:
        agency = institutions_queries.get_agency(referral.agency_id)
        phone = addresses.phone_of(agency.phone)
        mobile = phone if phone.startswith(_MOBILE) else ""
        if agency.email or mobile:
            # An agency's address is its own: it is written to as a partner, not as a person.
            to = Recipient(phone=mobile, email=agency.email, has_consent=True)
            own = f"{template}.agency" if f"{template}.agency" in AGENCY_TEMPLATES else template
            put(own, key=key, about=about, values=values, to=to, at=at)
        return
    today = clock.local_date(at, settings.TIME_ZONE)
    for officer in accounts_queries.list_officers_on_duty(RECEIVE, within=str(referral.to_area_code), on=today):
        if officer.role == referral.to_role and officer.covers(str(referral.to_area_code)):
            put(template, key=key, about=about, values=values, to=Recipient(user_id=officer.user_id), at=at)


def put(
    template: str,
    *,
    key: str,
    about: tuple[str, UUID],
    values: dict[str, str],
    to: Recipient,
    at: datetime,
) -> None:
    """One message in the caller's transaction; what the outbox refuses to carry is logged and stops nobody's work."""
    try:
        put_message(template=template, to=to, values=values, about=about, key=key, at=at)
    except BadMessage as error:
        _log.warning("no message %s about %s: %s", template, about, error)


def tell_official(
    template: str, user_id: UUID | None, *, values: dict[str, object], case_id: UUID, key: str, at: datetime
) -> None:
    """Put a message for an official into the outbox, in the caller's transaction; the same key twice is one message."""
    if user_id is not None:
        put_message(
            template=template, to=Recipient(user_id=user_id), values=values, about=("case", case_id), key=key, at=at
        )
