"""Every table that says something about persons or places of persons stands behind row-level security."""

import pytest
from django.db import connection

from tests.house.tree import listing

pytestmark = pytest.mark.django_db

SIGNS = ("area_code", "person_id", "family_id", "subject_id", "owner_id", "kode_wilayah")
# Tables with such a column that hold no citizen, and why they stand open.
OPEN = {
    "audit_accesslog": "ids only; read through policies of the trail, written by everybody",
    "audit_event": "ids only, no number of identity; read through policies of the trail, written by everybody",
    "audit_eventsubject": "ids only; a timeline reads it for a subject that the policies have shown",
    "delivery_cycle": "a plan of a programme; its recipients are walled",
    "delivery_ewarong": "directory of outlets; what families buy is walled",
    "delivery_ewarongcover": "the villages an outlet serves",
    "institutions_agency": "directory of partners",
    "institutions_institution": "directory of institutions",
    "institutions_servicearea": "where a service of the directory works",
    "organisation_office": "the office itself",
    "organisation_post": "posts of the office",
    "programmes_candidaterun": "figures; candidates are walled",
    "programmes_quota": "figures",
    "programmes_screeningrun": "figures; results for persons are walled",
    "verivali_campaign": "a plan of visits; its subjects are walled",
}


def _tables(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


def test_every_table_about_persons_is_walled() -> None:
    signs = ", ".join(f"'{sign}'" for sign in SIGNS)
    about = _tables(
        "SELECT table_name::text FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)"
        f" WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name IN ({signs})"
    )
    walled = _tables("SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') AND relrowsecurity")
    problems = sorted(about - walled - set(OPEN))
    assert not problems, listing(problems)
    assert set(OPEN) <= about - walled, f"no longer open: {sorted(set(OPEN) - (about - walled))}"


def test_every_wall_has_a_door_for_the_web_only() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, policyname, roles::text[], qual, with_check, cmd FROM pg_policies")
        rows = cursor.fetchall()
    assert rows
    problems = [f"{table}.{name}: roles {roles}" for table, name, roles, *_rest in rows if roles != ["rangkul_app"]]
    problems += [f"{t}.{n}: rows without a condition" for t, n, _r, qual, check, _c in rows if not (qual or check)]
    assert not problems, listing(problems)


def test_the_web_owns_nothing_and_bypasses_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'rangkul_app'")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'rangkul_app'::regrole")
        assert cursor.fetchone() == (0,)
