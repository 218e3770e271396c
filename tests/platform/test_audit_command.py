"""`rangkul audit`: seals, examines, and ends with 1 when something was changed."""

from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection

from rangkul.cli import installation
from rangkul.cli.commands.audit import command
from rangkul.kernel import clock
from rangkul.platform.audit.actions import record
from rangkul.platform.audit.models import Check
from rangkul.platform.audit.sealing import seal_new
from rangkul.platform.policy.actor import system_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_this_process(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's database is open already; only opening it again is left out."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(installation, "open_database", lambda env: None)
    monkeypatch.setattr(installation, "set_up_django", lambda: None)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_rowchange, audit_accesslog, audit_event, audit_eventsubject, audit_seal")
    record("uji.catat", by=system_actor("uji"), at=clock.now())
    seal_new(at=clock.now(), horizon=1 << 60)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(arguments))
    return result.exit_code, result.output


def test_a_whole_trail_ends_well_and_prints_its_head() -> None:
    code, said = run("verify")
    assert code == 0, said
    assert "Utuh" in said
    assert Check.objects.get().ok
    head = said.split("Kepala rantai: ")[1].strip()
    assert run("verify", "--head", head)[0] == 0


def test_an_altered_trail_ends_with_one_and_names_the_block() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET reason = 'lain'")
    code, said = run("verify")
    assert code == 1
    assert "blok 1" in said
    assert not Check.objects.get().ok


def test_sealing_says_how_much() -> None:
    code, said = run("seal")
    assert code == 0
    assert "catatan disegel" in said
