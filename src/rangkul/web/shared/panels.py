"""Panels that rooms above put on the pages of a person or a family: their own programmes, cases, deliveries."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from rangkul.platform.policy.actor import Actor

Panel = Callable[[HttpRequest, Actor, UUID], SafeString | str | None]

_PANELS: dict[str, list[tuple[int, str, Panel]]] = {}


def register_panel(kind: str, panel: Panel, *, order: int = 50) -> None:
    """Show `panel(request, actor, id)` on every page of that kind ("person", "family"); it returns HTML, or None.

    Called from an app's `ready`; registering the same function again changes nothing.
    """
    panels = _PANELS.setdefault(kind, [])
    name = f"{panel.__module__}.{panel.__qualname__}"
    if all(other != name for _, other, _panel in panels):
        panels.append((order, name, panel))
        panels.sort(key=lambda entry: entry[:2])


def panels_for(kind: str, request: HttpRequest, actor: Actor, subject_id: UUID) -> list[SafeString | str]:
    """The rendered panels of one page, in order; those with nothing to say are left out."""
    rendered = [panel(request, actor, subject_id) for _order, _name, panel in _PANELS.get(kind, [])]
    return [html for html in rendered if html]
