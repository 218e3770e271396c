"""Telling citizens, officials and agencies that there is news: through the outbox, never with anything personal."""

from datetime import datetime

from django.conf import settings

from rangkul.accounts import queries as accounts_queries
from rangkul.desk.models import Case, Referral
from rangkul.desk.policies import RECEIVE
from rangkul.institutions import queries as institutions_queries
from rangkul.institutions.enums import AgencyKind
from rangkul.kernel import clock
from rangkul.platform import crypto

QUIET_KINDS = frozenset({AgencyKind.WOMEN_CHILDREN, AgencyKind.POLICE})
"""Agencies whose very name on a telephone can put somebody in danger: the citizen's pages do not name them."""


def public_name(referral: Referral) -> str:
    """The receiver as the citizen's ticket page names it."""
    if referral.agency_id is None:
        return "petugas Dinas Sosial yang berwenang"
    agency = institutions_queries.get_agency(referral.agency_id)
    return "instansi yang dapat membantu" if agency.kind in QUIET_KINDS else agency.name


def tell_citizen(case: Case, *, key: str, at: datetime) -> None:
    """There is news on the ticket's page; to the telephone the citizen gave, if any."""
    if case.phone_cipher is not None:
        phone = crypto.unseal(bytes(case.phone_cipher), context="desk.phone")
        put("desk.case.news", key=key, case=case, values={"ticket": case.ticket}, phone=phone, at=at)


def tell_desk(case: Case, template: str, *, key: str, at: datetime) -> None:
    """Whoever handles the case is told that a referral came back."""
    if case.assigned_to is not None:
        put(template, key=key, case=case, values={"ticket": case.ticket}, user_id=case.assigned_to, at=at)


def tell_receiver(case: Case, referral: Referral, template: str, *, key: str, at: datetime) -> None:
    """The agency by its e-mail address, or everybody on duty in the role and area the referral was sent to."""
    values = {"ticket": referral.ticket, "due": clock.format_date(referral.answer_due_on)}
    if referral.agency_id is not None:
        email = institutions_queries.get_agency(referral.agency_id).email
        if email:
            put(template, key=key, case=case, values=values, email=email, at=at)
        return
    today = clock.local_date(at, settings.TIME_ZONE)
    for officer in accounts_queries.list_officers_on_duty(RECEIVE, within=str(referral.to_area_code), on=today):
        if officer.role == referral.to_role and officer.covers(str(referral.to_area_code)):
            put(template, key=f"{key}:{officer.user_id}", case=case, values=values, user_id=officer.user_id, at=at)


def put(
    template: str,
    *,
    key: str,
    case: Case,
    values: dict[str, str],
    at: datetime,
    user_id: object = None,
    phone: str = "",
    email: str = "",
) -> None:
    """One message in the caller's transaction. OUTBOX: stands in until `rangkul.platform.outbox` is merged."""
