"""Preparing the demo: database, tables, district, each step with its seconds."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from rangkul.cli import district as demo_district
from rangkul.cli.district import DemoAccount
from rangkul.cli.installation import (
    Database,
    collect_static_files,
    list_unapplied_migrations,
    migrate,
    open_database,
    say,
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
        if not sys.stdout.isatty():  # into a file or a pipe: whoever looks sees what is being done
            say(f"{name} …")
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
            with ProgressBar() as bar:
                demo_district.build(district=district, families=families, progress=bar.show)
        elif kept is not None and kept["district"] != district and not is_new:
            sys.stdout.write(f"Data contoh {kept['district']} sudah ada; --fresh menggantinya dengan {district}.\n")
    return database


def accounts() -> list[DemoAccount]:
    """The ready-made accounts. Needs Django."""
    return demo_district.list_accounts()


class ProgressBar:
    """What is being done and how far it is: a bar on a terminal; through a pipe, only beginnings and ends."""

    def __init__(self) -> None:
        self.bar = self._bar() if sys.stdout.isatty() else None
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "ProgressBar":
        if self.bar is not None:
            self.bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self.bar is not None:
            self.bar.stop()

    def show(self, what: str, done: int, total: int) -> None:
        """`total` 0 where nobody knows how much there is."""
        if self.bar is None:
            if done in (0, total):
                say(f"{what} {done}/{total}" if total else what)
            return
        if what not in self.tasks:
            for earlier in self.tasks.values():
                if self.bar.tasks[earlier].total is None:
                    self.bar.update(earlier, total=1, completed=1)
            self.tasks[what] = self.bar.add_task(what, total=total or None)
        self.bar.update(self.tasks[what], completed=done)

    @staticmethod
    def _bar() -> Progress:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        return Progress(*columns, TimeElapsedColumn())


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
