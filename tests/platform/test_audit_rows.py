"""The trail of rows: whatever changes a tracked table leaves a line, whoever did it and however."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection

from rangkul.accounts.models import User
from rangkul.organisation.models import Office
from rangkul.platform.audit.actions import action, record
from rangkul.platform.audit.models import RowChange
from rangkul.platform.audit.rows import bulk_change, ensure_row_triggers, tables_with_triggers, untracked_now
from rangkul.platform.audit.tracked import UNTRACKED_APPS, UNTRACKED_TABLES, tracked_tables
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.walls import scoped
from tests.people import VILLAGE

pytestmark = pytest.mark.django_db

AT = datetime(2018, 12, 6, 1, tzinfo=UTC)
BY = Actor(user_id=uuid4(), name="Petugas Uji", role="ADMINISTRATOR", areas=(VILLAGE,))


def office(code: str = "73.12", **fields: Any) -> Office:
    given = {"name": "Dinas Sosial", "government": "Pemerintah", "level": "REGENCY", "city": "Kota", "area_code": code}
    return Office.objects.create(**given | fields)


@pytest.fixture(autouse=True)
def since(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trail of tests that committed stays: only lines of this test are looked at."""
    monkeypatch.setattr(f"{__name__}.BEFORE", RowChange.objects.order_by("id").values_list("id", flat=True).last() or 0)


BEFORE = 0


def changes_of(table: str = "organisation_office") -> list[RowChange]:
    return list(RowChange.objects.filter(table_name=table, id__gt=BEFORE).order_by("id"))


def test_every_table_of_the_rooms_is_tracked() -> None:
    assert untracked_now() == []
    assert tracked_tables().keys() <= tables_with_triggers()
    labels = {config.label for config in apps.get_app_configs()}
    tracked = {model._meta.app_label for model in apps.get_models() if model._meta.db_table in tracked_tables()}
    assert {"registry", "programmes", "organisation", "accounts", "documents", "files"} <= tracked
    assert all(reason for reason in (UNTRACKED_APPS | UNTRACKED_TABLES).values())
    assert UNTRACKED_APPS.keys() <= labels | {"auth"}


def test_running_it_again_changes_nothing() -> None:
    assert ensure_row_triggers() == []


def test_a_trigger_switched_off_is_noticed_and_put_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_update ON organisation_office")
        assert untracked_now() == ["organisation_office"]
        assert ensure_row_triggers() == ["organisation_office"]
        cursor.execute("ALTER TABLE organisation_office DISABLE TRIGGER audit_delete")
    assert untracked_now() == ["organisation_office"]


def test_adding_changing_and_removing_leave_their_lines() -> None:
    row = office()
    Office.objects.filter(pk=row.pk).update(city="Watansoppeng", phone="")
    Office.objects.filter(pk=row.pk).update(city="Watansoppeng")
    Office.objects.filter(pk=row.pk).delete()
    added, changed, removed = changes_of()
    assert (added.op, added.row_id, added.new["city"]) == ("I", str(row.pk), "Kota")
    assert (changed.op, changed.old, changed.new) == ("U", {"city": "Kota"}, {"city": "Watansoppeng"})
    assert (removed.op, removed.new, removed.old["city"]) == ("D", None, "Watansoppeng")


def test_a_line_says_who_did_it_in_which_action() -> None:
    @action("organisation.office.inner")
    def inner(*, by: Actor, at: datetime) -> None:
        office("73.13")
        record("organisation.office.inner", by=by, at=at)

    @action("organisation.office.outer")
    def outer(*, by: Actor, at: datetime) -> None:
        inner(by=by, at=at)
        office("73.14")
        record("organisation.office.outer", by=by, at=at)

    outer(by=BY, at=AT)
    first, second = changes_of()
    assert (first.actor, first.actor_name) == (str(BY.user_id), "Petugas Uji")
    assert (first.action, second.action) == ("organisation.office.inner", "organisation.office.outer")


def test_raw_sql_is_seen_with_the_name_of_the_database_user() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rangkul.actor_name', '', true), set_config('rangkul.actor', '', true)")
        office()
        cursor.execute("SELECT session_user")
        (name,) = cursor.fetchone()
    assert changes_of()[0].actor_name == name


def test_many_rows_at_once_are_one_line() -> None:
    with bulk_change("batch-1"):
        Office.objects.bulk_create([Office(name=f"K{n}", area_code=f"11.{n:02d}") for n in range(1, 4)])
    office("73.12")
    (many, single) = changes_of()
    assert (many.op, many.count, many.batch, many.row_id) == ("B", 3, "batch-1", "")
    assert set(many.new) == {"first", "last"}
    assert (single.op, single.batch) == ("I", "")


def test_a_copy_of_thousands_is_summarised_without_being_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisation_office (id, name, government, level, area_code, address, city, phone, email, time_zone,"
            " village_label) SELECT gen_random_uuid(), 'K', 'P', 'REGENCY', 'x' || n, '', 'K', '', '', 'UTC', 'D'"
            " FROM generate_series(1, 501) n"
        )
    (line,) = changes_of()
    assert (line.op, line.count) == ("B", 501)


def test_a_password_is_noted_without_its_hash() -> None:
    user = User.objects.create_user(username="uji", password="kata-sandi-uji", name="Uji")
    user.set_password("kata-sandi-baru")
    user.save(update_fields=["password"])
    added, changed = changes_of("accounts_user")
    assert added.new["password"] == "…"
    assert (changed.old, changed.new) == ({"password": "…"}, {"password": "…"})


def test_the_web_role_writes_the_trail_only_by_changing_something() -> None:
    with scoped(BY):
        office()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert changes_of()[0].actor_name == "Petugas Uji"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM audit_rowchange",
        (
            "INSERT INTO audit_rowchange (at, table_name, row_id, op, count, actor, actor_name, action, batch)"
            " VALUES (now(), 'x', '', 'I', 1, '', '', '', '')"
        ),
        "DELETE FROM audit_rowchange",
        "INSERT INTO audit_seal VALUES (1)",
        "DELETE FROM audit_seal",
        "UPDATE audit_event SET seal_seq = 5",
        "ALTER TABLE organisation_office DISABLE TRIGGER ALL",
        "SELECT audit_note_rows()",
    ],
)
def test_the_web_role_cannot_reach_the_trail_itself(statement: str) -> None:
    with pytest.raises(ProgrammingError), scoped(BY), connection.cursor() as cursor:
        cursor.execute(statement)
