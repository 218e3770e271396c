"""Migrating forwards without rendering every related model anew at each step: the same tables in a third of the time.

At each new table Django renders the models of all tables that hang together with it once more, which for this house is
all of them: 13 of 19 processor seconds of a first start. Forwards that is not needed. Nothing can refer yet to a model
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


def _add_alone(state: ProjectState, model: ModelState) -> None:
    if "apps" not in state.__dict__:
        _add_model(state, model)
        return
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    state.apps.render_multiple([model])


def _reload_with_neighbours(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    del delay
    state.is_delayed = True
    _reload_model(state, app_label, model_name, delay=True)
