"""Starts, finds, watches and stops one embedded PostgreSQL cluster; safe against kills and against its own twins."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from rangkul.platform.postgres import processes
from rangkul.platform.postgres.account import Account
from rangkul.platform.postgres.binaries import Binaries, copy_for, find_binaries
from rangkul.platform.postgres.connection import APP, DATABASE, OWNER, SUPERUSER, ConnectionInfo
from rangkul.platform.postgres.errors import (
    PostgresProblem,
    UnableToSignIn,
    UnableToStart,
    UnableToStop,
    UnableToUseFolder,
    VersionMismatch,
)
from rangkul.platform.postgres.lock import only_one
from rangkul.platform.postgres.passwords import find_password, get_or_make_password
from rangkul.platform.postgres.places import SHELTER, SOCKET_PORT, Places, choose_places, find_places
from rangkul.platform.postgres.provision import provision
from rangkul.platform.postgres.settings import write_settings

START_SECONDS = 900.0
"""Replaying the log of a large import after a kill takes minutes on a slow disk; a dead server is noticed at once."""
STOP_SECONDS = 60.0
ORPHAN_SECONDS = 20.0
START_TRIES = 20
PROVISIONED = "rangkul.provisioned"


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a cluster, for `rangkul doctor`."""

    is_running: bool
    is_healthy: bool
    pid: int | None
    home: Path | None
    host: str | None
    port: int
    data_version: str | None
    program_version: str | None
    os_user: str | None
    note: str


class Cluster:
    """One PostgreSQL data folder under `data_dir` and the server that serves it.

    `for_tests` is a separate cluster: nothing is flushed to disk, and the owner may create databases.
    All methods may be called by several processes at once.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        for_tests: bool = False,
        binaries: Path | None = None,
        tcp_port: int | None = None,
        start_seconds: float = START_SECONDS,
        shelter: Path = SHELTER,
    ) -> None:
        self.root = data_dir.absolute()
        self.name = "postgres-test" if for_tests else "postgres"
        self.for_tests = for_tests
        self.tcp_port = tcp_port
        self.start_seconds = start_seconds
        self.shelter = shelter
        self._binaries_folder = binaries

    def ensure_running(self) -> ConnectionInfo:
        """Start the server unless it runs, make what is missing, and say where it listens.

        Raises a PostgresProblem whose text tells an operator what to do.
        """
        self._make_root()
        with only_one(self._lock_path, wait_seconds=self.start_seconds + STOP_SECONDS):
            places, account = choose_places(self.root, self.name, self.shelter)
            binaries = copy_for(find_binaries(self._binaries_folder), account, self.shelter)
            password = get_or_make_password(self._secrets, self._secret("superuser"))
            if not (places.data / "PG_VERSION").exists():
                self._initialise(places, account, binaries, password)
            self._check_version(places, binaries)
            was_started = self._start_until_it_answers(places, account, binaries, password)
            return self._provisioned(places, password, was_started=was_started)

    def connection(self) -> ConnectionInfo | None:
        """Where the server listens once it runs, without starting it; None before the very first start."""
        places = find_places(self.root, self.name)
        owner = find_password(self._secrets, self._secret("owner"))
        app = find_password(self._secrets, self._secret("app"))
        if places is None or owner is None or app is None:
            return None
        return ConnectionInfo(str(places.sockets), self._port, owner, app)

    def is_healthy(self) -> bool:
        """True where the owner can sign in and gets an answer."""
        info = self.connection()
        if info is None:
            return False
        try:
            with psycopg.connect(info.url, connect_timeout=5) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.Error:
            return False

    def status(self) -> Status:
        """What is known without changing anything."""
        places = find_places(self.root, self.name)
        pid = processes.read_postmaster_pid(places.data) if places else None
        is_running = bool(places and pid and processes.is_server(pid, places.data))
        try:
            version = find_binaries(self._binaries_folder).version
        except PostgresProblem:
            version = None
        return Status(
            is_running=is_running,
            is_healthy=is_running and self.is_healthy(),
            pid=pid if is_running else None,
            home=places.home if places else None,
            host=str(places.sockets) if places else None,
            port=self._port,
            data_version=_data_version(places.data) if places else None,
            program_version=version,
            os_user=_owner_name(places.home) if places else None,
            note=places.note if places else "",
        )

    def stop(self) -> bool:
        """Stop the server, ending open connections; true where one was running. Raises UnableToStop."""
        if not self.root.exists():
            return False
        with only_one(self._lock_path, wait_seconds=STOP_SECONDS):
            places = find_places(self.root, self.name)
            pid = processes.read_postmaster_pid(places.data) if places else None
            if places is None or pid is None or not processes.is_server(pid, places.data):
                return False
            for how, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, STOP_SECONDS / 4)):
                os.kill(pid, how)
                deadline = time.monotonic() + patience
                while time.monotonic() < deadline:
                    if not processes.is_server(pid, places.data):
                        return True
                    time.sleep(0.05)
            raise UnableToStop(f"PostgreSQL (proses {pid}) tidak mau berhenti. Lihat {places.log}.")

    def stop_if_unused(self) -> bool:
        """Stop the server unless somebody is connected to it; true where it was stopped."""
        places = find_places(self.root, self.name)
        password = find_password(self._secrets, self._secret("superuser"))
        if places is None or password is None:
            return False
        question = (
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        try:
            with psycopg.connect(**self._superuser(places, password), dbname="template1") as connection:
                if connection.execute(question).fetchone() != (0,):
                    return False
        except psycopg.OperationalError:
            return False
        return self.stop()

    def recreate_database(self) -> ConnectionInfo:
        """Throw the database away with everything in it, and make an empty one. Ends open connections."""
        info = self.ensure_running()
        places = find_places(self.root, self.name)
        password = find_password(self._secrets, self._secret("superuser"))
        assert places is not None
        assert password is not None
        superuser = self._superuser(places, password)
        with psycopg.connect(**superuser, dbname="template1", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        provision(
            superuser,
            owner_password=info.owner_password,
            app_password=info.app_password,
            for_tests=self.for_tests,
        )
        return info

    # --- inside

    @property
    def _port(self) -> int:
        return self.tcp_port or SOCKET_PORT

    @property
    def _secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def _lock_path(self) -> Path:
        return self.root / f".{self.name}.lock"

    def _secret(self, role: str) -> str:
        return f"test_{role}" if self.for_tests else role

    def _make_root(self) -> None:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if not os.access(self.root, os.W_OK | os.X_OK):
                raise PermissionError(13, "tidak ada hak tulis")
        except OSError as error:
            raise UnableToUseFolder(
                f"Folder data {self.root} tidak dapat ditulis ({error.strerror}). "
                "Perbaiki hak aksesnya atau pilih folder lain dengan RANGKUL_DATA."
            ) from None

    def _initialise(self, places: Places, account: Account, binaries: Binaries, password: str) -> None:
        """Make the data folder beside its place and move it there whole, so that a kill leaves no half of one."""
        draft = places.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        password_file = places.home / f".password-{secrets.token_hex(6)}"
        with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(password + "\n")
        account.own(password_file)
        command = [
            binaries.tool("initdb"), "--pgdata", str(draft), "--username", SUPERUSER, "--pwfile", str(password_file),
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
            "--data-checksums", "--no-instructions", *(["--no-sync"] if self.for_tests else []),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, **account.as_process())
        finally:
            password_file.unlink(missing_ok=True)
        if done.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise UnableToStart(f"Folder basis data {places.data} tidak dapat disiapkan: {_last_lines(done.stderr, 4)}")
        draft.rename(places.data)

    def _check_version(self, places: Places, binaries: Binaries) -> None:
        found = _data_version(places.data)
        if found != str(binaries.major):
            raise VersionMismatch(
                f"Data di {places.data} ditulis oleh PostgreSQL {found}, sedangkan yang terpasang {binaries.version}. "
                f"Pasang lagi PostgreSQL {found} (RANGKUL_POSTGRES_BIN), atau pindahkan isinya dengan pg_dump dan "
                "pg_restore: docs/operations.md, bagian naik versi. Tidak ada data yang diubah."
            )

    def _start_until_it_answers(self, places: Places, account: Account, binaries: Binaries, password: str) -> bool:
        """Start the server where none runs, and wait while it recovers; true where this call started it."""
        deadline = time.monotonic() + self.start_seconds
        child: subprocess.Popen[bytes] | None = None
        tries = 0
        while time.monotonic() < deadline:
            if self._answers(places, password):
                return child is not None
            if child is None:
                pid = processes.read_postmaster_pid(places.data)
                if pid is None or not processes.is_server(pid, places.data):
                    self._clear_the_dead(places)
                    child = self._spawn(places, account, binaries)
                    tries += 1
            if child is not None and child.poll() is not None:
                said = places.stderr.read_text(encoding="utf-8", errors="replace")
                if "postmaster.pid" in said and "already exists" in said and tries < START_TRIES:
                    child = None  # a killed server is not fully gone yet
                else:
                    raise UnableToStart(f"PostgreSQL berhenti saat dimulai: {self._why(places, said)}")
            time.sleep(0.05 if child is not None and tries < 2 else 0.25)
        raise UnableToStart(
            f"PostgreSQL belum siap setelah {self.start_seconds:.0f} detik. Bila sedang memulihkan data, coba lagi "
            f"nanti; kemajuannya tercatat di {places.log}."
        )

    def _clear_the_dead(self, places: Places) -> None:
        """End what a killed server left and remove its pid file, which PostgreSQL trusts too long (zombies, reuse)."""
        if not processes.end_orphans(places.data, wait_seconds=ORPHAN_SECONDS):
            raise UnableToStart(
                f"Sisa proses PostgreSQL yang lama masih bekerja di {places.data} dan tidak dapat dihentikan. "
                "Nyalakan ulang mesin ini, lalu coba lagi."
            )
        if processes.PROC.is_dir():
            (places.data / "postmaster.pid").unlink(missing_ok=True)

    def _spawn(self, places: Places, account: Account, binaries: Binaries) -> subprocess.Popen[bytes]:
        if self.tcp_port and _is_taken(self.tcp_port):
            raise UnableToStart(
                f"Porta {self.tcp_port} sudah dipakai program lain. "
                "Pilih RANGKUL_POSTGRES_PORT lain, atau kosongkan: Rangkul sendiri tidak membutuhkannya."
            )
        written = write_settings(places.data, places, tcp_port=self.tcp_port, for_tests=self.for_tests)
        with places.stderr.open("wb") as log:
            for path in (*written, places.stderr):
                account.own(path)
            return subprocess.Popen(
                [binaries.tool("postgres"), "-D", str(places.data)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,  # neither Ctrl+C nor the end of this process reaches the server
                **account.as_process(),
            )  # fmt: skip

    def _superuser(self, places: Places, password: str) -> dict[str, Any]:
        return {
            "host": str(places.sockets), "port": self._port, "user": SUPERUSER, "password": password,
            "connect_timeout": 10, "application_name": "rangkul supervisor",
        }  # fmt: skip

    def _answers(self, places: Places, password: str) -> bool:
        if not (places.sockets / f".s.PGSQL.{self._port}").exists():
            return False
        try:
            with psycopg.connect(**self._superuser(places, password), dbname="template1") as connection:
                return connection.execute("SELECT NOT pg_is_in_recovery()").fetchone() == (True,)
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise UnableToSignIn(
                    f"PostgreSQL menolak sandi yang disimpan di {self._secrets}. Kembalikan folder itu dari cadangan "
                    "yang sama dengan basis datanya."
                ) from None
            return False

    def _provisioned(self, places: Places, password: str, *, was_started: bool) -> ConnectionInfo:
        owner = get_or_make_password(self._secrets, self._secret("owner"))
        app = get_or_make_password(self._secrets, self._secret("app"))
        info = ConnectionInfo(str(places.sockets), self._port, owner, app, was_started=was_started)
        mark = places.home / PROVISIONED
        if not mark.exists() or not self.is_healthy():
            provision(
                self._superuser(places, password), owner_password=owner, app_password=app, for_tests=self.for_tests
            )
            mark.write_text(f"{DATABASE} {OWNER} {APP}\n", encoding="ascii")
        return info

    def _why(self, places: Places, said: str) -> str:
        if "FATAL" not in said:
            newest = max(places.log.glob("postgres-*.log"), key=lambda path: path.stat().st_mtime, default=None)
            said = newest.read_text(encoding="utf-8", errors="replace")[-4000:] if newest else said
        return _last_lines(said, 3) + f" (log: {places.log})"


def _data_version(data: Path) -> str | None:
    try:
        return (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError:
        return None


def _owner_name(path: Path) -> str | None:
    try:
        return path.owner()
    except (KeyError, OSError):
        return None


def _last_lines(text: str, count: int) -> str:
    return " | ".join(line.strip() for line in text.strip().splitlines()[-count:]) or "tanpa keterangan"


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
