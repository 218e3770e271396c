"""Hearing a need: free text first, everything else may follow."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from rangkul.desk import sla
from rangkul.desk.actions import steps
from rangkul.desk.actions.change_contact import Contact, checked_contact, sealed_email, sealed_phone
from rangkul.desk.actions.classify_case import checked_classes
from rangkul.desk.enums import CaseKind, Channel, Relationship, Urgency
from rangkul.desk.models import Case
from rangkul.desk.sheets import read_sheet
from rangkul.desk.telling import tell_citizen
from rangkul.desk.tickets import new_ticket, phone_tail_index
from rangkul.kernel import clock, names
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.text import clean
from rangkul.organisation import queries as organisation_queries
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

OLDEST_PAPER = timedelta(days=180)
"""How long ago a need on paper may have been heard: older sheets are asked about anew."""


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody says when they come, call or write. Only `story` and `area` are indispensable.

    The reporter (`reporter_name`, `relationship`, `phone`, or `reporter_agency` for a referral) is told apart from the
    person concerned (`concerned_name`). `may_be_told` is their consent to messages at `phone` and `email`. `urgency` with
    its reason makes the case urgent. `sheet` and `heard_on` are of a paper form that is copied.
    """

    form_key: UUID
    story: str
    area: str
    channel: str = Channel.COUNTER
    kind: str = CaseKind.NEED
    sector: str = ""
    category: str = ""
    service_code: str = ""
    is_urgent: bool = False
    urgency: str = ""
    urgency_reason: str = ""
    is_anonymous: bool = False
    reporter_name: str = ""
    relationship: str = Relationship.SELF
    phone: str = ""
    email: str = ""
    may_be_told: bool = False
    reporter_agency: str = ""
    concerned_name: str = ""
    sheet: str = ""
    heard_on: date | None = None


@action("desk.case.register")
def register_case(*, need: Need, by: Actor, at: datetime) -> Case:
    """Register a need heard by staff; the same form sent again gives the same case.

    Raises `Refused` (empty story, unknown village, odd phone, an anonymous request for aid, an urgency without its
    reason) and `Denied` outside the actor's areas.
    """
    by.check_may("desk.case.register")
    if not by.covers(need.area):
        raise Denied(permission="desk.case.register", message="Desa ini di luar wilayah tugas Anda.")
    return _register("desk.case.register", need, by, at)


@action("desk.case.report")
def report_need(*, need: Need, by: Actor, at: datetime) -> Case:
    """Register a need that a citizen sent from the public page, for the chosen village's Puskesos.

    The caller has put exactly that village into the database's scope. A phone number is wanted: with its last four
    digits and the ticket the citizen follows the case.
    """
    by.check_may("desk.case.report")
    return _register("desk.case.report", need, by, at)


def check_said(*, story: str, phone: str = "", email: str = "", may_be_told: bool = False) -> tuple[str, Contact]:
    """The story cleaned and the contact as it is kept; raises `Refused` naming which of them can't be used."""
    words = steps.said("Cerita", story, remedy="tulis apa yang dibutuhkan, dengan kata-kata sendiri")
    return words, checked_contact(phone=phone, email=email, may_be_told=may_be_told)


def _register(name: str, need: Need, by: Actor, at: datetime) -> Case:
    known = Case.objects.filter(form_key=need.form_key).first()
    if known is not None:
        return _sent_again(known, need, by, at)
    case = _new_case(need, by, at)
    _check_sheet_is_new(case.sheet)
    sla.start(case, at)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        # The same form arrived twice at the same moment: the other one registered it.
        return _sent_again(Case.objects.filter(form_key=need.form_key).first(), need, by, at)
    steps.ask_requirements(case)
    steps.note_event(
        name, case, by=by, at=at, channel=case.channel, kind=case.kind, urgent=case.is_urgent,
        anonymous=case.is_anonymous, may_be_told=case.may_be_told, **_paper(case),
    )  # fmt: skip
    tell_citizen(case, "desk.ticket.registered", key=f"case:{case.pk}:registered", at=at)
    return case


def _paper(case: Case) -> dict[str, str]:
    return {"heard_on": case.heard_on.isoformat(), "sheet": case.sheet} if case.heard_on else {}


def _check_sheet_is_new(sheet: str) -> None:
    known = Case.objects.filter(sheet=sheet).values_list("ticket", flat=True).first() if sheet else None
    if known is not None:
        raise Refused(
            field="Nomor lembar", value=sheet, expected="lembar yang belum disalin",
            remedy=f"lembar ini sudah menjadi tiket {known}; buka tiket itu",
        )  # fmt: skip


def _heard_on(need: Need, today: date) -> date | None:
    """The day on the sheet. Raises `Refused` for a day to come and for one too long ago."""
    if need.heard_on is not None and not today - OLDEST_PAPER <= need.heard_on <= today:
        raise Refused(
            field="Tanggal di lembar", value=clock.format_date(need.heard_on),
            expected=f"hari ini atau paling lama {OLDEST_PAPER.days} hari lalu",
            remedy="periksa tanggalnya; untuk lembar yang lebih tua, temui warganya dan catat baru",
        )  # fmt: skip
    return need.heard_on


def _sent_again(known: Case | None, need: Need, by: Actor, at: datetime) -> Case:
    if known is None or known.area_code != need.area:
        raise Refused(
            field="formulir",
            value="",
            expected="formulir yang belum pernah dikirim",
            remedy="buka formulir baru, lalu isi lagi",
        )
    record("desk.case.repeat", by=by, at=at, on=known, area=known.area_code)
    return known


def _new_case(need: Need, by: Actor, at: datetime) -> Case:
    area = reference_queries.get_area(need.area)
    if area.level != AreaLevel.VILLAGE:
        raise Refused(
            field="desa/kelurahan",
            value=need.area,
            expected="sebuah desa atau kelurahan",
            remedy="pilih desa dari daftar",
        )
    story, contact = check_said(story=need.story, phone=need.phone, email=need.email, may_be_told=need.may_be_told)
    channel, kind = _one_of(Channel.values, need.channel, "kanal"), _one_of(CaseKind.values, need.kind, "jenis")
    check_anonymous(need)
    agency = _agency(need)
    urgent = _urgency(need)
    classes = checked_classes(sector=need.sector, category=need.category, service_code=need.service_code)
    concerned = need.concerned_name or (need.reporter_name if need.relationship == Relationship.SELF else "")
    today = clock.local_date(at, settings.TIME_ZONE)
    ticket = new_ticket(today)
    post = organisation_queries.find_post(area.code)
    return Case(
        ticket=ticket,
        form_key=need.form_key,
        channel=channel,
        kind=kind,
        sector=classes.sector,
        category=classes.category,
        service_code=classes.service_code,
        classified_at=at if classes.says_something else None,
        is_urgent=need.is_urgent or bool(need.urgency),
        urgency=need.urgency,
        urgency_reason_cipher=crypto.seal(urgent, context="desk.urgency") if urgent else None,
        is_anonymous=need.is_anonymous,
        area_code=AreaCode.parse(area.code),
        story_cipher=crypto.seal(story, context="desk.story"),
        reporter_name=names.display(clean(need.reporter_name))[:200],
        reporter_agency=agency,
        relationship=_one_of(Relationship.values, need.relationship, "hubungan"),
        phone_cipher=sealed_phone(contact.phone),
        email_cipher=sealed_email(contact.email),
        may_be_told=contact.may_be_told,
        phone_tail_index=phone_tail_index(ticket, contact.phone[-4:]) if contact.phone else None,
        concerned_name=names.display(clean(concerned))[:200],
        sheet=read_sheet(need.sheet),
        heard_on=_heard_on(need, today),
        post_id=post.pk if post else None,
        registered_by=by.user_id,
        registered_at=at,
        updated_at=at,
    )


def check_anonymous(need: Need) -> None:
    """Raise `Refused` where a name is needed, or where somebody who stays unnamed was named after all.

    Complaints, questions and suggestions may be anonymous, and whoever is met outside (outreach). A request for aid may
    not: aid goes to a person who can be found, checked and asked for a receipt.
    """
    if not need.is_anonymous:
        return
    if need.kind == CaseKind.NEED and need.channel != Channel.OUTREACH:
        raise Refused(
            field="Pelapor tanpa nama",
            value="",
            expected="nama pemohon, karena bantuan diserahkan kepada orang yang dikenal dan diperiksa datanya",
            remedy="tulis namanya, atau pilih jenis pengaduan bila ini bukan permintaan bantuan",
        )
    told = clean(need.reporter_name) or clean(need.phone) or clean(need.email)
    if told or need.may_be_told:
        raise Refused(
            field="Nama dan nomor HP pelapor",
            value=told,
            expected="kosong untuk pelapor tanpa nama",
            remedy="hapus nama, nomor HP dan e-mail, atau hilangkan centang tanpa nama",
        )


def _agency(need: Need) -> str:
    agency = clean(need.reporter_agency)[:200]
    if need.channel == Channel.AGENCY and not agency:
        raise Refused(
            field="Lembaga yang merujuk",
            value=need.reporter_agency,
            expected="nama lembaga, puskesmas, sekolah atau kantor yang mengirim",
            remedy="tulis nama lembaganya, supaya hasilnya dapat dikabarkan kembali",
        )
    return agency


def _urgency(need: Need) -> str:
    """The reason of the urgency, cleaned; an urgency without its kind may stand (from the public page)."""
    reason = clean(need.urgency_reason)[:500]
    if not need.urgency:
        return reason if need.is_urgent else ""
    _one_of(Urgency.values, need.urgency, "kedaruratan")
    if need.urgency == Urgency.OTHER:
        return steps.said(
            "Alasan mendesak", need.urgency_reason, remedy="tulis mengapa tidak dapat menunggu sampai besok"
        )[:500]
    return reason


def _one_of(known: list[str], value: str, field: str) -> str:
    if value not in known:
        raise Refused(field=field, value=value, expected="salah satu pilihan pada formulir", remedy="pilih lagi")
    return value
