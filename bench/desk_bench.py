"""`worklist_200`, `case_page_200`, `first_page_200`: 200 signed-in officials read while 20 write, on 100,000 open cases.

Readers and writers are people: between two pages each thinks for some ten seconds (drawn, exponential), so the server sees
about 22 requests a second, in bursts as they come. Rounds of an empty view behind the same middleware and of the page
alternate with the same people; each line is the median over the rounds. A reader of the worklist goes through its tabs,
a reader of case pages opens cases of their own area, a writer puts a note on a case, through the form.

`cpu_ms` is what one page costs the web processes and PostgreSQL together with nobody else there, `empty_cpu_ms` the same of
the empty view: on a machine that others use too, read these first.
"""

import dataclasses
import http.client
import os
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from bench import desk_cases, desk_staff, places
from bench.setup_bench import free_port, wait_for

CASES = 100_000
READERS, WRITERS = 200, 20
FAMILIES = 2_000
THINK = 10.0
"""Seconds between two pages of one person, on average."""
SECONDS = 40.0
ROUNDS = 3
ALONE = 100
"""Pages one after the other, for the cost of one."""
SEED = 20_261_122
EMPTY = "_kosong/"
DISTRICT = "73.12"
TABS = ("mine", "mine", "mine", "team", "team", "late", "late", "conflicts", "unmatched", "all")
"""How often each tab is opened, of ten times."""


def run(scale: float, page: str) -> list[dict[str, Any]]:
    """Lines of one page ("worklist", "case_page" or "first_page"); `scale` shrinks cases, readers and writers alike."""
    cases, readers, writers = (max(least, round(full * scale)) for least, full in
                               ((1_000, CASES), (20, READERS), (2, WRITERS)))  # fmt: skip
    rounds: list[tuple[list[float], list[float]]] = []
    with _stage(cases, readers + writers) as (people, pages, cost):
        _alone(people[:readers], pages[page])  # each web process has loaded its templates before anything is counted
        empty_cpu, _ = cost(lambda: _alone(people[:readers], lambda _one: f"/{EMPTY}"))
        page_cpu, alone = cost(lambda: _alone(people[:readers], pages[page]))
        for number in range(ROUNDS if scale == 1 else 1):
            bare = _crowd(people, lambda _one: f"/{EMPTY}", readers, scale)
            full = _crowd(people, pages[page], readers, scale)
            rounds.append((bare, full))
            places.tell(f"putaran {number + 1}: kosong {_p95(bare):.0f} ms, {page} {_p95(full):.0f} ms (p95)")
    lines = []
    for label, figure in (("p50", median), ("p95", _p95)):
        value = median(figure(full) for _, full in rounds)
        baseline = median(figure(bare) for bare, _ in rounds)
        lines.append(
            {
                "name": f"{page}_200_{label}",
                "value": round(value, 1),
                "unit": "ms",
                "baseline": round(baseline, 1),
                "ratio": round(value / baseline, 2),
                "n": sum(len(full) for _, full in rounds),
                "cases": cases,
                "readers": readers,
                "writers": writers,
                "think_seconds": THINK,
                "cpu_ms": round(page_cpu, 1),
                "empty_cpu_ms": round(empty_cpu, 1),
                "alone_ms": round(median(alone), 1),
                "load": round(os.getloadavg()[0], 1),
                "baseline_is": "an empty Django view behind the same middleware, same people, same run",
            }
        )
    return lines


@dataclasses.dataclass
class Person:
    """A signed-in official: the session's cookies, and cases that they may open."""

    port: int
    cookie: str
    token: str
    cases: list[str]
    rng: random.Random
    taken: list[float] = dataclasses.field(default_factory=list)
    failed: str = ""

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> float:
        """Milliseconds of one request, from the first byte sent to the last one read."""
        headers = {"Cookie": self.cookie, "Accept-Encoding": "gzip", "Referer": f"http://127.0.0.1:{self.port}/"}
        body = urlencode({**fields, "csrfmiddlewaretoken": self.token}) if fields is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        begun = time.perf_counter()
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status not in (200, 303):
            self.failed = f"{method} {path} answered {answer.status}"
        return (time.perf_counter() - begun) * 1000


type PathOf = Callable[[Person], str]


def _crowd(people: list[Person], path_of: PathOf, readers: int, scale: float) -> list[float]:
    """What the readers waited for their pages, while the others write."""
    until = time.monotonic() + (SECONDS if scale == 1 else SECONDS / 2)
    threads = [
        threading.Thread(target=_live, args=(one, path_of if place < readers else None, until))
        for place, one in enumerate(people)
    ]
    for one in people:
        one.taken.clear()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in people:
        if one.failed:
            raise RuntimeError(one.failed)
    return [taken for one in people[:readers] for taken in one.taken]


def _live(one: Person, path_of: PathOf | None, until: float) -> None:
    from django.urls import reverse

    pause = one.rng.expovariate(
        1 / THINK
    )  # as between pages: a crowd that is there already, not one that opens the doors
    while time.monotonic() + pause < until:
        time.sleep(pause)
        if path_of is not None:
            one.taken.append(one.ask("GET", path_of(one)))
        else:
            one.ask(
                "POST",
                reverse("web:desk:case-note", args=[one.rng.choice(one.cases)]),
                {"text": f"Catatan uji coba {time.time_ns()}."},  # the same twice is refused
            )
        pause = one.rng.expovariate(1 / THINK)


def _alone(people: list[Person], path_of: PathOf) -> list[float]:
    there = random.Random(SEED).sample(people, min(len(people), ALONE))
    taken = [one.ask("GET", path_of(one)) for one in there]
    for one in there:
        if one.failed:
            raise RuntimeError(one.failed)
    return taken


def _p95(taken: list[float]) -> float:
    return quantiles(taken, n=20)[18]


type Cost = Callable[[Callable[[], list[float]]], tuple[float, list[float]]]


@contextmanager
def _stage(cases: int, people: int) -> Iterator[tuple[list[Person], dict[str, PathOf], Cost]]:
    from django.urls import reverse

    from rangkul.cli import demonstration, installation, serving

    env = installation.load_env()
    database = demonstration.prepare(env, demonstration.Stopwatch(), district="soppeng", families=FAMILIES, fresh=False)
    from rangkul.reference.queries import list_villages  # models are there only now

    staff = desk_staff.hire(DISTRICT, people)
    taken = desk_cases.fill(cases, [each.code for each in list_villages(DISTRICT)], staff)
    places.tell(f"{cases} kasus: {taken:.0f} detik")
    port = free_port()
    web = serving.children_of(dataclasses.replace(env, port=port, bind="127.0.0.1"), database)[0]
    command = [each.replace("rangkul.config.wsgi", "bench.web_wsgi") for each in web.command]
    server = subprocess.Popen(command, env=web.environ, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/{EMPTY}", server)
        rng = random.Random(SEED)
        token = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(32))
        there = [
            Person(port, cookie, token, _cases_of(each), random.Random(SEED + number))
            for number, (each, cookie) in enumerate(zip(staff, desk_staff.sign_in(staff, token), strict=True))
        ]
        postmaster = int((env.data_dir / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        worklist = reverse("web:desk:case-list")
        yield (
            there,
            {
                "worklist": lambda one: f"{worklist}?tab={one.rng.choice(TABS)}",
                "case_page": lambda one: reverse("web:desk:case", args=[one.rng.choice(one.cases)]),
                "first_page": lambda _one: reverse("web:home:worklist"),
            },
            lambda work: _cost_of(work, (server.pid, postmaster)),
        )
    finally:
        server.terminate()
        server.wait(60)


def _cost_of(work: Callable[[], list[float]], roots: tuple[int, ...]) -> tuple[float, list[float]]:
    """CPU milliseconds of the processes below `roots` for each page of `work`, and its own result."""
    before = _cpu_seconds(roots)
    taken = work()
    return (_cpu_seconds(roots) - before) * 1000 / len(taken), taken


def _cpu_seconds(roots: tuple[int, ...]) -> float:
    """User and system time of these processes with all that came out of them, ended ones too."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.name)], ticks[int(entry.name)] = int(told[1]), sum(map(int, told[11:15]))
    total = 0
    for pid in parents:
        above = pid
        while above and above not in roots:
            above = parents.get(above, 0)
        total += ticks[pid] if above else 0
    return total / os.sysconf("SC_CLK_TCK")


def _cases_of(official: desk_staff.Official) -> list[str]:
    """Some of the bench's cases in an official's areas."""
    from django.db import connection

    from rangkul.kernel.area_code import AreaCode

    bounds = [each for area in official.areas for each in AreaCode.parse(area).bounds]
    inside = " OR ".join(["(area_code >= %s AND area_code < %s)"] * len(official.areas))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id::text FROM desk_case WHERE ({inside}) AND starts_with(ticket, %s) ORDER BY ticket LIMIT 200",
            [*bounds, desk_cases.MARK],
        )
        return [row[0] for row in cursor.fetchall()]
