"""Migrations say what the models say, in one line for each room."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("rangkul.")]


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_every_room_has_one_line_of_migrations() -> None:
    loader = MigrationLoader(None)
    leaves = {label: loader.graph.leaf_nodes(label) for label in OURS if label in loader.migrated_apps}
    assert leaves
    with_tables = {label for label, _name in loader.disk_migrations}
    assert not {label: nodes for label, nodes in leaves.items() if len(nodes) != 1 and label in with_tables}


def test_migrations_are_numbered_without_gaps() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for label in OURS:
        numbers = sorted(int(name[:4]) for app, name in loader.disk_migrations if app == label)
        assert numbers == list(range(1, len(numbers) + 1)), label
