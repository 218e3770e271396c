"""Whatever is killed with -9, the embedded PostgreSQL comes back with every row it had acknowledged."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from rangkul.platform.postgres import Cluster
from rangkul.platform.postgres.processes import is_server, list_processes, read_postmaster_pid

WRITER = """
import os, sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as connection, open(sys.argv[2], "a") as journal:
    number = int(sys.argv[3])
    while True:
        connection.execute("INSERT INTO catatan VALUES (%s)", [number])
        journal.write(f"{number}\\n"); journal.flush(); os.fsync(journal.fileno())
        number += 1
"""


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    top = Path(tempfile.mkdtemp(prefix="rk-", dir="/tmp"))
    top.chmod(0o755)
    cluster = Cluster(top / "data")
    yield cluster
    cluster.stop()
    shutil.rmtree(top)


def _data(cluster: Cluster) -> Path:
    home = cluster.status().home
    assert home is not None
    return home / "data"


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):  # some end by themselves when the first is gone
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("whom", ["everything", "postmaster"])
def test_no_acknowledged_row_is_lost(cluster: Cluster, whom: str) -> None:
    info = cluster.ensure_running()
    with psycopg.connect(info.url) as connection:
        connection.execute("CREATE TABLE catatan (n int PRIMARY KEY)")
    journal = cluster.root / "journal.txt"
    for round_number in range(3):
        start = (round_number + 1) * 1_000_000
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, info.url, str(journal), str(start)], stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and (not journal.exists() or str(start + 50) not in journal.read_text()):
            time.sleep(0.02)
        data = _data(cluster)
        postmaster = read_postmaster_pid(data)
        assert postmaster is not None
        _kill(list_processes(data) if whom == "everything" else [postmaster])
        # Restarted at once, while orphans and zombies of the killed server are still about.
        cluster.ensure_running()
        writer.wait(timeout=60)
        acknowledged = {int(line) for line in journal.read_text().split()}
        with psycopg.connect(info.url) as connection:
            kept = {row[0] for row in connection.execute("SELECT n FROM catatan")}
        assert start + 50 in acknowledged
        assert acknowledged <= kept
        assert len(kept) - len(acknowledged) <= round_number + 1, "at most one unacknowledged row per kill"


def test_the_server_outlives_a_killed_supervisor_and_is_found_again(cluster: Cluster) -> None:
    code = (
        "import sys, time; from pathlib import Path; from rangkul.platform.postgres import Cluster;"
        "Cluster(Path(sys.argv[1])).ensure_running(); print('up', flush=True); time.sleep(600)"
    )
    supervisor = subprocess.Popen(
        [sys.executable, "-c", code, str(cluster.root)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == b"up\n"
    pid = cluster.status().pid
    supervisor.kill()
    supervisor.wait()
    assert cluster.is_healthy()
    assert not cluster.ensure_running().was_started
    assert cluster.status().pid == pid


def test_a_pid_file_that_names_a_stranger_is_not_believed(cluster: Cluster) -> None:
    cluster.ensure_running()
    data = _data(cluster)
    _kill(list_processes(data))
    deadline = time.monotonic() + 30
    while list_processes(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    stranger = subprocess.Popen(["sleep", "600"], cwd=data)
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        (data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        assert not is_server(stranger.pid, data)
        assert cluster.ensure_running().was_started
        assert stranger.poll() is None, "whoever merely stands in the folder is left alone"
    finally:
        stranger.kill()
        stranger.wait()


def test_a_frozen_backend_of_a_killed_server_does_not_block_the_next(cluster: Cluster) -> None:
    info = cluster.ensure_running()
    data = _data(cluster)
    postmaster = read_postmaster_pid(data)
    assert postmaster is not None
    with psycopg.connect(info.url) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        _kill([postmaster])
        assert cluster.ensure_running().was_started
        assert not is_server(backend, data)


def test_a_setup_that_was_killed_starts_over(cluster: Cluster) -> None:
    (cluster.root / "postgres/data.new").mkdir(parents=True)
    (cluster.root / "postgres/data.new/PG_VERSION").write_text("18\n")
    assert cluster.ensure_running().was_started


def test_a_setup_killed_between_server_and_roles_is_finished(cluster: Cluster) -> None:
    cluster.ensure_running()
    home = cluster.status().home
    assert home is not None
    (home / "rangkul.provisioned").unlink()
    (cluster.root / "secrets/postgres_app").unlink()
    info = cluster.ensure_running()
    with psycopg.connect(info.app_url) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("rangkul_app",)
