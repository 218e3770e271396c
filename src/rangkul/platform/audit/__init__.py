"""What was done, by whom, to whom and why: written in the transaction of the deed."""

from rangkul.platform.audit.actions import action, note_access, record

__all__ = ["action", "note_access", "record"]
