"""A needed assistive device was given: the need ends, the profile owns the device, and whose money paid is kept."""

from datetime import date, datetime, timedelta
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference.enums import FundSource
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.record_disability import Device
from rangkul.registry.enums import ConditionKind, DeviceState
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import Condition, DeviceAid, DisabilityDevice, Person
from rangkul.registry.queries.profiles import lock_newest, next_version


@action("registry.device.meet")
def meet_device(
    *, need_id: UUID, fund_source: str, given_on: date, evidence: str, by: Actor, at: datetime
) -> DeviceAid:
    """Record that the device of a need was given, paid from a budget, on a day, by a paper (number of the BAST).

    A need is met once. Raises Refused (met already, day before the need or to come, no paper), NoSuchRecord, Denied.
    """
    need = (
        Condition.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=need_id, kind=ConditionKind.DEVICE_NEEDED, person__isnull=False)
        .first()
    )
    if need is None or need.person is None or not policies.visible_to(by).filter(pk=need.person.pk).exists():
        raise NoSuchRecord("device", need_id)
    policies.check_can_meet_device(by, need.person.area_code)
    known = DeviceAid.objects.filter(need=need).first()
    if known is not None or (need.period.upper is not None and need.period.upper <= steps.day_of(at)):
        raise Refused(
            field="Alat bantu",
            value=need.device,
            expected="kebutuhan yang belum dipenuhi",
            remedy=f"sudah dicatat oleh {known.recorded_by_name}; kembali ke daftar" if known else "muat ulang daftar",
        )
    steps.check_not_future("Diserahkan tanggal", given_on, at)
    if need.period.lower is not None and given_on < need.period.lower:
        raise Refused(
            field="Diserahkan tanggal",
            value=clock.format_date(given_on),
            expected=f"{clock.format_date(need.period.lower)} (hari kebutuhan dicatat) atau sesudahnya",
            remedy="periksa tanggal pada berita acara",
        )
    paper = clean(evidence)[:150]
    if len(paper) < 3:
        raise Refused(
            field="Nomor berita acara",
            value=evidence,
            expected="nomor BAST atau bukti lain",
            remedy="salin dari kertasnya",
        )
    source = FundSource(fund_source)
    aid = DeviceAid.objects.create(
        need=need,
        person=need.person,
        area_code=need.person.area_code,
        device=need.device,
        fund_source=source,
        given_on=given_on,
        evidence=paper,
        recorded_by=by.user_id,
        recorded_by_name=by.name,
        recorded_at=at,
    )
    need.period = steps.since(need.period.lower or given_on, given_on + timedelta(days=1))
    need.save(update_fields=["period"])
    _own(need, need.person, at)
    record(
        "registry.device.meet",
        by=by,
        at=at,
        on=aid,
        kind="person",
        subjects=steps.subjects_of_person(need.person.pk, steps.day_of(at)),
        area=need.person.area_code,
        data={"source": str(source.label), "is_sensitive": True},
    )
    return aid


def _own(need: Condition, person: Person, at: datetime) -> None:
    """A new version of the profile in which the device is owned; who recorded and validated the rest stays as it was."""
    profile = lock_newest(person.pk)
    if profile is None:
        return
    told = list(profile.devices.all())
    got = next((each for each in told if each.state == DeviceState.NEEDED and _text(each) == need.device), None)
    if got is None:
        return
    version = next_version(person.pk, profile)
    profile.pk, profile.person, profile.version, profile.recorded_at = new_id(), person, version, at
    profile.save(force_insert=True)
    DisabilityDevice.objects.bulk_create(
        DisabilityDevice(
            profile=profile, kind=each.kind, detail=each.detail, state=DeviceState.GOOD if each is got else each.state
        )
        for each in told
    )


def _text(device: DisabilityDevice) -> str:
    return Device(device.kind, device.state, device.detail).text
