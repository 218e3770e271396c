"""Rows that a form makes once, however often it is sent."""

from django.db import IntegrityError, transaction
from django.db.models import Model

from rangkul.kernel.errors import Refused


def insert_of_form(row: Model) -> None:
    """Insert a row whose `form_key` is unique. Raises `Refused` when the key was used for something else meanwhile."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            field="formulir", value="", expected="formulir yang belum pernah dikirim", remedy="buka formulir baru"
        ) from error
