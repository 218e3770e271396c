"""`worklist_50_readers`: fifty signed-in people open their worklists at once, on the real web server over loopback.

Baseline: an empty Django view behind the same middleware, asked by the same fifty readers in the same run. Rounds of both
alternate; each line is the median over the rounds.
"""

import dataclasses
import http.client
import subprocess
import threading
import time
from statistics import median, quantiles
from typing import Any

from bench import places
from bench.setup_bench import free_port, wait_for

READERS = 50
EACH = 8
ROUNDS = 3
EMPTY = "_kosong/"


def run(scale: float) -> list[dict[str, Any]]:
    """p50 and p95 in ms of a worklist; `scale` shrinks the district's 12,000 families."""
    from django.urls import reverse

    from rangkul.cli import demonstration, district, installation, serving

    env = installation.load_env()
    families = max(300, round(12_000 * scale))
    database = demonstration.prepare(env, demonstration.Stopwatch(), district="soppeng", families=families, fresh=False)
    port = free_port()
    web = serving.children_of(dataclasses.replace(env, port=port, bind="127.0.0.1"), database)[0]
    command = [each.replace("rangkul.config.wsgi", "bench.web_wsgi") for each in web.command]
    server = subprocess.Popen(command, env=web.environ, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/{EMPTY}", server)
        actions = [reverse("web:accounts:sign-in-demo", args=[account.user_id]) for account in district.list_accounts()]
        readers = [
            _Reader(port, _sign_in(port, reverse("web:accounts:sign-in"), actions[number % len(actions)]))
            for number in range(READERS)
        ]
        rounds = []
        for number in range(ROUNDS):
            rounds.append((_ask(readers, f"/{EMPTY}"), _ask(readers, reverse("web:home:worklist"))))
            bare, full = (median(each) for each in rounds[-1])
            places.tell(f"putaran {number + 1}: kosong {bare:.0f} ms, daftar kerja {full:.0f} ms")
    finally:
        server.terminate()
        server.wait(60)
    lines = []
    for label, figure in (("p50", median), ("p95", lambda each: quantiles(each, n=20)[18])):
        value, baseline = median(figure(full) for _, full in rounds), median(figure(bare) for bare, _ in rounds)
        lines.append(
            {
                "name": f"worklist_50_readers_{label}",
                "value": round(value, 1),
                "unit": "ms",
                "baseline": round(baseline, 1),
                "ratio": round(value / baseline, 2),
                "n": READERS * EACH * ROUNDS,
                "baseline_is": "an empty Django view behind the same middleware, same readers, same run",
            }
        )
    return lines


@dataclasses.dataclass
class _Reader:
    port: int
    cookie: str
    taken: list[float] = dataclasses.field(default_factory=list)
    failed: str = ""

    def read(self, path: str, start: threading.Barrier) -> None:
        """Ask `EACH` times over one connection, beginning together with the others."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        start.wait()
        for _ in range(EACH):
            begun = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            answer.read()
            self.taken.append((time.perf_counter() - begun) * 1000)
            if answer.status != 200:
                self.failed = f"{path} answered {answer.status}"
        connection.close()


def _ask(readers: list[_Reader], path: str) -> list[float]:
    start = threading.Barrier(len(readers))
    threads = [threading.Thread(target=reader.read, args=(path, start)) for reader in readers]
    for reader in readers:
        reader.taken.clear()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for reader in readers:
        if reader.failed:
            raise RuntimeError(reader.failed)
    return [taken for reader in readers for taken in reader.taken]


def _sign_in(port: int, page: str, action: str) -> str:
    """A session of a ready-made account, as a Cookie header."""
    from rangkul.cli.demo_check import Visitor

    visitor = Visitor(f"http://127.0.0.1:{port}")
    if visitor.press(visitor.get(page), action) is None:
        raise RuntimeError("the sign-in page does not offer the demo's accounts")
    return visitor.cookies
