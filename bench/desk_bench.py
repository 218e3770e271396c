"""`worklist_200` and `case_page_200`: 200 signed-in officials read while 20 write, on 100,000 open cases.

Readers and writers are people: between two pages each thinks for some ten seconds (drawn, exponential), so the server sees
about 22 requests a second, in bursts as they come. Rounds of an empty view behind the same middleware and of the page
alternate with the same people; each line is the median over the rounds. `service` is what one page takes with nobody
else there.
"""

import dataclasses
import http.client
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from bench import places
from bench.setup_bench import free_port, wait_for

CASES = 100_000
READERS, WRITERS = 200, 20
FAMILIES = 2_000
THINK = 10.0
"""Seconds between two pages of one person, on average."""
SECONDS = 40.0
ROUNDS = 3
SEED = 20_261_122
EMPTY = "_kosong/"
VIEW = "desk.case.view"
DISTRICT = "73.12"
MARK = "UKUR-"
STEP = 2_000


def run(scale: float, page: str) -> list[dict[str, Any]]:
    """Lines of one page ("worklist" or "case_page"); `scale` shrinks cases, readers and writers alike."""
    cases, readers, writers = (max(least, round(full * scale)) for least, full in
                               ((1_000, CASES), (20, READERS), (2, WRITERS)))  # fmt: skip
    rounds: list[tuple[list[float], list[float]]] = []
    alone: list[float] = []
    with _stage(cases, readers + writers) as (people, pages):
        _alone(people[:readers], pages[page])  # each web process has loaded its templates before anything is counted
        for number in range(ROUNDS if scale == 1 else 1):
            alone.extend(_alone(people[:readers], pages[page]))
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
                "service_ms": round(median(alone), 1),
                "baseline_is": "an empty Django view behind the same middleware, same people, same run",
            }
        )
    return lines


@dataclasses.dataclass
class Person:
    """A signed-in official: the session's cookies, and a case that they may open."""

    port: int
    cookie: str
    token: str
    case_id: str
    rng: random.Random
    taken: list[float] = dataclasses.field(default_factory=list)
    failed: str = ""

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> float:
        """Milliseconds of one request, from the first byte sent to the last one read."""
        headers = {"Cookie": self.cookie, "Referer": f"http://127.0.0.1:{self.port}/"}
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

    pause = one.rng.random() * THINK
    while time.monotonic() + pause < until:
        time.sleep(pause)
        if path_of is not None:
            one.taken.append(one.ask("GET", path_of(one)))
        else:
            one.ask("POST", reverse("web:desk:case-note", args=[one.case_id]), {"text": "Catatan uji coba kecepatan."})
        pause = one.rng.expovariate(1 / THINK)


def _alone(people: list[Person], path_of: PathOf) -> list[float]:
    return [one.ask("GET", path_of(one)) for one in people[:20]]


def _p95(taken: list[float]) -> float:
    return quantiles(taken, n=20)[18]


@contextmanager
def _stage(cases: int, people: int) -> Iterator[tuple[list[Person], dict[str, PathOf]]]:
    from django.urls import reverse

    from rangkul.cli import demonstration, installation, serving

    env = installation.load_env()
    watch = demonstration.Stopwatch()
    database = demonstration.prepare(env, watch, district="soppeng", families=FAMILIES, fresh=False)
    owners = fill(cases)
    port = free_port()
    web = serving.children_of(dataclasses.replace(env, port=port, bind="127.0.0.1"), database)[0]
    command = [each.replace("rangkul.config.wsgi", "bench.web_wsgi") for each in web.command]
    server = subprocess.Popen(command, env=web.environ, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/{EMPTY}", server)
        rng = random.Random(SEED)
        there = []
        for number in range(people):
            user, found = owners[number % len(owners)]
            cookie, token = _sign_in(port, user)
            there.append(Person(port, cookie, token, rng.choice(found), random.Random(SEED + number)))
        yield (
            there,
            {
                "worklist": lambda _one: reverse("web:home:worklist"),
                "case_page": lambda one: reverse("web:desk:case", args=[one.case_id]),
            },
        )
    finally:
        server.terminate()
        server.wait(60)


def fill(cases: int) -> list[tuple[str, list[str]]]:
    """Put open cases into the district until there are so many; (user, some cases they may open) of each caseworker."""
    from django.db import connection

    from rangkul.accounts import queries
    from rangkul.accounts.roles import BY_CODE
    from rangkul.cli import district
    from rangkul.desk.models import Case
    from rangkul.kernel import clock

    today = clock.local_date(clock.now(), "Asia/Makassar")
    accounts = [each for each in district.list_accounts() if {VIEW, "desk.case.note"} <= BY_CODE[each.role].permissions]
    actors = []
    for each in accounts:
        user = queries.find_user(each.user_id)
        actor = queries.find_actor(user, on=today) if user else None
        if actor is not None:
            actors.append((each.user_id, actor))
    if Case.objects.filter(ticket__startswith=MARK).count() != cases:
        _make(cases, [user for user, _actor in actors])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE desk_case")
        owners = []
        for user, actor in actors:
            inside = " OR ".join(["(area_code >= %s AND area_code < %s)"] * len(actor.areas))
            bounds = [each for area in actor.areas for each in area.bounds]
            cursor.execute(
                f"SELECT id::text FROM desk_case WHERE starts_with(ticket, '{MARK}') AND ({inside}) ORDER BY ticket LIMIT 200",
                bounds,
            )
            found = [row[0] for row in cursor.fetchall()]
            if found:
                owners.append((str(user), found))
    return owners


def _make(cases: int, users: list[Any]) -> None:
    """Open cases over all villages of the district, a third of them in somebody's hands, a quarter of them late."""
    from datetime import timedelta

    from django.db import transaction

    from rangkul.desk.enums import Channel, Sector
    from rangkul.desk.models import Case
    from rangkul.kernel import clock
    from rangkul.kernel.ids import new_id
    from rangkul.platform import crypto
    from rangkul.platform.audit.rows import bulk_change
    from rangkul.reference.queries import list_villages

    villages = [each.code for each in list_villages(DISTRICT)]
    story, now = crypto.seal("Beras tinggal untuk dua hari.", context="desk.story"), clock.now()
    with transaction.atomic(), bulk_change("bench"):
        Case.objects.filter(ticket__startswith=MARK).delete()
        for start in range(0, cases, STEP):
            Case.objects.bulk_create(
                Case(
                    id=new_id(),
                    ticket=f"{MARK}{number:08}",
                    form_key=new_id(),
                    channel=Channel.COUNTER,
                    sector=Sector.FOOD,
                    is_urgent=number % 97 == 0,
                    area_code=villages[number % len(villages)],
                    story_cipher=story,
                    reporter_name="Contoh Pelapor",
                    concerned_name=f"Contoh Warga {number}",
                    state=("REGISTERED", "MATCHED", "HANDLED")[number % 3],
                    assigned_to=users[number % len(users)] if number % 3 == 2 else None,
                    assigned_to_name="Petugas" if number % 3 == 2 else "",
                    due_on=(now + timedelta(days=number % 40 - 10)).date(),
                    registered_at=now - timedelta(days=number % 30),
                    updated_at=now,
                )
                for number in range(start, min(start + STEP, cases))
            )


def _sign_in(port: int, user: str) -> tuple[str, str]:
    """A session of a ready-made account: the Cookie header, and the token of its forms."""
    from django.urls import reverse

    from rangkul.cli.demo_check import Visitor

    visitor = Visitor(f"http://127.0.0.1:{port}")
    page = visitor.press(
        visitor.get(reverse("web:accounts:sign-in")), reverse("web:accounts:sign-in-demo", args=[user])
    )
    if page is None:
        raise RuntimeError("the sign-in page does not offer the demo's accounts")
    token = next(cookie.value for cookie in visitor.jar if cookie.name == "csrftoken")
    return visitor.cookies, token or ""
