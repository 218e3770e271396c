"""Migrating forwards without rendering every related model anew at each step: the same tables sooner.

At each new table Django renders the models of all tables that hang together with it once more, which for this house is
all of them, and most of what a first start costs. Forwards that is not needed. Nothing can refer yet to a model
that is new, and a changed one is asked for its own columns only; where a migration works on rows (`RunPython`), Django
renders everything first, for `is_delayed` says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ModelState, ProjectState

_add_model = ProjectState.add_model
_reload_model = ProjectState.reload_model


@contextmanager
def swift_migrations() -> Iterator[None]:
    """For as long as it is open, and only for going forwards: states of older versions are not kept apart."""
    ProjectState.add_model = _add_alone  # type: ignore[method-assign]
    ProjectState.reload_model = _reload_with_neighbours  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = _add_model  # type: ignore[method-assign]
        ProjectState.reload_model = _reload_model  # type: ignore[method-assign]


def _add_alone(self: ProjectState, model_state: ModelState) -> None:
    if "apps" not in self.__dict__:
        _add_model(self, model_state)
        return
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:  # type: ignore[attr-defined]
        self.resolve_model_relations(key)
    self.apps.render_multiple([model_state])


def _reload_with_neighbours(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    del delay
    self.is_delayed = True
    _reload_model(self, app_label, model_name, delay=True)
