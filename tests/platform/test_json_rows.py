"""Rows handed over as JSON come out as the objects they are, or not at all."""

import pytest
from django.db import connection

from rangkul.organisation.models import Office
from rangkul.platform.json_rows import built
from rangkul.programmes.models import Terms
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_a_row_is_the_object_that_the_database_holds(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT json_agg(o) FROM organisation_office AS o")
        (found,) = built(Office, cursor.fetchone()[0])
    kept = Office.objects.get()
    assert all(getattr(found, each.attname) == getattr(kept, each.attname) for each in Office._meta.concrete_fields)
    assert built(Office, None) == []


def test_a_kind_that_json_would_change_is_refused() -> None:
    with pytest.raises(TypeError, match="comes out of JSON"):
        built(Terms, [])
