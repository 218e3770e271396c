"""Keeps an installation alive: PostgreSQL, the web processes and the background worker; restarts what dies."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from rangkul.cli.installation import Database, PostgresProblem, say
from rangkul.config.env import Env
from rangkul.platform.postgres import Cluster

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
WATCH_SECONDS = 0.2
DATABASE_WATCH_SECONDS = 2.0
STOP_SECONDS = 20.0
LONGEST_PAUSE_SECONDS = 30.0
OTHERS_AFTER_SECONDS = 15.0
HEALTHY_AFTER_SECONDS = 60.0
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class UnableToServe(RuntimeError):
    """The server cannot be opened; the text says why."""


@dataclass(slots=True)
class Child:
    """One program that is to run; `pause` grows while it keeps dying."""

    name: str
    command: list[str]
    environ: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 0.5
    resume_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl+C reaches only us and we stop it in order."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environ,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - a single system call
        )
        self.started_at = time.monotonic()

    def watch(self) -> None:
        """Restart it where it died, later and later while it keeps dying."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.resume_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            if now - self.started_at > HEALTHY_AFTER_SECONDS:
                self.pause = 0.5
            return
        self._sweep(self.process.pid)
        say(f"Proses {self.name} berhenti (kode {code}); dijalankan lagi dalam {self.pause:.1f} detik.")
        self.process = None
        self.resume_at = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE_SECONDS)

    def ask_to_stop(self) -> None:
        """Ask it to finish what it is doing."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def make_stop(self, until: float) -> None:
        """Wait until then, and kill it (with what it started) where it does not listen."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._sweep(self.process.pid)

    @staticmethod
    def _sweep(group: int) -> None:
        """End what a dead child left behind: web processes whose parent was killed would keep the port."""
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


def _die_with_parent() -> None:
    """Ask Linux to end this child when we are killed without a chance to do it ourselves."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def children_of(env: Env, database: Database) -> list[Child]:
    """What `rangkul serve` runs: web processes under the role without ownership, the worker under the owner."""
    common = {**os.environ, "DJANGO_SETTINGS_MODULE": "rangkul.config.settings"}
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "rangkul.config.wsgi:application",
        "--host", env.bind, "--port", str(env.port), "--workers", str(env.workers), "--blocking-threads", "4",
        "--respawn-failed-workers", "--workers-kill-timeout", "15", "--no-ws", "--http", "1",
        "--log-level", "warning" if env.log_level == "INFO" else env.log_level.lower(), "--backpressure", "64",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "rangkul.cli", "worker"]
    for_web = {**common, "DATABASE_URL": database.app_url}
    for_web.pop("DATABASE_APP_URL", None)
    return [
        Child("web", web, for_web),
        Child("worker", worker, {**common, "DATABASE_URL": database.owner_url}),
    ]


def serve(
    env: Env, database: Database, *, announce: Callable[[], None], until: Callable[[], bool] = lambda: False
) -> None:
    """Run until SIGTERM, SIGINT or SIGHUP (or `until` says so); stops everything it started, PostgreSQL last."""
    _refuse_taken_port(env)
    children = children_of(env, database)
    with _signals_noted() as asked_to_stop:
        try:
            web, *others = children
            web.start()
            for child in others:  # a weak machine first opens the door, then sees to the rest
                child.resume_at = time.monotonic() + OTHERS_AFTER_SECONDS
            _watch(env, database, children, announce, lambda: bool(asked_to_stop) or until())
        finally:
            for child in children:
                child.ask_to_stop()
            deadline = time.monotonic() + STOP_SECONDS
            for child in children:
                child.make_stop(deadline)
            if database.cluster is not None and database.was_started:
                database.cluster.stop()


def _watch(
    env: Env, database: Database, children: list[Child], announce: Callable[[], None], until: Callable[[], bool]
) -> None:
    announced = False
    look_at_database = 0.0
    while not until():
        for child in children:
            child.watch()
        if not announced and is_open(env):
            announced = True
            for child in children:
                child.resume_at = 0.0
            announce()
        if database.cluster is not None and time.monotonic() > look_at_database:
            _revive(database.cluster)
            look_at_database = time.monotonic() + DATABASE_WATCH_SECONDS
        time.sleep(WATCH_SECONDS)


@contextmanager
def _signals_noted() -> Iterator[list[int]]:
    """Collect the signals that ask us to stop, instead of dying of them."""
    noted: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        noted.append(number)

    before = {number: signal.signal(number, note) for number in STOP_SIGNALS}
    try:
        yield noted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def is_open(env: Env) -> bool:
    """True where something accepts connections at the address."""
    try:
        with socket.create_connection((_address_to_call(env), env.port), timeout=1):
            return True
    except OSError:
        return False


def _revive(cluster: Cluster) -> None:
    if cluster.status().is_running:
        return
    say("PostgreSQL berhenti; dijalankan lagi.")
    try:
        cluster.ensure_running()
    except PostgresProblem as problem:
        say(f"PostgreSQL belum dapat dijalankan lagi: {problem}")


def _refuse_taken_port(env: Env) -> None:
    family = socket.AF_INET6 if ":" in env.bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((env.bind, env.port))
        except OSError as error:
            raise UnableToServe(
                f"Alamat {env.bind}:{env.port} tidak dapat dipakai ({error.strerror}). Barangkali Rangkul sudah "
                "berjalan di sana; jika tidak, pilih porta lain dengan RANGKUL_PORT."
            ) from None


def _address_to_call(env: Env) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(env.bind, env.bind)  # noqa: S104 - asked of ourselves only
