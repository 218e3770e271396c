"""A snapshot of what nobody has changed since is taken once in a process: its files are laid down again for the next test."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Max

from rangkul.insight.everybody import store
from rangkul.insight.everybody.actions import take_snapshot
from rangkul.insight.everybody.store import Kept
from rangkul.kernel import clock
from rangkul.platform.audit.models import RowChange
from rangkul.platform.policy.actor import system_actor
from rangkul.registry.models import Family

OFFICE = system_actor("uji")
_TAKEN: dict[Any, tuple[Kept, Path]] = {}


def take(as_of: date) -> Kept:
    """The snapshot as a job would take it."""
    return take_snapshot(as_of=as_of, by=OFFICE, at=clock.now())


def take_once(as_of: date) -> Kept:
    """The same, from files when a test before took it of the same rows: every change of a row leaves a line."""
    last = RowChange.objects.aggregate(last=Max("id"))["last"]
    mark = (as_of, last, Family.objects.order_by("pk").values_list("pk", flat=True).first())
    if mark not in _TAKEN:
        kept = take(as_of)
        place = Path(tempfile.mkdtemp(prefix="rangkul-taken-")) / "everybody"
        shutil.copytree(store.home(), place)
        _TAKEN[mark] = (kept, place)
    kept, place = _TAKEN[mark]
    shutil.copytree(place, store.home(), dirs_exist_ok=True)
    return kept
