"""Step 9: one command makes a district of invented people; the second start finds it in place."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rangkul.platform.postgres import Cluster
from tests.browser import PageAt
from tests.journeys.walk import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.enable_socket]
FAMILIES = 300
OPENS_WITHIN = 240.0


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rk-", dir="/tmp") as top:
        Path(top).chmod(0o755)
        yield Path(top) / "data"
        Cluster(Path(top) / "data").stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo(data_dir: Path, port: int, *options: str) -> Iterator[str]:
    """`rangkul demo` running; gives its address and ends it when done."""
    ours = ("RANGKUL_", "DATABASE_", "DJANGO_")
    environ = {
        **{key: value for key, value in os.environ.items() if not key.startswith(ours)},
        "PYTHONPATH": os.pathsep.join(sys.path),
        "RANGKUL_DATA": str(data_dir),
        "RANGKUL_PORT": str(port),
        "RANGKUL_WORKERS": "1",
    }
    log = data_dir.parent / "demo.log"
    with log.open("a") as told:
        server = subprocess.Popen(
            [sys.executable, "-m", "rangkul.cli", "demo", *options], env=environ, stdout=told, stderr=told, text=True
        )
        try:
            deadline = time.monotonic() + OPENS_WITHIN
            while f"Rangkul terbuka di http://localhost:{port}" not in (said := log.read_text()):
                assert server.poll() is None, said
                assert time.monotonic() < deadline, said
                time.sleep(0.2)
            yield f"http://localhost:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=90)
            log.rename(log.with_suffix(f".{time.monotonic_ns()}"))


def test_one_command_makes_a_district_and_finds_it_again(page_at: PageAt, data_dir: Path) -> None:
    with demo(data_dir, free_port(), "--families", str(FAMILIES)) as address:
        visitor = Visitor(page_at(), address)
        visitor.open("web:accounts:sign-in")
        assert visitor.cost <= 60_000
        visitor.press("Petugas program bidang")
        visitor.sees("Daftar kerja", "Petugas program bidang")
        assert visitor.page.locator("#isi .task-list a").count(), "the worklist of the demo is empty"
        visitor.open("web:registry:search", query="?q=Rahmatia")
        visitor.sees("Contoh Rahmatia")
    with demo(data_dir, free_port(), "--families", str(FAMILIES)) as address:
        again = Visitor(page_at(360), address)
        again.open("web:accounts:sign-in")
        again.press("Front office Puskesos")
        again.sees("Daftar kerja")
        again.open("web:registry:search", query="?q=Rahmatia")
        again.sees("Contoh Rahmatia")
    told = next(iter(sorted(data_dir.parent.glob("demo.*"), reverse=True))).read_text()
    assert "keluarga 0/" not in told, "the second start built the district again"
