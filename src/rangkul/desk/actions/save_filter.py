"""Keeping a view of the worklist under a name, and letting it go."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from rangkul.desk.errors import NoSuchCase
from rangkul.desk.models import SavedFilter
from rangkul.desk.policies import check_can_filter, filters_visible_to
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

KEYS = ("tab", "status", "kanal", "jenis", "bidang", "desa", "mendesak", "golongan", "tenggat", "urut")
"""What of an address is kept. What was searched for is not: it may be a citizen's name."""
MOST = 20


@action("desk.filter.save")
def save_filter(*, name: str, chosen: dict[str, str], by: Actor, at: datetime) -> SavedFilter:
    """Keep the chosen filters under a name on the actor's own list; a name used before gets the new ones.

    Raises `Refused` without a name, without anything to keep, and beyond `MOST` names.
    """
    check_can_filter(by)
    assert by.user_id is not None
    title = clean(name)[:40]
    kept = {key: clean(chosen.get(key, ""))[:40] for key in KEYS if chosen.get(key)}
    if not title:
        raise Refused(
            field="Nama saringan", value=name, expected="nama pendek", remedy="tulis nama, misalnya Mendesak minggu ini"
        )
    if not kept:
        raise Refused(
            field="Saringan", value="", expected="sedikitnya satu pilihan", remedy="pilih kelompok atau saringan dulu"
        )
    own = filters_visible_to(by)
    known = own.filter(name=title).first()
    if known is None and own.count() >= MOST:
        raise Refused(
            field="Saringan", value=title, expected=f"paling banyak {MOST} saringan", remedy="hapus yang tidak dipakai"
        )
    found, _made = SavedFilter.objects.update_or_create(
        user_id=by.user_id, name=title, defaults={"query": urlencode(kept), "saved_at": at}
    )
    record("desk.filter.save", by=by, at=at, on=found)
    return found


@action("desk.filter.delete")
def delete_filter(*, filter_id: UUID, by: Actor, at: datetime) -> None:
    """Take a saved filter off the actor's own list. Raises `NoSuchCase` for somebody else's."""
    check_can_filter(by)
    found = filters_visible_to(by).filter(pk=filter_id).first()
    if found is None:
        raise NoSuchCase(filter_id)
    record("desk.filter.delete", by=by, at=at, on=found)
    found.delete()
