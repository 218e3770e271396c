"""Hearing a complaint: from a citizen's page, with or without a name, or written down by staff."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from rangkul.accounts import queries as accounts_queries
from rangkul.accounts.queries import OfficerOnDuty
from rangkul.desk.actions import steps
from rangkul.desk.actions.change_contact import Contact, sealed_email, sealed_phone
from rangkul.desk.actions.register_case import check_said
from rangkul.desk.complaint_news import RECEIVED, tell_officials
from rangkul.desk.enums import Against, CaseKind, Channel, Reach
from rangkul.desk.models import Complaint
from rangkul.desk.policies import check_can_register_complaint, past_named
from rangkul.desk.queries.complaint_categories import Category, find_category
from rangkul.desk.tickets import four_digits, new_complaint_ticket, phone_tail_index
from rangkul.kernel import clock, names
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation import queries as organisation_queries
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

REACH_OF = {
    Against.VILLAGE: Reach.DISTRICT,
    Against.KECAMATAN: Reach.REGENCY,
    Against.OFFICE: Reach.HEAD,
    Against.HEAD: Reach.OUTSIDE,
}
KINDS = (CaseKind.COMPLAINT, CaseKind.QUESTION, CaseKind.SUGGESTION)
VIEW = "desk.complaint.view"


@dataclass(frozen=True, slots=True)
class Grievance:
    """What somebody complains of. `about`: which family or official, in the citizen's words; all but the first may be ""."""

    form_key: UUID
    story: str
    area: str
    category: str
    kind: str = CaseKind.COMPLAINT
    channel: str = Channel.WEB
    programme: str = ""
    about: str = ""
    against: str = Against.NOBODY
    is_anonymous: bool = False
    reporter_name: str = ""
    phone: str = ""
    email: str = ""
    may_be_told: bool = False


@dataclass(frozen=True, slots=True)
class HeardComplaint:
    """The complaint, and the four digits that open its answer: "" when they are the last of the phone."""

    complaint: Complaint
    code: str


@action("desk.complaint.report")
def report_complaint(*, grievance: Grievance, by: Actor, at: datetime) -> HeardComplaint:
    """Register a complaint that a citizen sent; the caller has put exactly its village into the database's scope.

    The same form sent again gives the same complaint and the same digits. Raises `Refused`.
    """
    by.check_may("desk.complaint.report")
    return _register("desk.complaint.report", grievance, by, at)


@action("desk.complaint.register")
def register_complaint(*, grievance: Grievance, by: Actor, at: datetime) -> HeardComplaint:
    """Register a complaint told to staff at the counter or on the phone. Raises `Refused` and `Denied`."""
    check_can_register_complaint(by, grievance.area)
    return _register("desk.complaint.register", grievance, by, at)


def _register(name: str, grievance: Grievance, by: Actor, at: datetime) -> HeardComplaint:
    known = Complaint.objects.filter(form_key=grievance.form_key).first()
    if known is not None:
        return _sent_again(known, grievance, by, at)
    category = _category(grievance.category)
    named = not grievance.is_anonymous
    story, contact = check_said(
        story=grievance.story,
        phone=grievance.phone if named else "",
        email=grievance.email if named else "",
        may_be_told=named and grievance.may_be_told,
    )
    ticket = new_complaint_ticket(clock.local_date(at, settings.TIME_ZONE))
    code = "" if contact.phone else four_digits(grievance.form_key)
    complaint = _new(grievance, category, ticket, story, contact, code, by, at)
    try:
        with transaction.atomic():
            complaint.save(force_insert=True)
    except IntegrityError:
        # The same form arrived twice at the same moment: the other one registered it.
        return _sent_again(Complaint.objects.filter(form_key=grievance.form_key).first(), grievance, by, at)
    facts: dict[str, Any] = {"category": category.code, "kind": complaint.kind, "reach": complaint.reach}
    steps.note_complaint(name, complaint, by=by, at=at, **facts)
    tell_officials(complaint, RECEIVED, permission="desk.complaint.answer", at=at)
    return HeardComplaint(complaint, code)


def _sent_again(known: Complaint | None, grievance: Grievance, by: Actor, at: datetime) -> HeardComplaint:
    if known is None or known.area_code != grievance.area:
        raise Refused(
            field="formulir", value="", expected="formulir yang belum pernah dikirim",
            remedy="buka formulir baru, lalu isi lagi",
        )  # fmt: skip
    record("desk.complaint.repeat", by=by, at=at, on=known, area=known.area_code)
    return HeardComplaint(known, "" if known.phone_cipher else four_digits(known.form_key))


def _new(
    grievance: Grievance,
    category: Category,
    ticket: str,
    story: str,
    contact: Contact,
    code: str,
    by: Actor,
    at: datetime,
) -> Complaint:
    area = reference_queries.get_area(grievance.area)
    if area.level != AreaLevel.VILLAGE:
        raise Refused(
            field="desa/kelurahan", value=grievance.area, expected="sebuah desa atau kelurahan",
            remedy="pilih desa dari daftar",
        )  # fmt: skip
    post = organisation_queries.find_post(area.code)
    about, reporter = clean(grievance.about)[:500], "" if grievance.is_anonymous else clean(grievance.reporter_name)
    against = _one_of(Against.values, grievance.against, "tentang siapa")
    today = clock.local_date(at, settings.TIME_ZONE)
    named = _named_in(f"{about} {story}", area.code, today) if against != Against.NOBODY else []
    return Complaint(
        ticket=ticket,
        form_key=grievance.form_key,
        channel=_one_of(Channel.values, grievance.channel, "kanal"),
        kind=_one_of([str(each) for each in KINDS], grievance.kind, "jenis"),
        category=category.code,
        programme=clean(grievance.programme)[:100],
        area_code=AreaCode.parse(area.code),
        story_cipher=crypto.seal(story, context="desk.story"),
        about_cipher=crypto.seal(about, context="desk.about") if about else None,
        against=against,
        reach=past_named(REACH_OF.get(Against(against), Reach.VILLAGE), [each.role for each in named]),
        hidden_from=sorted({each.user_id for each in named}),
        is_anonymous=grievance.is_anonymous,
        reporter_cipher=crypto.seal(names.display(reporter)[:200], context="desk.reporter") if reporter else None,
        phone_cipher=sealed_phone(contact.phone),
        email_cipher=sealed_email(contact.email),
        may_be_told=contact.may_be_told,
        key_index=phone_tail_index(ticket, contact.phone[-4:] or code),
        post_id=post.pk if post else None,
        due_on=reference_queries.add_working_days(today, category.days),
        registered_by=by.user_id,
        registered_at=at,
        updated_at=at,
    )


def _named_in(text: str, area: str, on: date) -> list[OfficerOnDuty]:
    """Officials of the area whose whole name stands in the text: better hidden from a namesake than shown to the one meant."""
    said = set(names.normalise(text).split())
    officers = accounts_queries.list_officers_on_duty(VIEW, within=area, on=on)
    # A name without Latin letters has no words here: nobody is taken to be named by saying nothing.
    told = ((each, set(names.normalise(each.name).split())) for each in officers)
    return [each for each, words in told if words and words <= said]


def _category(code: str) -> Category:
    category = find_category(code)
    if category is None or not category.is_active:
        raise Refused(field="kategori", value=code, expected="salah satu kategori", remedy="pilih dari daftar")
    return category


def _one_of(known: list[str], value: str, field: str) -> str:
    if value not in known:
        raise Refused(field=field, value=value, expected="salah satu pilihan pada formulir", remedy="pilih lagi")
    return value
