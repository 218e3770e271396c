"""What can go wrong at a handover, in the words of the person at the table."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from rangkul.kernel import clock
from rangkul.kernel.errors import RangkulError


class UnableToHandOver(RangkulError):
    """The aid may not be handed over; the text says why and what to do."""


class OverlapReasonNeeded(UnableToHandOver):
    """Something else is received that goes together with a reason only: the person at the table writes it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join([*sentences, "Tulis alasannya pada formulir bila tetap diserahkan."]))


class AlreadySettled(UnableToHandOver):
    """This entitlement has been served: by whom and when, so that nobody is served twice."""

    def __init__(self, *, recipient: str, at: datetime, by: str, receiver: str) -> None:
        local = timezone.localtime(at)
        super().__init__(
            f"{recipient} sudah menerima bantuan siklus ini pada {clock.format_date(local.date())} pukul "
            f"{local:%H.%M}, diambil {receiver}, dicatat oleh {by}. Jangan serahkan lagi."
        )


class KeyReused(UnableToHandOver):
    """The same idempotency key came with other content: two different handovers were given one number."""

    def __init__(self) -> None:
        super().__init__(
            "Formulir ini sudah pernah dikirim dengan isi yang berbeda. Muat ulang halaman penerima dan catat lagi."
        )
