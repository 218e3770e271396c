"""Opening a batch: a village proposes for one component and one fiscal year."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.documents.numbering import next_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.errors import AlreadyCreated, NoSuchComponent
from rangkul.programmes.events import told_of
from rangkul.programmes.models import Component, ProposalBatch
from rangkul.programmes.policies import proposals as policies

SERIES = "USULAN"
FIRST_YEAR = 2015
"""Older lists come in by import, not by proposal."""


@action("programmes.proposal.create")
def create_batch(
    *,
    component_id: UUID,
    fiscal_year: int,
    area: str,
    by: Actor,
    at: datetime,
    musyawarah_on: date | None = None,
    musyawarah_place: str = "",
    musyawarah_attendance: int | None = None,
    note: str = "",
    batch_id: UUID | None = None,
) -> ProposalBatch:
    """Open a draft of the village `area`. The musyawarah may be filled in later, at the latest when it is submitted.

    `batch_id` is the form's own key: sent twice, the second sending raises AlreadyCreated with the first's `batch_id`.
    Raises Denied outside the actor's village, NoSuchComponent, Refused for a year or a musyawarah that cannot be.
    """
    policies.check_can_create_batch(by, area)
    if batch_id is not None and ProposalBatch.objects.filter(pk=batch_id).exists():
        raise AlreadyCreated(batch_id)
    batch = open_draft(component_id=component_id, fiscal_year=fiscal_year, area=area, batch_id=batch_id, by=by, at=at)
    set_musyawarah(
        batch, on=musyawarah_on, place=musyawarah_place, attendance=musyawarah_attendance, today=office_day(at)
    )
    batch.note = clean(note)
    batch.save()
    return batch


def open_draft(
    *, component_id: UUID, fiscal_year: int, area: str, by: Actor, at: datetime, batch_id: UUID | None = None
) -> ProposalBatch:
    """The new draft with its number and its line in the trail; who may was checked before."""
    today = office_day(at)
    component = Component.objects.select_related("programme").filter(pk=component_id, programme__is_own=True).first()
    if component is None:
        raise NoSuchComponent(component_id)
    if not FIRST_YEAR <= fiscal_year <= today.year + 1:
        raise Refused(
            field="Tahun anggaran",
            value=fiscal_year,
            expected=f"{FIRST_YEAR} sampai {today.year + 1}",
            remedy="pilih tahun anggaran usulan ini",
        )
    batch = ProposalBatch(
        id=batch_id or new_id(),
        number=next_number(SERIES, office_code=area, on=today),
        component=component,
        fiscal_year=fiscal_year,
        area_code=area,
        created_by=by.user_id,
        created_at=at,
        updated_at=at,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError as error:
        # The same form arrived twice at the same moment: the other one won.
        raise AlreadyCreated(batch.pk) from error
    record(
        "programmes.proposal.create",
        by=by,
        at=at,
        on=batch,
        kind="proposal",
        subjects=[("proposal", batch.pk)],
        area=area,
        data={"number": batch.number, **told_of(component), "fiscal_year": fiscal_year},
    )
    return batch


def set_musyawarah(
    batch: ProposalBatch, *, on: date | None, place: str, attendance: int | None, today: date, is_required: bool = False
) -> None:
    """Put day, place and attendance of the musyawarah on the batch. Raises Refused for what cannot be (R017, B01)."""
    if on is not None and on > today:
        raise Refused(
            field="Tanggal musyawarah",
            value=format_date(on),
            expected=f"tidak sesudah hari ini ({format_date(today)})",
            remedy="isi tanggal pada berita acara",
        )
    if attendance is not None and attendance < 1:
        raise Refused(
            field="Jumlah hadir", value=attendance, expected="sedikitnya 1 orang", remedy="hitung dari daftar hadir"
        )
    batch.musyawarah_on = on or batch.musyawarah_on
    batch.musyawarah_place = clean(place) or batch.musyawarah_place
    batch.musyawarah_attendance = attendance or batch.musyawarah_attendance
    missing = {
        "Tanggal musyawarah": batch.musyawarah_on,
        "Tempat musyawarah": batch.musyawarah_place,
        "Jumlah hadir": batch.musyawarah_attendance,
    }
    for field, value in missing.items():
        if is_required and not value:
            raise Refused(
                field=field, value="", expected="diisi sesuai berita acara", remedy="lengkapi sebelum mengajukan"
            )
