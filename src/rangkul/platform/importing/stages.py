"""How far a stage of an import is, and how long it will still take, in words that everybody reads at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

_MINUTE = 60
_HOUR = 60 * _MINUTE
_SURE_AFTER_SECONDS = 3.0


def remaining_in_words(seconds: float) -> str:
    """ "kurang dari semenit lagi", "kira-kira 4 menit lagi", "kira-kira 1 jam 20 menit lagi"."""
    if seconds < _MINUTE:
        return "kurang dari semenit lagi"
    minutes = round(seconds / _MINUTE)
    if seconds < _HOUR:
        return f"kira-kira {minutes} menit lagi"
    hours, rest = divmod(round(minutes / 10) * 10, 60)
    return f"kira-kira {hours} jam {rest} menit lagi" if rest else f"kira-kira {hours} jam lagi"


@dataclass
class Stages:
    """Passes progress on to a job with the number of the stage, rows done and an estimate of what is left.

    The estimate counts from the beginning of the stage; nothing is said during its first seconds, when any figure would
    be a guess. `of` is how many stages the whole job has.
    """

    tell: Callable[[int, int | None, str], None]
    of: int
    clock: Callable[[], float] = time.monotonic
    _number: int = 0
    _name: str = ""
    _unit: str = ""
    _began: float = field(default=0.0)

    def begin(self, name: str, *, unit: str = "", total: int = 0) -> None:
        """A new stage; `unit` is what `done` counts ("baris"), empty where it counts steps of work."""
        self._number, self._name, self._unit, self._began = self._number + 1, name, unit, self.clock()
        self.tell(0, total, f"Tahap {self._number} dari {self.of}: {name}")

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """How far the stage is; `message` is said in place of its name."""
        parts = [f"Tahap {self._number} dari {self.of}: {message or self._name}"]
        if self._unit and total:
            parts.append(f"{_dotted(done)} dari {_dotted(total)} {self._unit}")
        elif self._unit and done:
            parts.append(f"{_dotted(done)} {self._unit}")
        spent = self.clock() - self._began
        if total and 0 < done < total and spent >= _SURE_AFTER_SECONDS:
            parts.append(remaining_in_words(spent / done * (total - done)))
        self.tell(done, total, ", ".join(parts))


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
