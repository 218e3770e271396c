"""The installation a command works on: its environment, its PostgreSQL, Django set up, tables up to date."""

import atexit
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

# The one place where this floor looks up: the environment must be read before Django, and so its settings, exist.
from rangkul.config.env import Env, load_env
from rangkul.config.variables import BadSetting, describe
from rangkul.platform.postgres import Cluster, PostgresProblem

__all__ = ["BadSetting", "Database", "Env", "PostgresProblem", "describe", "load_env"]

SETTINGS = "rangkul.config.settings"


@dataclass(frozen=True, slots=True)
class Database:
    """Addresses of the database a command uses, and the embedded cluster where it is one."""

    owner_url: str
    app_url: str
    cluster: Cluster | None
    was_started: bool


def cluster_of(env: Env) -> Cluster:
    """The embedded cluster of an installation (running or not)."""
    return Cluster(env.data_dir, binaries=env.postgres_bin, tcp_port=env.postgres_port)


def open_database(env: Env) -> Database:
    """Make the database reachable: start the embedded server unless DATABASE_URL names another.

    Puts the owner's address into this process's environment, where Django's settings find it. A server started here
    is stopped again when this process ends, unless somebody else is using it by then.
    """
    if env.database_url is not None:
        return Database(env.database_url, env.database_app_url or env.database_url, None, was_started=False)
    cluster = cluster_of(env)
    info = cluster.ensure_running()
    if info.was_started:
        atexit.register(_release, cluster)
    os.environ["DATABASE_URL"] = info.url
    return Database(info.url, info.app_url, cluster, was_started=info.was_started)


def _release(cluster: Cluster) -> None:
    if "django.db" in sys.modules:  # at the end of a process nothing new can be imported, nor is it open then
        sys.modules["django.db"].connections.close_all()
    with suppress(PostgresProblem):
        cluster.stop_if_unused()


def set_up_django() -> None:
    """Load Django's settings and apps. Call after `open_database`."""
    import django

    logging.getLogger("procrastinate.blueprints").setLevel(logging.WARNING)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def list_unapplied_migrations() -> list[str]:
    """Names of migrations the database does not have yet, in the order they would run."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate(*, verbosity: int = 0) -> Sequence[str]:
    """Bring the tables up to date; returns what was applied."""
    from django.core.management import call_command

    from rangkul.platform.swift_migrations import swift_migrations

    missing = list_unapplied_migrations()
    if missing:
        with swift_migrations():
            call_command("migrate", interactive=False, verbosity=verbosity)
    return missing


def collect_static_files() -> None:
    """Gather static files with hashed names into the data folder, where the web process serves them from."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def sentence_of(error: BaseException) -> str:
    """One line an operator can act on, for any exception, ours or not."""
    text = str(error).strip()
    if isinstance(error, (BadSetting, PostgresProblem)):
        return text
    name = type(error).__name__
    if name == "OperationalError":
        first = text.splitlines()[0] if text else "tanpa keterangan"
        return f"Basis data tidak dapat dihubungi: {first}. Periksa DATABASE_URL atau jalankan `rangkul doctor`."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    module = type(error).__module__
    if module.startswith("rangkul."):
        return text or name
    return f"galat tak terduga {name}: {text.splitlines()[0] if text else 'tanpa keterangan'}"


def say(text: str) -> None:
    """One line for the operator, at once, also through a pipe that somebody closed."""
    with suppress(BrokenPipeError):
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
