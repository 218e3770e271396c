"""What the desk tells officials and citizens through the outbox."""

from datetime import datetime
from importlib.util import find_spec
from uuid import UUID

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Declare the desk's templates; called once when the app starts."""
    if find_spec("rangkul.platform.outbox") is None:
        return
    from rangkul.platform.outbox.messages import register_template

    register_template(
        "desk.case.escalated", _("Kasus {ticket} hampir atau sudah lewat tenggat. Mohon dilihat."), values=("ticket",)
    )


def tell_user(template: str, user_id: UUID, *, ticket: str, case_id: UUID, key: str, at: datetime) -> None:
    """Put a message for an official into the outbox; nothing while the outbox is not there yet."""
    if find_spec("rangkul.platform.outbox") is None:
        return
    from rangkul.platform.outbox.actions import put_message
    from rangkul.platform.outbox.messages import Recipient

    put_message(
        template=template,
        to=Recipient(user_id=user_id, phone="", email=""),
        values={"ticket": ticket},
        about=("case", case_id),
        key=key,
        at=at,
    )
