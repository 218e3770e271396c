"""Gathering a role's work from every room, the most urgent first."""

from collections.abc import Callable, Iterable

from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.worklist import WorklistSection

SOURCES: tuple[Callable[[Actor], Iterable[WorklistSection]], ...] = ()


def sections_for(actor: Actor) -> list[WorklistSection]:
    """Sections of every room that has work for this actor; urgent ones and those with work first."""
    found = [section for source in SOURCES for section in source(actor)]
    return sorted(found, key=lambda section: (not (section.is_urgent and section.count), section.count == 0))
