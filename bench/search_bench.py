"""How long a search takes in a district of a million: by NIK, by any other number, and by a misspelt name.

Each is asked of the whole district, the widest scope a role has, and of one village. Each search runs as the web does: in
a transaction under the role without ownership, with row-level security in force. The baseline is one person fetched by
the primary key in the same way: what no search can be cheaper than.
"""

import random
import statistics
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection

from bench.machine import backend_seconds, load
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.walls import scoped
from rangkul.registry import numbers, policies
from rangkul.registry.models import Person
from rangkul.registry.queries import search_persons

SEED = 20221
SEARCHES = 200
Line = dict[str, Any]


def run(rows: int, *, district: AreaCode) -> list[Line]:
    """Figures `search_nik`, `search_number` and `search_name`, p50 and p95 in ms among `rows` persons."""
    chance = random.Random(SEED)
    lines = []
    for where, area in (("", district), ("_village", _fullest_village(district))):
        actor = _officer(area)
        texts = _texts(area, chance)
        floor = _times(
            actor, [str(each) for each in texts.pop("id")], lambda _actor, pk: Person.objects.get(pk=UUID(pk))
        )
        for name, typed in texts.items():
            taken = _times(actor, typed, search_persons)
            lines += [
                _line(
                    f"{name}{where}_{label}",
                    *(measure([each[clock] for each in times]) for clock in (0, 1) for times in (taken, floor)),
                    rows,
                )
                for label, measure in (("p50", statistics.median), ("p95", _p95))
            ]
    return lines


def _line(name: str, value: float, baseline: float, cpu: float, baseline_cpu: float, rows: int) -> Line:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": "ms",
        "baseline": round(baseline, 2),
        "ratio": round(value / baseline, 1),
        "n": rows,
        "cpu_ms": round(cpu, 2),
        "baseline_cpu_ms": round(baseline_cpu, 2),
        "load": load(),
        "baseline_is": "one person fetched by primary key under the same role and walls",
    }


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[18]


def _officer(area: AreaCode) -> Actor:
    return Actor(
        user_id=None,
        name="bench",
        role="DATA_OFFICER",
        permissions=frozenset({policies.SEARCH, policies.VIEW_PERSON, policies.VIEW_FAMILY}),
        areas=(area,),
    )


def _fullest_village(district: AreaCode) -> AreaCode:
    with connection.cursor() as cursor:
        cursor.execute("SELECT area_code FROM registry_person GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
        row = cursor.fetchone()
    return AreaCode.parse(row[0]) if row else district


def _texts(area: AreaCode, chance: random.Random) -> dict[str, list[str]]:
    """What is typed for people of the area, and their ids for the baseline."""
    inside = "p.area_code >= %s AND p.area_code < %s"
    persons = _drawn(
        f"SELECT p.id, p.name, p.nik_cipher FROM registry_person p WHERE p.nik_cipher IS NOT NULL AND {inside}",
        area,
        chance,
    )
    cards = _drawn(
        f"SELECT p.kk_cipher FROM registry_family p WHERE p.kk_cipher IS NOT NULL AND {inside}", area, chance
    )
    registers = _drawn(
        "SELECT i.value FROM registry_identity i JOIN registry_family p ON p.id = i.family_id"
        f" WHERE {inside} UNION ALL SELECT o.number FROM registry_outsidemembership o"
        f" JOIN registry_family p ON p.id = o.family_id WHERE o.number <> '' AND {inside}",
        area,
        chance,
    )
    mixed = [numbers.open_number(cipher, numbers.KK) for (cipher,) in cards] + [value for (value,) in registers]
    return {
        "id": [pk for pk, _name, _cipher in persons],
        "search_nik": [numbers.open_number(cipher, numbers.NIK) for _pk, _name, cipher in persons],
        "search_number": chance.sample(mixed, min(SEARCHES, len(mixed))),
        "search_name": [misspelt(name, chance) for _pk, name, _cipher in persons],
    }


def _drawn(statement: str, area: AreaCode, chance: random.Random) -> list[Any]:
    bounds = [str(area), f"{area}/"] * (statement.count("%s") // 2)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({statement}) AS drawn ORDER BY md5(drawn::text) LIMIT 2000", bounds)
        rows = cursor.fetchall()
    return chance.sample(rows, min(SEARCHES, len(rows)))


def _times(actor: Actor, texts: list[str], look: Callable[[Actor, str], object]) -> list[tuple[float, float]]:
    """Milliseconds of each search by the clock and by the processors (ours and PostgreSQL's), after a short warm-up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone() or (0,)

    def spent() -> float:
        return time.process_time() + backend_seconds(backend)

    def once(text: str) -> tuple[float, float]:
        with scoped(actor):
            start, cpu = time.perf_counter(), spent()
            look(actor, text)
            return (time.perf_counter() - start) * 1000, (spent() - cpu) * 1000

    for text in texts[:10]:
        once(text)
    return [once(text) for text in texts]


def misspelt(name: str, chance: random.Random) -> str:
    """One slip of the keyboard in one word: a letter lost, doubled, or exchanged with its neighbour."""
    words = name.split()
    position = chance.randrange(len(words))
    word = words[position]
    if len(word) > 3:
        at = chance.randrange(1, len(word) - 1)
        slips: list[Callable[[], str]] = [
            lambda: word[:at] + word[at + 1 :],
            lambda: word[:at] + word[at] + word[at:],
            lambda: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        ]
        words[position] = chance.choice(slips)()
    return " ".join(words)
