"""What can go wrong at the desk, in words for whoever sits there."""

from collections.abc import Sequence
from datetime import datetime

from rangkul.kernel.errors import Missing, RangkulError


class UnableToClose(RangkulError):
    """A case can't be closed yet; the text says what is still open and what to do."""


class UnableToMatch(RangkulError):
    """A case can't be tied to that person or family."""


class UnableToDecide(RangkulError):
    """This official can't decide this case now; the text says why and who can."""


class CaseChanged(RangkulError):
    """Somebody else changed the case since the page was opened.

    `changes` are (name, moment, sentence), the newest first; `revision` is the case's now. Nothing was kept, and the
    page gives back what was written.
    """

    def __init__(self, *, changes: Sequence[tuple[str, datetime, str]], revision: int) -> None:
        self.changes, self.revision = tuple(changes), revision
        who = ", ".join(dict.fromkeys(name for name, _at, _sentence in changes)) or "petugas lain"
        super().__init__(f"{who} sudah mengubah kasus ini sejak halaman dibuka. Belum ada yang disimpan.")


class AlreadyAnswered(RangkulError):
    """A referral was answered before."""


class NoSuchCase(Missing):
    """No such case or referral, or none that the actor may see; pages answer 404."""


class NobodyWaits(RangkulError):
    """Nobody waits at this counter now."""


class StillCalling(RangkulError):
    """The official has called somebody already and not said what became of it."""


class NoSuchTicket(Missing):
    """No such queue ticket, post or screen, or none that the actor may see; pages answer 404."""


class StaleReferral(RangkulError):
    """Somebody else went on with the referral after the page was opened; the text says who and what."""


class LinkNotInForce(RangkulError):
    """The link was revoked, replaced or has expired; the text says whom to ask."""


class NoSuchComplaint(Missing):
    """No such complaint, or none that the actor may see; pages answer 404."""


class UnableToAnswer(RangkulError):
    """This official can't answer this complaint; the text says who may."""


class UnableToObject(RangkulError):
    """An answer can't be objected to any more: once is all, and within its days."""


class AlreadyAsked(RangkulError):
    """The survey of this ticket was answered before; each ticket is asked once."""


class NoSuchLetter(NoSuchCase):
    """No such letter, or none that the actor may see; pages answer 404."""


class LetterChanged(RangkulError):
    """Somebody changed the letter after the actor had opened it; the text says to read it again."""


class UnableToSign(RangkulError):
    """The actor holds no office that signs on that day, and no power to sign for one."""
