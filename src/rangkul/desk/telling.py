"""What the desk tells officials through the outbox: tickets and days, never whom or what it is about."""

from datetime import datetime
from uuid import UUID

from rangkul.platform.outbox.actions import put_message
from rangkul.platform.outbox.messages import Recipient


def tell_official(
    template: str, user_id: UUID | None, *, values: dict[str, object], case_id: UUID, key: str, at: datetime
) -> None:
    """Put a message for an official into the outbox, in the caller's transaction; the same key twice is one message."""
    if user_id is not None:
        put_message(
            template=template, to=Recipient(user_id=user_id), values=values, about=("case", case_id), key=key, at=at
        )
