"""A change of keys reaches everything that is sealed, wherever it rests."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField
from psycopg.types.range import DateRange

from rangkul.cli.key_rotation import rotate_everything
from rangkul.cli.sealed_columns import COLUMNS, FILES
from rangkul.platform import crypto
from rangkul.platform.files import storage
from rangkul.platform.files.actions import keep_file
from rangkul.platform.files.queries import open_file
from rangkul.platform.importing.models import ImportBatch, ImportBefore
from rangkul.platform.policy.actor import system_actor
from rangkul.registry.models import AnswerSheet, Person
from tests.people import VILLAGE
from tests.registry.factories import a_nik, make_person

NOT_SEALED = {"recipient"}
"""Digests that are no blind index by name."""


def test_every_sealed_column_is_on_the_list() -> None:
    found = {
        (model._meta.db_table, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if (isinstance(field, BinaryField) and not field.name.endswith("_index") and field.name not in NOT_SEALED)
        or field.name in ("secret_cipher", "sealed_sha256")
    }
    assert found == {(each.table, each.column) for each in (*COLUMNS, *FILES)}
    keys = {model._meta.db_table: model._meta.pk.column for model in apps.get_models() if model._meta.pk}
    assert {each.table: each.key for each in COLUMNS} == {each.table: keys[each.table] for each in COLUMNS}


@pytest.mark.django_db
def test_after_a_change_of_keys_nothing_needs_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    at, old = datetime(2026, 1, 5, 1, tzinfo=UTC), {1: bytes(range(32))}
    batch = ImportBatch.objects.create(
        file_name="a.csv", sha256="0", size=1, area_code=VILLAGE, as_of=at, uploaded_by_name="Uji", uploaded_at=at
    )
    uploaded_before = storage.keep_bytes(b"lama")

    def under(keys: dict[int, bytes]) -> None:
        monkeypatch.setattr(settings, "ENV", replace(settings.ENV, field_keys=keys))

    under(old)
    person = make_person(nik=str(a_nik(1)))
    number = crypto.seal("0811", context="registry.answer").hex()
    AnswerSheet.objects.create(
        person=person, form="ART", version="1", period=DateRange(date(2020, 1, 1), None), source="PBDT", created_at=at,
        secret_cipher={"hp": number},
    )  # fmt: skip
    image = {"name": person.name, "nik_cipher": "\\x" + bytes(person.nik_cipher or b"").hex(), "phone_cipher": None}
    ImportBefore.objects.create(batch=batch, table="registry_person", row_id=person.pk, values=image)
    sheet = {"form": "ART", "secret_cipher": {"hp": number}}
    ImportBefore.objects.create(batch=batch, table="registry_answersheet", row_id=uuid4(), values=sheet)
    by = replace(system_actor("uji"), areas=(VILLAGE,))
    stored = keep_file(
        content=b"%PDF-1.7", name="a.pdf", kind="SCAN", owner=("case", uuid4()), area=VILLAGE, by=by, at=at
    )
    under({**old, 2: bytes(range(1, 33))})
    assert sum(moved for _place, moved in rotate_everything()) == 5
    assert sum(moved for _place, moved in rotate_everything()) == 0
    under({2: bytes(range(1, 33))})
    nik = str(a_nik(1))
    person.refresh_from_db()
    assert crypto.unseal(bytes(person.nik_cipher or b""), context="registry.nik") == nik
    cipher = AnswerSheet.objects.get().secret_cipher["hp"]
    assert crypto.unseal(bytes.fromhex(cipher), context="registry.answer") == "0811"
    kept = ImportBefore.objects.get(table="registry_person").values
    assert crypto.unseal(bytes.fromhex(kept["nik_cipher"][2:]), context="registry.nik") == nik
    assert (kept["name"], kept["phone_cipher"]) == (person.name, None)
    kept = ImportBefore.objects.get(table="registry_answersheet").values
    assert crypto.unseal(bytes.fromhex(kept["secret_cipher"]["hp"]), context="registry.answer") == "0811"
    assert open_file(by, stored.pk, check=lambda _actor, _file: None).content == b"%PDF-1.7"
    assert storage.read_bytes(uploaded_before) == b"lama"
    assert Person.objects.count() == 1
