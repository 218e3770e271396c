"""What a gateway is handed and what it may answer."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as a gateway needs it. `key` is the same at every try: the gateway's idempotency key.

    `subject` is for e-mail and browsers; `values` are the template's values in order, for gateways that know the
    template by `template`; `path` is where the message leads to inside Rangkul.
    """

    key: str
    to: str
    subject: str
    text: str
    template: str
    values: tuple[str, ...]
    path: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The gateway has it; `gateway_id` is its own number for it."""

    gateway_id: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Not sent, may be tried again. `after`: the gateway itself said how long to leave it alone, all messages of it.

    `is_setting` tells that the settings seem wrong (a password refused), so that the page can say so.
    """

    problem: str
    after: timedelta | None = None
    is_setting: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """Not sent, and never will be as it is. `is_gone`: the address itself has ended (a browser signed off)."""

    problem: str
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have been sent: the gateway was told and nothing came back."""

    problem: str


type Answer = Sent | Later | Never | Unsure


class Gateway(Protocol):
    """A way out of the house."""

    @property
    def may_repeat(self) -> bool:
        """Whether the same letter may be sent again when nobody knows if the first one arrived.

        True where the gateway or the recipient's side knows a letter by its key and takes it once.
        """

    def send(self, letter: Letter) -> Answer:
        """Hand the letter over; never raises for what a gateway or network does."""
