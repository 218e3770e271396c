"""Adding a programme, or a component of one, to the catalogue without a file."""

import re
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation import queries as organisation
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import AidForm, CountingUnit
from rangkul.programmes.models import Component, Programme
from rangkul.programmes.policies.terms import check_can_create_programme
from rangkul.reference.enums import FundSource

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIRST_ORDER = 50
_HEALTH_OFFICE = re.compile(r"\b(pmt|posyandu|makanan\s+tambahan|imunisasi)\b", re.IGNORECASE)
"""What the health office gives: the social office gives social aid only (R308)."""


@action("programmes.programme.create")
def create_programme(
    *,
    code: str,
    name: str,
    division_id: UUID,
    fund_source: str,
    legal_basis: str,
    by: Actor,
    at: datetime,
    purpose: str = "",
) -> Programme:
    """A programme of this office, run by a division, without components yet. Raises Denied, Refused."""
    check_can_create_programme(by)
    code = _checked_code(_("Kode program"), code, 40, Programme.objects.filter(code=code).exists())
    office = organisation.find_office()
    division = (
        organisation.list_divisions(office, on=clock.local_date(at, settings.TIME_ZONE)).filter(pk=division_id).first()
        if office
        else None
    )
    if division is None:
        raise Refused(
            field=_("Bidang"), value="", expected=_("bidang yang ada di Dinas"), remedy=_("pilih bidang pelaksana")
        )
    _check_is_ours(_("Nama program"), name, code.replace("-", " "))
    programme = Programme.objects.create(
        code=code,
        name=_filled(_("Nama program"), name, 200),
        purpose=clean(purpose),
        is_own=True,
        division=division,
        fund_source=_chosen(_("Sumber dana"), fund_source, FundSource.values),
        legal_basis=_filled(_("Dasar hukum"), legal_basis, 2000),
        order=_FIRST_ORDER,
    )
    record(
        "programmes.programme.create",
        by=by,
        at=at,
        on=programme,
        subjects=[("programme", programme.pk)],
        data={"code": code, "name": programme.name, "division": division.code},
    )
    return programme


@action("programmes.component.create")
def create_component(
    *,
    programme_id: UUID,
    code: str,
    name: str,
    unit: str,
    aid_form: str,
    by: Actor,
    at: datetime,
    item: str = "",
    item_unit: str = "",
    is_sensitive: bool = False,
    tracks_outcome: bool = False,
) -> Component:
    """A component of an own programme; its first terms are then drafted by the division. Raises Denied, Refused."""
    check_can_create_programme(by)
    programme = Programme.objects.select_for_update().filter(pk=programme_id, is_own=True).first()
    if programme is None:
        raise Refused(
            field=_("Program"), value="", expected=_("program milik Dinas"), remedy=_("pilih program dari katalog")
        )
    code = _checked_code(_("Kode komponen"), code, 60, Component.objects.filter(code=code).exists())
    _check_is_ours(_("Nama komponen"), name, item, code.replace("-", " "))
    last: int | None = Component.objects.filter(programme=programme).aggregate(last=Max("order"))["last"]
    component = Component.objects.create(
        programme=programme,
        code=code,
        name=_filled(_("Nama komponen"), name, 200),
        unit=_chosen(_("Satuan penerima"), unit, CountingUnit.values),
        aid_form=_chosen(_("Bentuk bantuan"), aid_form, AidForm.values),
        item=clean(item)[:100],
        item_unit=clean(item_unit)[:20],
        is_sensitive=is_sensitive,
        tracks_outcome=tracks_outcome,
        order=(last or 0) + 1,
    )
    record(
        "programmes.component.create",
        by=by,
        at=at,
        on=component,
        subjects=[("programme", programme.pk), ("component", component.pk)],
        data={"code": code, "programme": programme.code, "unit": component.unit},
    )
    return component


def _check_is_ours(what: str, *texts: str) -> None:
    found = next((each for each in texts if _HEALTH_OFFICE.search(each)), None)
    if found is not None:
        raise Refused(
            field=what,
            value=found,
            expected=_("bantuan sosial; PMT, Posyandu dan imunisasi diberikan Dinas Kesehatan"),
            remedy=_("salin laporannya sebagai data kesehatan warga, dengan sumbernya"),
        )


def _checked_code(what: str, code: str, longest: int, is_taken: bool) -> str:
    if len(code) > longest or not _CODE.fullmatch(code):
        raise Refused(
            field=what,
            value=code,
            expected=_("huruf kecil, angka dan tanda hubung, paling panjang %(n)s") % {"n": longest},
            remedy=_("tulis misalnya bantuan-beras"),
        )
    if is_taken:
        raise Refused(
            field=what,
            value=code,
            expected=_("kode yang belum dipakai"),
            remedy=_("pilih kode lain, atau buka yang ada"),
        )
    return code


def _filled(what: str, text: str, longest: int) -> str:
    found = clean(text)
    if not found or len(found) > longest:
        raise Refused(
            field=what,
            value=found,
            expected=_("teks, paling panjang %(n)s huruf") % {"n": longest},
            remedy=_("isi lalu simpan lagi"),
        )
    return found


def _chosen(what: str, value: str, options: list[str]) -> str:
    if value not in options:
        raise Refused(field=what, value=value, expected=_("salah satu pilihan"), remedy=_("pilih dari daftar"))
    return value
