"""Preparing the demo: database, tables, district, each step with its seconds."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rangkul.cli import district as demo_district
from rangkul.cli.district import DemoAccount
from rangkul.cli.installation import (
    Database,
    collect_static_files,
    list_unapplied_migrations,
    migrate,
    open_database,
    set_up_django,
)
from rangkul.config.env import Env

MARK = "demo.json"


class UnableToDemonstrate(RuntimeError):
    """The demo cannot be opened here; the text says why."""


class Stopwatch:
    """Seconds of each step."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.laps: list[tuple[str, float]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        started = time.monotonic()
        try:
            yield
        finally:
            self.laps.append((name, time.monotonic() - started))

    @property
    def total(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started


def prepare(env: Env, stopwatch: Stopwatch, *, district: str, families: int | None, fresh: bool) -> Database:
    """Bring up database, tables and district; a district that is there already is used as it is, unless `fresh`.

    Raises `DistrictNotReady` for a district without people yet, `UnableToDemonstrate`.
    """
    demo_district.check_ready(district)
    with stopwatch.step("PostgreSQL"):
        database = open_database(env)
        kept = _kept_choice(env)
        if fresh and kept is not None:
            if database.cluster is None:
                raise UnableToDemonstrate("--fresh hanya untuk PostgreSQL tertanam; kosongkan server itu sendiri.")
            database.cluster.recreate_database()
    with stopwatch.step("Django"):
        set_up_django()
    is_new = fresh and kept is not None
    with stopwatch.step("tabel"):
        if kept is None and not _is_empty():
            raise UnableToDemonstrate(
                f"Folder {env.data_dir} berisi data kantor, bukan data contoh; akun sekali klik "
                "tidak dibuka di atasnya. "
                "Pilih folder lain: RANGKUL_DATA=/jalur/lain rangkul demo"
            )
        migrate()
    with stopwatch.step("berkas statis"):
        collect_static_files()
    with stopwatch.step(f"kabupaten {kept['district'] if kept and not is_new else district}"):
        _remember(env, district if kept is None or is_new else kept["district"])
        if not demo_district.is_built():
            demo_district.build(district=district, families=families, progress=show_progress)
        elif kept is not None and kept["district"] != district and not is_new:
            sys.stdout.write(f"Data contoh {kept['district']} sudah ada; --fresh menggantinya dengan {district}.\n")
    return database


def accounts() -> list[DemoAccount]:
    """The ready-made accounts. Needs Django."""
    return demo_district.list_accounts()


def show_progress(what: str, done: int, total: int) -> None:
    """One line that is written over on a terminal; through a pipe, only beginnings and ends."""
    if sys.stdout.isatty():
        part = f"{done:,} / {total:,}".replace(",", ".") if total else ""
        sys.stdout.write(f"\r\033[K{what} {part}" + ("\n" if total and done >= total else ""))
    elif done in (0, total):
        sys.stdout.write(f"{what} {done}/{total}\n" if total else f"{what}\n")
    sys.stdout.flush()


def _is_empty() -> bool:
    """True before the first migration: nothing of anybody can be in there."""
    from django.db import connection

    return "django_migrations" not in connection.introspection.table_names() or bool(
        [name for name in list_unapplied_migrations() if name.startswith("accounts.0001")]
    )


def _kept_choice(env: Env) -> dict[str, str] | None:
    try:
        return dict(json.loads((env.data_dir / MARK).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _remember(env: Env, district: str) -> None:
    (env.data_dir / MARK).write_text(json.dumps({"district": district}) + "\n", encoding="utf-8")
