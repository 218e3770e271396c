"""`setup_to_first_page`: seconds from `rangkul demo` on an empty data folder to the first page.

Baseline: `rangkul migrate` on an empty data folder, which is a bare PostgreSQL (initdb, start) and Django's migrations;
the ratio says what the district and the web server add. Pairs one after the other, median of each.
"""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from statistics import median
from typing import Any

from bench import places

PATIENCE = 900.0
PAIRS = 3


def run(scale: float) -> list[dict[str, Any]]:
    """One line; `scale` shrinks the district's 12,000 families."""
    families = max(300, round(12_000 * scale))
    first_pages, bare = [], []
    for number in range(PAIRS if scale == 1 else 1):
        bare.append(_migrate_only())
        first_pages.append(_first_page(families))
        places.tell(f"pasangan {number + 1}: {first_pages[-1]:.1f} s, kosong {bare[-1]:.1f} s")
    value, baseline = median(first_pages), median(bare)
    return [
        {
            "name": "setup_to_first_page",
            "value": round(value, 2),
            "unit": "s",
            "baseline": round(baseline, 2),
            "ratio": round(value / baseline, 2),
            "n": len(bare),
            "families": families,
            "baseline_is": "`rangkul migrate` on an empty data folder: initdb, start, migrations",
        }
    ]


def _migrate_only() -> float:
    places.remove("setup")
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "rangkul.cli", "migrate"],
        env=places.environment("setup"),
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seconds = time.perf_counter() - started
    places.remove("setup")
    return seconds


def _first_page(families: int) -> float:
    places.remove("setup")
    port = free_port()
    env = places.environment("setup") | {"RANGKUL_PORT": str(port), "RANGKUL_BIND": "127.0.0.1"}
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "rangkul.cli", "demo", "--families", str(families)],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/", server)
        return time.perf_counter() - started
    finally:
        server.terminate()
        server.wait(60)
        places.remove("setup")


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Until the page is there. Raises RuntimeError when the server ends or PATIENCE does."""
    until = time.monotonic() + PATIENCE
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode} before its first page")
        try:
            with opener.open(address, timeout=30) as answer:
                answer.read()
                return
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{address} answered {error.code}") from error
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{address} did not open within {PATIENCE:.0f} s")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
