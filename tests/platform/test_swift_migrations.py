"""Migrating forwards renders each new model once, and everything else sees it all the same."""

import pytest
from django.db import models
from django.db.migrations import AddField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from rangkul.platform.swift_migrations import swift_migrations

STEPS: list[Operation] = [
    CreateModel("Village", [("id", models.BigAutoField(primary_key=True))]),
    CreateModel(
        "Family",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("village", models.ForeignKey("atlas.Village", models.CASCADE)),
        ],
    ),
    AddField("Village", "name", models.CharField(max_length=40, default="")),
    AddField("Family", "parent", models.ForeignKey("atlas.Family", models.CASCADE, null=True)),
    CreateModel("Member", [("family", models.OneToOneField("atlas.Family", models.CASCADE, primary_key=True))]),
]


def walked() -> ProjectState:
    state = ProjectState()
    _ = state.apps  # rendered from the beginning, as the first table of a migration asks for it
    for step in STEPS:
        state.clone()
        step.state_forwards("atlas", state)
    return state


def shape(state: ProjectState) -> dict[str, tuple[list[str], list[str]]]:
    """Columns of each model, and who points at it."""
    return {
        model.__name__: (
            [field.name for field in model._meta.local_fields],
            sorted(relation.related_model.__name__ for relation in model._meta.related_objects),
        )
        for model in state.apps.get_models()
    }


def test_every_model_ends_as_it_does_without_haste() -> None:
    plain = walked()
    with swift_migrations():
        swift = walked()
    assert shape(swift) == shape(plain)
    assert shape(swift)["Village"] == (["id", "name"], ["Family"])
    assert swift == plain


def test_before_rows_are_touched_everything_is_rendered_anew() -> None:
    with swift_migrations():
        state = walked()
    assert state.is_delayed
    before = state.apps
    state.clear_delayed_apps_cache()
    assert state.apps is not before
    family = state.apps.get_model("atlas", "Family")
    assert family._meta.get_field("village").related_model is state.apps.get_model("atlas", "Village")


def test_afterwards_django_is_as_it_was() -> None:
    add, reload = ProjectState.add_model, ProjectState.reload_model
    with pytest.raises(LookupError), swift_migrations():
        raise LookupError
    assert (ProjectState.add_model, ProjectState.reload_model) == (add, reload)
