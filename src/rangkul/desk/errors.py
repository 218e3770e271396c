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


class NoSuchComplaint(Missing):
    """No such complaint, or none that the actor may see; pages answer 404."""


class UnableToAnswer(RangkulError):
    """This official can't answer this complaint; the text says who may."""


class UnableToObject(RangkulError):
    """An answer can't be objected to any more: once is all, and within its days."""


class AlreadyAsked(RangkulError):
    """The survey of this ticket was answered before; each ticket is asked once."""
