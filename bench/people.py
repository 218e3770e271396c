"""The population that figures share: generated Tanggamus, kept between runs."""

import time

from bench.places import tell

AREA = "18.06"


def fill(scale: float) -> int:
    """Make sure that the database holds Tanggamus at this scale; returns how many persons it has."""
    from rangkul.cli.demo.build import people
    from rangkul.cli.demo.office import MAKER
    from rangkul.cli.demo.shapes import SHAPES
    from rangkul.reference.loading import load_reference

    shape = SHAPES["tanggamus"]
    families = max(200, round(shape.families * scale))
    known = _count("registry_family")
    if known != families:
        if known:
            _run("TRUNCATE registry_person, registry_family CASCADE")
        load_reference()
        started = time.perf_counter()
        people(shape, families=families, progress=lambda *_told: None, by=MAKER)
        tell(f"{families} keluarga Tanggamus dalam {time.perf_counter() - started:.0f} detik")
    return _count("registry_person")


def _count(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
