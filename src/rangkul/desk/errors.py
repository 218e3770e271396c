"""What can go wrong at the desk, in words for whoever sits there."""

from rangkul.kernel.errors import Missing, RangkulError


class UnableToClose(RangkulError):
    """A case can't be closed yet; the text says what is still open and what to do."""


class UnableToMatch(RangkulError):
    """A case can't be tied to that person or family."""


class AlreadyAnswered(RangkulError):
    """A referral was answered before."""


class NoSuchCase(Missing):
    """No such case or referral, or none that the actor may see; pages answer 404."""


class StaleReferral(RangkulError):
    """Somebody else went on with the referral after the page was opened; the text says who and what."""


class LinkNotInForce(RangkulError):
    """The link was revoked, replaced or has expired; the text says whom to ask."""
