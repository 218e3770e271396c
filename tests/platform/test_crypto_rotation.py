"""Changing keys: a column moves to the newest key in steps, and the old key may then go."""

from dataclasses import replace

import pytest
from django.db import connection

from rangkul.platform import crypto
from rangkul.platform.crypto.rotation import count_under_old_keys, rotate_column

pytestmark = pytest.mark.django_db

OLD = bytes(range(32))
NEW = bytes(range(1, 33))
INDEX = bytes(range(2, 34))


@pytest.fixture
def old_column(settings) -> str:  # type: ignore[no-untyped-def]
    settings.ENV = replace(settings.ENV, field_keys={1: OLD}, index_key=INDEX)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE sealed_sample (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), secret bytea)"
        )
        for each in crypto.seal_many([f"nilai {n}" for n in range(25)], context="sample.secret"):
            cursor.execute("INSERT INTO sealed_sample (secret) VALUES (%s)", [each])
        cursor.execute("INSERT INTO sealed_sample (secret) VALUES (NULL)")
    settings.ENV = replace(settings.ENV, field_keys={1: OLD, 2: NEW})
    return "sealed_sample"


def test_rotation_in_steps_leaves_nothing_under_the_old_key(old_column: str, settings) -> None:  # type: ignore[no-untyped-def]
    assert count_under_old_keys(table=old_column, column="secret") == 25
    assert rotate_column(table=old_column, column="secret", context="sample.secret", step=10) == 25
    assert count_under_old_keys(table=old_column, column="secret") == 0
    assert rotate_column(table=old_column, column="secret", context="sample.secret") == 0
    settings.ENV = replace(settings.ENV, field_keys={2: NEW})
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM sealed_sample WHERE secret IS NOT NULL")
        ciphers = [row[0] for row in cursor.fetchall()]
    assert sorted(crypto.unseal_many(ciphers, context="sample.secret")) == sorted(f"nilai {n}" for n in range(25))
