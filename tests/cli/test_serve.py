"""`rangkul serve` opens the door, brings back what is killed, and leaves nothing behind when it is told to stop."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from rangkul.platform.postgres import Cluster
from rangkul.platform.postgres.processes import list_processes


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rk-", dir="/tmp") as top:
        Path(top).chmod(0o755)
        yield Path(top) / "data"
        Cluster(Path(top) / "data").stop()


def _wait(until: Callable[[], object], seconds: float = 240) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if until():
            return True
        time.sleep(0.1)
    return False


def _children(pid: int) -> dict[int, str]:
    """Direct children of a process that are alive, with their command lines."""
    found = {}
    for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        with suppress(FileNotFoundError):  # it ended between the two looks
            words = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            if words:
                found[int(number)] = words
    return found


def _child(pid: int, word: str) -> int | None:
    return next((number for number, words in _children(pid).items() if word in words), None)


def _free_port() -> int:
    """A port below those that the system hands out: no server of another test can come to sit on it."""
    for port in range(20_000 + os.getpid() % 10_000, 32_000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("no free port between 20,000 and 32,000")


def _kill(pid: int, word: str) -> None:
    """Kill a child as it runs at this moment, and wait until another has taken its place."""
    assert _wait(lambda: _child(pid, word)), f"no {word} process runs"
    victim = _child(pid, word)
    assert victim is not None
    os.kill(victim, signal.SIGKILL)
    assert _wait(lambda: _child(pid, word) not in (None, victim)), f"the {word} process did not come back"


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _serve(data_dir: Path, port: int) -> "subprocess.Popen[str]":
    ours = ("RANGKUL_", "DATABASE_", "DJANGO_")
    environ = {
        **{key: value for key, value in os.environ.items() if not key.startswith(ours)},
        "PYTHONPATH": os.pathsep.join(sys.path), "RANGKUL_DATA": str(data_dir), "RANGKUL_PORT": str(port),
        "RANGKUL_WORKERS": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "rangkul.cli", "serve", "--migrate"]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.enable_socket
def test_serves_revives_what_is_killed_stops_cleanly_and_leaves_nothing_when_killed(data_dir: Path) -> None:
    port = _free_port()
    server = _serve(data_dir, port)
    try:
        assert _wait(lambda: _answers(port)), "the web server did not open"
        assert _wait(lambda: _child(server.pid, "worker")), "the worker did not start"

        second = _serve(data_dir, port)
        assert "RANGKUL_PORT" in second.communicate(timeout=120)[0]
        assert second.returncode == 1

        _kill(server.pid, "worker")
        _kill(server.pid, "granian")
        home = Cluster(data_dir).status().home
        assert home is not None
        for pid in list_processes(home / "data"):
            with suppress(ProcessLookupError):  # some end by themselves when the first is gone
                os.kill(pid, signal.SIGKILL)
        assert _wait(Cluster(data_dir).is_healthy), "PostgreSQL did not come back"
        assert _wait(lambda: _answers(port))
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=90)
    assert server.returncode == 0, said
    assert not _answers(port)
    assert not Cluster(data_dir).status().is_running
    _a_killed_server_takes_its_processes_along(data_dir)


def _a_killed_server_takes_its_processes_along(data_dir: Path) -> None:
    port = _free_port()
    server = _serve(data_dir, port)
    assert _wait(lambda: _answers(port)), "the web server did not open"
    server.kill()
    server.communicate(timeout=60)
    assert _wait(lambda: not _answers(port)), "the web process outlived its supervisor"
