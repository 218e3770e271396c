"""How loud the machine was while something was measured: a wall time on a shared machine means little without it."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self


@dataclass(slots=True)
class Stretch:
    """A measured stretch: wall and own CPU seconds, and the share of the machine's time that others took or stole."""

    wall: float = 0.0
    cpu: float = 0.0
    foreign: float = 0.0
    _before: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def __enter__(self) -> Self:
        self._before = (time.perf_counter(), _own(), _busy())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        wall, own, busy = self._before
        self.wall, self.cpu = time.perf_counter() - wall, _own() - own
        others = max(0.0, _busy() - busy - self.cpu)
        self.foreign = others / (self.wall * (os.cpu_count() or 1)) if self.wall else 0.0


def load() -> float:
    """The load average of the last minute."""
    return round(os.getloadavg()[0], 1)


def _own() -> float:
    """CPU seconds of this process and of those it started and waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _busy() -> float:
    """CPU seconds that all processors were not idle, what the host took away (steal) included; 0 off Linux."""
    try:
        first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]
    except OSError:
        return 0.0
    user, nice, system, _idle, _iowait, irq, softirq, steal = (int(each) for each in first)
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")
