"""What keeps a message from being put into the outbox: errors of programming, never shown to users."""

from rangkul.kernel.errors import RangkulError


class BadTemplate(RangkulError):
    """A template asks for a value it may not carry, or is registered twice with different words."""


class BadMessage(RangkulError):
    """The values are not those the template declares, or look like something personal."""
