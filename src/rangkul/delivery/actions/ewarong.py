"""The way of an e-warong: proposed, appointed by a decree for a time, suspended and taken up again, ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from rangkul.delivery.enums import OperatorKind
from rangkul.delivery.models import Ewarong, EwarongCover, EwarongPause
from rangkul.delivery.policies import check_can_run_ewarong
from rangkul.delivery.workflow import EWARONG
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Denied, Missing, Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.files.actions import keep_file
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry import policies as registry_policies

OWNER = "ewarong"
MOST_VILLAGES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class EwarongForm:
    """What is written of an outlet. The operator is `operator_person_id` (then the name is theirs) or a KUBE by name."""

    name: str
    operator_person_id: UUID | None
    operator_name: str
    address: str
    area: str
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeForm:
    """The decree of appointment: number, day, first and last day (None: until revoked), and its paper if at hand."""

    number: str
    signed_on: date
    valid_from: date
    valid_until: date | None
    file: tuple[bytes, str] | None = None


@action("delivery.ewarong.propose")
def propose_ewarong(*, form: EwarongForm, by: Actor, at: datetime) -> Ewarong:
    """Propose an outlet; families buy there only once it is appointed. Raises Denied, Refused."""
    ewarong = Ewarong(created_by_name=by.name, created_at=at, updated_at=at)
    covers = _fill(ewarong, form, by)
    check_can_run_ewarong(by, ewarong, "propose")
    _save(ewarong)
    _cover(ewarong, covers)
    _note("delivery.ewarong.propose", ewarong, by, at)
    return ewarong


@action("delivery.ewarong.change")
def change_ewarong(*, ewarong_id: UUID, form: EwarongForm, by: Actor, at: datetime) -> Ewarong:
    """Mend what was written of an outlet before it is appointed. Raises Denied, Refused."""
    ewarong = _locked(ewarong_id)
    check_can_run_ewarong(by, ewarong, "propose")
    if ewarong.state != "PROPOSED":
        raise Refused(
            field="E-warong",
            value=EWARONG.state(ewarong.state).label,
            expected="e-warong yang masih diusulkan",
            remedy="yang sudah ditetapkan diubah dengan mengakhirinya dan menetapkan yang baru",
        )
    covers = _fill(ewarong, form, by)
    check_can_run_ewarong(by, ewarong, "propose")
    ewarong.updated_at = at
    _save(ewarong)
    ewarong.covered.all().delete()
    _cover(ewarong, covers)
    _note("delivery.ewarong.change", ewarong, by, at)
    return ewarong


@action("delivery.ewarong.appoint")
def appoint_ewarong(*, ewarong_id: UUID, decree: DecreeForm, by: Actor, at: datetime) -> Ewarong:
    """Appoint by a decree, from its first day. Raises Denied, UnableToMove, Refused (no number, a period turned round)."""
    ewarong = _locked(ewarong_id)
    check_can_run_ewarong(by, ewarong, "appoint")
    ewarong.state = EWARONG.move(ewarong.state, "appoint")
    number = clean(decree.number)[:80]
    if len(number) < 3:
        raise Refused(field="Nomor SK", value=number, expected="nomor seperti pada naskah", remedy="salin dari SK")
    if decree.signed_on > _day(at):
        raise Refused(
            field="Tanggal SK", value=clock.format_date(decree.signed_on), expected="hari ini atau sebelumnya",
            remedy="periksa tanggal pada naskah SK",
        )  # fmt: skip
    if decree.valid_until is not None and decree.valid_until < decree.valid_from:
        raise Refused(
            field="Berlaku sampai", value=clock.format_date(decree.valid_until),
            expected=f"{clock.format_date(decree.valid_from)} atau sesudahnya", remedy="periksa masa berlaku pada SK",
        )  # fmt: skip
    ewarong.decree_number, ewarong.decree_on = number, decree.signed_on
    ewarong.valid_from, ewarong.valid_until, ewarong.updated_at = decree.valid_from, decree.valid_until, at
    _keep(ewarong, decree.file, by, at)
    ewarong.save()
    _note("delivery.ewarong.appoint", ewarong, by, at, decree=number)
    return ewarong


@action("delivery.ewarong.attach")
def attach_ewarong_decree(*, ewarong_id: UUID, content: bytes, name: str, by: Actor, at: datetime) -> Ewarong:
    """Keep the paper of the decree (PDF or picture). A later one takes the place of the earlier, which stays kept."""
    ewarong = _locked(ewarong_id)
    check_can_run_ewarong(by, ewarong, "appoint")
    if not ewarong.decree_number:
        raise Refused(field="Naskah SK", value=name, expected="e-warong yang sudah ditetapkan", remedy="tetapkan dulu")
    _keep(ewarong, (content, name), by, at)
    ewarong.updated_at = at
    ewarong.save(update_fields=["decree_file_id", "updated_at"])
    _note("delivery.ewarong.attach", ewarong, by, at)
    return ewarong


@action("delivery.ewarong.suspend")
def suspend_ewarong(*, ewarong_id: UUID, on: date, reason: str, by: Actor, at: datetime) -> Ewarong:
    """Suspend from a day on; what was bought before can still be recorded. Raises Denied, UnableToMove, Refused."""
    ewarong = _locked(ewarong_id)
    check_can_run_ewarong(by, ewarong, "suspend")
    state, said = EWARONG.move(ewarong.state, "suspend"), _reason(reason)
    _check_day(ewarong, on, at)
    EwarongPause.objects.create(ewarong=ewarong, since_on=on, reason=said, by_name=by.name)
    return _moved(ewarong, "suspend", state, by, at, reason=said)


@action("delivery.ewarong.resume")
def resume_ewarong(*, ewarong_id: UUID, on: date, by: Actor, at: datetime) -> Ewarong:
    """Take up again from a day on; the pause before it stays. Raises Denied, UnableToMove, Refused."""
    ewarong = _locked(ewarong_id)
    check_can_run_ewarong(by, ewarong, "resume")
    state = EWARONG.move(ewarong.state, "resume")
    pause = ewarong.pauses.get(until_on__isnull=True)
    if on <= pause.since_on or on > _day(at):
        raise Refused(
            field="Aktif lagi sejak", value=clock.format_date(on),
            expected=f"sesudah {clock.format_date(pause.since_on)} dan tidak sesudah hari ini", remedy="pilih hari lain",
        )  # fmt: skip
    pause.until_on = on
    pause.save(update_fields=["until_on"])
    return _moved(ewarong, "resume", state, by, at)


@action("delivery.ewarong.end")
def end_ewarong(*, ewarong_id: UUID, on: date, reason: str, by: Actor, at: datetime) -> Ewarong:
    """End; `on` is the first day without it. Raises Denied, UnableToMove, Refused."""
    ewarong = _locked(ewarong_id)
    check_can_run_ewarong(by, ewarong, "end")
    state, said = EWARONG.move(ewarong.state, "end"), _reason(reason)
    _check_day(ewarong, on, at)
    ewarong.ended_on, ewarong.end_reason = on, said
    return _moved(ewarong, "end", state, by, at, reason=said)


def _fill(ewarong: Ewarong, form: EwarongForm, by: Actor) -> list[AreaCode]:
    name, address = clean(form.name)[:120], clean(form.address)[:200]
    if len(name) < 3 or not address:
        raise Refused(
            field="Nama dan alamat", value=name or address, expected="keduanya terisi", remedy="tulis seperti pada papan nama",
        )  # fmt: skip
    ewarong.name, ewarong.address = name, address
    ewarong.area_code = _village(form.area, "Desa e-warong")
    covers = sorted({_village(each, "Desa yang dilayani") for each in form.covers})
    if not covers or len(covers) > MOST_VILLAGES:
        raise Refused(
            field="Desa yang dilayani", value=len(covers), expected=f"1 sampai {MOST_VILLAGES} desa atau kelurahan",
            remedy="centang desa yang warganya boleh belanja di sini",
        )  # fmt: skip
    outside = [each for each in covers if not by.covers(each)]
    if outside:
        raise Denied(
            permission="delivery.ewarong.propose", message="Ada desa yang dilayani di luar wilayah tugas Anda."
        )
    ewarong.operator_person_id = None
    ewarong.operator_kind, ewarong.operator_name = OperatorKind.KUBE, clean(form.operator_name)[:200]
    if form.operator_person_id is not None:
        person = registry_policies.visible_to(by).filter(pk=form.operator_person_id).first()
        if person is None:
            raise Refused(
                field="Pengelola", value="", expected="warga di wilayah tugas Anda", remedy="cari lagi orangnya"
            )
        ewarong.operator_person_id, ewarong.operator_kind = person.pk, OperatorKind.PERSON
        ewarong.operator_name = person.name
    if len(ewarong.operator_name) < 3:
        raise Refused(
            field="Pengelola", value=form.operator_name, expected="orang dari registri atau nama KUBE", remedy="cari orangnya atau tulis nama KUBE",
        )  # fmt: skip
    return covers


def _village(code: str, field: str) -> AreaCode:
    area = AreaCode.parse(code)
    if area.level != AreaLevel.VILLAGE:
        raise Refused(field=field, value=code, expected="desa atau kelurahan", remedy="pilih dari daftar")
    reference_queries.get_area(area)
    return area


def _cover(ewarong: Ewarong, covers: Iterable[AreaCode]) -> None:
    EwarongCover.objects.bulk_create(EwarongCover(ewarong=ewarong, area_code=each) for each in covers)


def _save(ewarong: Ewarong) -> None:
    try:
        with transaction.atomic():
            ewarong.save()
    except IntegrityError as error:
        raise Refused(
            field="Nama", value=ewarong.name, expected="nama yang belum ada di desa ini", remedy="buka e-warong itu dari daftarnya",
        ) from error  # fmt: skip


def _keep(ewarong: Ewarong, file: tuple[bytes, str] | None, by: Actor, at: datetime) -> None:
    if file is not None:
        ewarong.decree_file_id = keep_file(
            content=file[0], name=file[1], kind="SCAN", owner=(OWNER, ewarong.pk), area=ewarong.area_code, by=by, at=at
        ).pk


def _locked(ewarong_id: UUID) -> Ewarong:
    found = Ewarong.objects.select_for_update(of=("self",)).filter(pk=ewarong_id).first()
    if found is None:
        raise Missing(f"e-warong {ewarong_id}")
    return found


def _check_day(ewarong: Ewarong, on: date, at: datetime) -> None:
    """A pause or end begins within the appointment, not in the future, and not inside an earlier pause."""
    starts = [each for each in (ewarong.valid_from, *ewarong.pauses.values_list("until_on", flat=True)) if each]
    first = max(starts, default=None)
    if on > _day(at) or (first is not None and on < first):
        allowed = "hari ini atau sebelumnya" if first is None else f"{clock.format_date(first)} sampai hari ini"
        raise Refused(field="Tanggal", value=clock.format_date(on), expected=allowed, remedy="pilih hari lain")


def _reason(text: str) -> str:
    said = clean(text)[:300]
    if len(said) < 5:
        raise Refused(
            field="Alasan", value=text, expected="alasan yang dapat dimengerti auditor", remedy="tulis satu kalimat"
        )
    return said


def _moved(ewarong: Ewarong, step: str, state: str, by: Actor, at: datetime, *, reason: str = "") -> Ewarong:
    ewarong.state, ewarong.updated_at = state, at
    ewarong.save()
    _note(f"delivery.ewarong.{step}", ewarong, by, at, reason=reason)
    return ewarong


def _day(at: datetime) -> date:
    return clock.local_date(at, settings.TIME_ZONE)


def _note(name: str, ewarong: Ewarong, by: Actor, at: datetime, *, reason: str = "", decree: str = "") -> None:
    record(
        name,
        by=by,
        at=at,
        on=ewarong,
        subjects=[(OWNER, ewarong.pk)],
        area=ewarong.area_code,
        reason=reason,
        data={"name": ewarong.name, "decree": decree},
    )
