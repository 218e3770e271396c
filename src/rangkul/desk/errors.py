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


class NoSuchLetter(NoSuchCase):
    """No such letter, or none that the actor may see; pages answer 404."""


class LetterChanged(RangkulError):
    """Somebody changed the letter after the actor had opened it; the text says to read it again."""


class UnableToSign(RangkulError):
    """The actor holds no office that signs on that day, and no power to sign for one."""
