"""What was agreed at an activity: added with who and until when, done with a word about it."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation.actions.asking import not_after, not_before, said, today_of
from rangkul.organisation.models import ActionItem
from rangkul.organisation.policies import check_can_record
from rangkul.organisation.queries.activities import lock_activity
from rangkul.organisation.queries.items import lock_item
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("organisation.item.add")
def add_item(
    *,
    activity_id: UUID,
    text: str,
    owner_name: str,
    due_on: date,
    by: Actor,
    at: datetime,
    owner_id: UUID | None = None,
) -> ActionItem:
    """Add an action item. Raises `Refused` (words, a day before the activity), `Denied` outside the actor's areas."""
    activity = lock_activity(by, activity_id)
    check_can_record(by, activity.area_code)
    not_before("Batas waktu", due_on, activity.held_on, remedy="isi hari pada atau sesudah kegiatan")
    item = ActionItem.objects.create(
        activity=activity,
        text=said("Tindak lanjut", text, most=300, least=5, remedy="tulis apa yang akan dikerjakan"),
        owner_name=said("Penanggung jawab", owner_name, most=200, least=2, remedy="tulis nama orangnya"),
        owner_id=owner_id,
        due_on=due_on,
        added_at=at,
        added_by_name=by.name,
    )
    data = {"text": item.text, "due_on": due_on.isoformat()}
    record("organisation.item.add", by=by, at=at, on=activity, area=activity.area_code, data=data)
    return item


@action("organisation.item.finish")
def finish_item(*, item_id: UUID, done_on: date, note: str, by: Actor, at: datetime) -> ActionItem:
    """Say that an item was done, when and how. Raises `Refused` when it is done already (by whom), a day ahead; `Denied`."""
    item = lock_item(by, item_id)
    activity = lock_activity(by, item.activity_id)
    check_can_record(by, activity.area_code)
    if item.done_on is not None:
        raise Refused(
            field="Tindak lanjut",
            value=item.text,
            expected=f"yang belum selesai; ditandai {item.done_by_name} pada {clock.format_date(item.done_on)}",
            remedy="muat ulang halaman",
        )
    not_after("Tanggal selesai", done_on, today_of(activity.office, at), remedy="isi hari selesainya")
    not_before("Tanggal selesai", done_on, activity.held_on, remedy="isi hari pada atau sesudah kegiatan")
    item.done_on, item.done_note, item.done_by_name = done_on, clean(note)[:300], by.name
    item.save(update_fields=["done_on", "done_note", "done_by_name"])
    data = {"text": item.text, "done_on": done_on.isoformat()}
    record("organisation.item.finish", by=by, at=at, on=activity, area=activity.area_code, data=data)
    return item
