"""A division marks its flagship programme ("program unggulan"), or takes the mark back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.models import Programme
from rangkul.programmes.policies.terms import check_can_set_flagship

MOST = 3
"""A division with more than three flagships has none."""


@action("programmes.programme.set_flagship")
def set_flagship(*, programme_id: UUID, is_flagship: bool, reason: str, by: Actor, at: datetime) -> Programme:
    """Mark an own programme as the flagship of its division, or end the mark; the reason stands on the public page.

    Raises Denied (another division's), Refused (no division, no reason, as it is already, more than three).
    """
    # one after the other in a division: two officials cannot both give the last mark
    list(Programme.objects.select_for_update().filter(is_own=True, is_flagship=True).values_list("pk"))
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    check_can_set_flagship(by, programme)
    why = clean(reason)[:300]
    if programme.is_flagship == is_flagship:
        raise Refused(
            field=_("Program unggulan"),
            value=programme.name,
            expected=_("tanda yang lain dari sekarang"),
            remedy=_("petugas lain sudah mengubahnya; muat ulang halaman"),
        )
    if not programme.is_own or programme.division_id is None:
        raise Refused(
            field=_("Program"), value=programme.name, expected=_("program milik bidang"), remedy=_("pilih program lain")
        )
    if len(why) < 5:
        raise Refused(
            field=_("Alasan"),
            value=reason,
            expected=_("keterangan yang dapat dimengerti"),
            remedy=_("tulis untuk warga"),
        )
    others = Programme.objects.filter(division_id=programme.division_id, is_flagship=True)
    if is_flagship and others.count() >= MOST:
        raise Refused(
            field=_("Program unggulan"),
            value=", ".join(others.values_list("name", flat=True)),
            expected=_("paling banyak %(n)s tiap bidang") % {"n": MOST},
            remedy=_("cabut dahulu tanda pada salah satunya"),
        )
    programme.is_flagship, programme.flagship_reason = is_flagship, why if is_flagship else ""
    programme.save(update_fields=["is_flagship", "flagship_reason"])
    record(
        "programmes.programme.set_flagship",
        by=by,
        at=at,
        on=programme,
        subjects=[("programme", programme.pk)],
        reason=why,
        data={"code": programme.code, "name": programme.name, "is_flagship": is_flagship},
    )
    return programme
