"""How loud the machine was while something was measured: a wall time on a shared machine means little without it."""

import os
import resource
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


def cpu_seconds() -> float:
    """Seconds of the processors that this process, its finished children and its PostgreSQL process have used, to the ms.

    PostgreSQL's share is read while that process waits for us, so nothing of it is missing.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone() or (0,)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime + backend_seconds(backend)


def backend_seconds(pid: int) -> float:
    """Processor seconds of one PostgreSQL process so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def load() -> float:
    """The load average of the last minute."""
    return round(os.getloadavg()[0], 1)


def _own() -> float:
    """CPU seconds of this process and of those it started and waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _busy() -> float:
    """CPU seconds that all processors were not idle, what the host took away (steal) included; 0 off Linux."""
    try:
        first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]
    except OSError:
        return 0.0
    user, nice, system, _idle, _iowait, irq, softirq, steal = (int(each) for each in first)
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")
