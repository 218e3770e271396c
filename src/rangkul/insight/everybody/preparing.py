"""What is worked out once for a new snapshot, so that the first visitor does not wait for it."""

import logging
from collections.abc import Callable
from datetime import timedelta

from rangkul.insight.everybody.store import find_kept
from rangkul.insight.everybody.warm import EverybodySnapshot, kept_snapshot, let_go
from rangkul.kernel.errors import RangkulError

type Preparation = Callable[[EverybodySnapshot], object]

GAP = timedelta(hours=1)
"""One that failed is not tried again sooner."""
_PREPARATIONS: dict[str, Preparation] = {}
_log = logging.getLogger(__name__)


def prepared(name: str) -> Callable[[Preparation], Preparation]:
    """Register what is to be kept beside a new snapshot; run again for one that has it, it does nothing."""

    def wrap(preparation: Preparation) -> Preparation:
        _PREPARATIONS[name] = preparation
        return preparation

    return wrap


def prepare() -> list[str]:
    """Do it all for the snapshot in use; the names of those done. One that fails is left to the first visitor."""
    kept = find_kept()
    if kept is None:
        return []
    done = []
    snapshot = kept_snapshot(as_of=kept.as_of)
    for name, preparation in _PREPARATIONS.items():
        try:
            preparation(snapshot)
        except (RangkulError, OSError) as error:
            _log.error("preparing %s failed: %s", name, type(error).__name__)
        else:
            done.append(name)
    let_go()  # a worker asks nothing of it; the memory is better used elsewhere
    return done
