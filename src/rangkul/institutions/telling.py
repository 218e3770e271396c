"""Telling both sides of a request for a bed that there is news: through the outbox, never whom it is about."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rangkul.accounts import queries as accounts_queries
from rangkul.institutions.enums import RequestKind, RequestState
from rangkul.institutions.models import BedRequest
from rangkul.institutions.policies.requests import DECIDE
from rangkul.kernel import clock
from rangkul.platform.outbox.actions import put_message
from rangkul.platform.outbox.messages import Recipient, register_template
from rangkul.platform.policy.actor import Actor

_OF_STATE = {
    RequestState.ACCEPTED: "institutions.request.accepted",
    RequestState.REFUSED: "institutions.request.refused",
    RequestState.ADMITTED: "institutions.request.admitted",
    RequestState.WITHDRAWN: "institutions.request.withdrawn",
    RequestState.EXPIRED: "institutions.request.expired",
}
_WITH_DAY = (RequestState.ACCEPTED, RequestState.EXPIRED)


def register() -> None:
    """Called once when the app starts."""
    register_template("institutions.request.asked", _("Dinas menanyakan tempat di lembaga Anda. Mohon dijawab."))
    register_template(
        "institutions.request.offered", _("Sebuah lembaga minta menerima seseorang; menunggu keputusan Dinas.")
    )
    register_template(
        "institutions.request.accepted",
        _("Permintaan tempat disanggupi; satu tempat tidur disimpan sampai {until}."),
        values=("until",),
    )
    register_template(
        "institutions.request.refused", _("Permintaan tempat ditolak. Keterangannya di halaman permintaan.")
    )
    register_template("institutions.request.admitted", _("Permintaan tempat selesai: orangnya sudah dicatat masuk."))
    register_template(
        "institutions.request.withdrawn", _("Permintaan tempat ditarik; tidak ada tempat tidur yang disimpan lagi.")
    )
    register_template(
        "institutions.request.expired",
        _("Tempat tidur yang disimpan sampai {until} bebas lagi; orangnya belum masuk."),
        values=("until",),
    )


def tell_asked(row: BedRequest, *, by: Actor, at: datetime) -> None:
    """Those who have to answer: the institution's users, or the officials who decide where it stands."""
    if row.kind == RequestKind.OFFICE:
        _put("institutions.request.asked", row, _house(row, at) - {by.user_id}, {}, at)
        return
    officers = accounts_queries.list_officers_on_duty(DECIDE, within=row.institution_area, on=_day(at))
    told = {each.user_id for each in officers if each.covers(row.institution_area)}
    _put("institutions.request.offered", row, told, {}, at)


def tell_both(row: BedRequest, *, by: Actor, at: datetime) -> None:
    """The institution's users and whoever asked, but not who did it, hear how the request stands now."""
    state = RequestState(row.state)
    until = row.held_until
    values = {"until": clock.format_date(until)} if state in _WITH_DAY and until is not None else {}
    _put(_OF_STATE[state], row, (_house(row, at) | {row.asked_by}) - {by.user_id}, values, at)


def _house(row: BedRequest, at: datetime) -> set[UUID | None]:
    return set(accounts_queries.list_users_of_institution(row.institution_id, on=_day(at)))


def _day(at: datetime) -> date:
    return clock.local_date(at, settings.TIME_ZONE)


def _put(
    template: str, row: BedRequest, told: set[UUID | None] | set[UUID], values: dict[str, str], at: datetime
) -> None:
    for user_id in sorted(each for each in told if each is not None):
        put_message(
            template=template,
            to=Recipient(user_id=user_id),
            values=values,
            about=("bedrequest", row.pk),
            key=f"{template}:{row.pk}",
            at=at,
        )
