"""Row ids: UUID version 7 (RFC 9562), which sort by the moment they were made."""

import os
import secrets
import threading
import uuid
from datetime import UTC, datetime, timedelta

from rangkul.kernel.clock import now

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_COUNTER_BITS = 42
_TAIL_BITS = 32


class _Sequence:
    """Hands out (millisecond, counter) pairs that only grow, also when the clock steps back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = 0
        self._counter = 0

    def next(self) -> tuple[int, int]:
        millisecond = (now() - _EPOCH) // _MILLISECOND
        with self._lock:
            if millisecond > self._millisecond:
                self._restart(millisecond)
            elif self._counter + 1 < 1 << _COUNTER_BITS:
                self._counter += 1
            else:
                self._restart(self._millisecond + 1)
            return self._millisecond, self._counter

    def _restart(self, millisecond: int) -> None:
        self._millisecond = millisecond
        # The top bit starts at 0 so that the counter has room to grow within the millisecond.
        self._counter = secrets.randbits(_COUNTER_BITS - 1)


_sequence = _Sequence()


def _forget_parent() -> None:
    """A forked worker starts its own sequence: sharing the parent's counter would invite equal ids."""
    global _sequence
    _sequence = _Sequence()


os.register_at_fork(after_in_child=_forget_parent)


def new_id() -> uuid.UUID:
    """A fresh UUIDv7, greater than every id this process made before; safe to call from any thread."""
    millisecond, counter = _sequence.next()
    high, low = divmod(counter, 1 << 30)
    value = millisecond << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low << _TAIL_BITS | secrets.randbits(_TAIL_BITS)
    return uuid.UUID(int=value)


def id_time(id: uuid.UUID) -> datetime:
    """The moment the id was made, aware UTC, to the millisecond. Raises ValueError for other UUID versions."""
    if id.version != 7:
        raise ValueError("only UUID version 7 carries its time")
    return _EPOCH + (id.int >> 80) * _MILLISECOND


def read_id(text: str | None) -> uuid.UUID | None:
    """The id that a text from outside names; None for nothing and for what is no id."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
