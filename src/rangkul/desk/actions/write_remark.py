"""What divisions say to each other about a case; whoever is called upon with "@" is told."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import steps
from rangkul.desk.mentions import mentioned_in
from rangkul.desk.models import Remark
from rangkul.desk.policies.shares import check_can_remark, readers_of
from rangkul.desk.telling import put
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.once import insert_of_form
from rangkul.platform.outbox.messages import Recipient
from rangkul.platform.policy.actor import Actor

CONTEXT = "desk.remark"
LONGEST = 2000


@action("desk.remark.write")
def write_remark(*, case_id: UUID, form_key: UUID, text: str, by: Actor, at: datetime) -> Remark:
    """Write a remark for everybody who reads the case; the same form twice is one remark.

    The trail tells that there is one and whom it calls, not what it says. Raises `Denied`, `Refused`.
    """
    case = steps.lock(case_id)
    today = clock.local_date(at, settings.TIME_ZONE)
    check_can_remark(by, case, on=today)
    known = Remark.objects.filter(form_key=form_key, case_id=case.pk).first()
    if known is not None:
        record("desk.remark.repeat", by=by, at=at, on=known, area=case.area_code)
        return known
    said = steps.said("Catatan", text, least=2)
    if len(said) > LONGEST:
        raise Refused(
            field="Catatan", value=f"{len(said)} huruf", expected=f"paling banyak {LONGEST} huruf", remedy="ringkaskan"
        )
    called = [each for each in mentioned_in(said, readers_of(case, on=today)) if each.user_id != by.user_id]
    row = Remark(
        form_key=form_key,
        case=case,
        text_cipher=crypto.seal(said, context=CONTEXT),
        told=[each.name for each in called],
        written_by=by.user_id,
        written_by_name=by.name,
        written_at=at,
    )
    insert_of_form(row)
    steps.note_event("desk.remark.write", case, by=by, at=at, told=row.told)
    for each in called:
        put(
            "desk.remark.mentioned",
            key=f"remark:{row.pk}:{each.user_id}",
            about=("shared", case.pk),
            values={"ticket": case.ticket},
            to=Recipient(user_id=each.user_id),
            at=at,
        )
    return row
