"""What rooms want done every few minutes: short, repeatable work that leaves no row in the list of jobs."""

import logging
from collections.abc import Callable
from datetime import datetime

type Tick = Callable[[datetime], None]

TICKS: dict[str, tuple[int, Tick]] = {}
_log = logging.getLogger(__name__)


def every_minutes(minutes: int) -> Callable[[Tick], Tick]:
    """Register `tick(at)` to run in the worker when the minute is a multiple of `minutes`. It must bear being run twice."""

    def wrap(tick: Tick) -> Tick:
        TICKS[f"{tick.__module__}.{tick.__qualname__}"] = (minutes, tick)
        return tick

    return wrap


def run_ticks(at: datetime) -> list[str]:
    """Run what is due at this minute; one that fails is logged without its values and does not stop the others."""
    ran = []
    for name, (minutes, tick) in sorted(TICKS.items()):
        if at.minute % minutes:
            continue
        try:
            tick(at)
        except Exception as error:  # noqa: BLE001 - the next minute tries again; values may be personal
            _log.error("%s failed: %s", name, type(error).__name__)
        else:
            ran.append(name)
    return ran
