"""What keeps a message from being put into the outbox or from leaving it: never shown to users."""

from rangkul.kernel.errors import RangkulError


class BadTemplate(RangkulError):
    """A template asks for a value it may not carry, or is registered twice with different words."""


class BadMessage(RangkulError):
    """The values are not those the template declares, or look like something personal."""


class Outdated(RangkulError):
    """What the message leads to is over: it is not sent any more."""
