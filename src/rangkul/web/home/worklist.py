"""Gathering a role's work from every room, the most urgent first."""

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec

from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.worklist import WorklistSection

Source = Callable[[Actor], Iterable[WorklistSection]]

ROOMS = ("programmes", "delivery", "desk", "institutions", "verivali", "imports", "registry", "organisation")
"""Web rooms with a `worklist.py`; one that has none yet is passed over."""


def sources() -> list[Source]:
    """The `sections` of every room that has work to show."""
    names = [f"rangkul.web.{room}.worklist" for room in ROOMS]
    return [import_module(name).sections for name in names if find_spec(name) is not None]


def sections_for(actor: Actor) -> list[WorklistSection]:
    """Sections of every room that has work for this actor; urgent ones and those with work first."""
    found = [section for source in sources() for section in source(actor)]
    return sorted(found, key=lambda section: (not (section.is_urgent and section.count), section.count == 0))
