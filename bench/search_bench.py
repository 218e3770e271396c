"""How long a search takes among many persons: by NIK and by name with a spelling mistake, p50 and p95 in milliseconds.

`run(rows)` fills the database that Django is connected to up to `rows` persons (synthetic, committed), so give it a
database of its own. The actor's area is the whole district, the widest and slowest scope a role has. Each search runs
as the web does: in a transaction under the role without ownership, with row-level security in force.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from rangkul.kernel import names
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.ids import new_id
from rangkul.kernel.nik import make_nik
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.walls import scoped
from rangkul.registry import numbers, policies
from rangkul.registry.models import Person
from rangkul.registry.queries import search_persons

SEED = 20221
SEARCHES = 200
DISTRICT = AreaCode.parse("73.12")
COMMON = [
    "SITI",
    "MUHAMMAD",
    "ANDI",
    "ABDUL",
    "NUR",
    "SRI",
    "AHMAD",
    "ABDULLAH",
    "DEWI",
    "SUKARDI",
    "HASAN",
    "HASNAH",
    "RAHMAN",
    "AMINAH",
    "BESSE",
    "BASO",
    "TENRI",
    "SULAIMAN",
    "YUSUF",
    "IBRAHIM",
    "FATIMAH",
    "HALIMAH",
    "MARYAM",
    "RAHMAWATI",
    "SYAMSUDDIN",
    "JUNAIDI",
    "RUSLAN",
    "SUHARTO",
    "NURAINI",
    "KASIM",
]
SYLLABLES = [
    "ba",
    "da",
    "ga",
    "ha",
    "ja",
    "ka",
    "la",
    "ma",
    "na",
    "pa",
    "ra",
    "sa",
    "ta",
    "wa",
    "ri",
    "si",
    "ti",
    "li",
    "mi",
    "ni",
    "nur",
    "har",
    "sul",
    "man",
    "din",
    "wan",
    "lis",
    "tan",
    "mar",
    "sum",
    "bas",
]


def run(rows: int, *, district: AreaCode = DISTRICT) -> list[dict[str, Any]]:
    """Figures `search_nik` and `search_name`, p50 and p95 in ms among `rows` persons."""
    chance = random.Random(SEED)
    fill(rows, chance)
    actor = Actor(
        user_id=None,
        name="bench",
        role="DATA_OFFICER",
        permissions=frozenset({policies.SEARCH, policies.VIEW_PERSON, policies.VIEW_FAMILY}),
        areas=(district,),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, nik_cipher FROM registry_person WHERE nik_cipher IS NOT NULL ORDER BY md5(id::text) LIMIT 5000"
        )
        sample = chance.sample(cursor.fetchall(), SEARCHES)
    niks = [numbers.open_number(cipher, numbers.NIK) for _name, cipher in sample]
    typed = [misspelt(name, chance) for name, _cipher in sample]
    taken = {"search_nik": times(actor, niks), "search_name": times(actor, typed)}
    return [
        {"name": f"{name}_{label}", "value": round(value, 2), "unit": "ms", "baseline": None, "ratio": None, "n": rows}
        for name, each in taken.items()
        for label, value in (("p50", statistics.median(each)), ("p95", statistics.quantiles(each, n=20)[18]))
    ]


def times(actor: Actor, texts: list[str]) -> list[float]:
    """Milliseconds of each search, after a short warm-up."""

    def once(text: str) -> float:
        with scoped(actor):
            start = time.perf_counter()
            search_persons(actor, text)
            return (time.perf_counter() - start) * 1000

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


def fill(rows: int, chance: random.Random) -> None:
    """Add synthetic persons by COPY until there are `rows`."""
    missing = rows - Person.objects.count()
    if missing <= 0:
        return
    columns = "id, name, name_key, nik_cipher, nik_index, nik_status, sex, birth_date, area_code, source, revision"
    blanks = "birth_place, mother_name, marital_status, education_code, occupation_code, address, hamlet, rt, rw"
    with connection.cursor() as cursor:
        copy = f"COPY registry_person ({columns}, created_at, updated_at, {blanks}) FROM STDIN"
        with cursor.cursor.copy(copy) as target:
            for row in people(missing, chance):
                target.write_row(row)
        cursor.execute("ANALYZE registry_person")
        cursor.execute("ANALYZE registry_nameword")


def people(count: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    """Rows of synthetic persons in 70 villages of 8 kecamatan; a third of the words of names are very common."""
    rare = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).upper() for _word in range(6000)]
    weights = [1 / (rank + 5) for rank in range(len(rare))]
    villages = [AreaCode.parse(f"73.12.{1 + number % 8:02d}.{2001 + number // 8}") for number in range(70)]
    now = datetime.now(UTC)
    serials: dict[str, int] = {}
    drawn: Iterator[str] = iter(())
    for _person in range(count):
        words = []
        for _word in range(chance.choice((1, 2, 2, 2, 3))):
            if chance.random() < 0.35:
                words.append(chance.choice(COMMON))
                continue
            word = next(drawn, None)
            if word is None:
                drawn = iter(chance.choices(rare, weights, k=10_000))
                word = next(drawn)
            words.append(word)
        name = " ".join(words).title()
        born, village = (
            date(1940 + chance.randrange(80), 1 + chance.randrange(12), 1 + chance.randrange(28)),
            chance.choice(villages),
        )
        sex = chance.choice("LP")
        key = f"{village[:8]}{born}{sex}"
        serials[key] = serials.get(key, 0) + 1
        sealed = numbers.seal_nik(make_nik(village, born, "P" if sex == "P" else "L", serials[key]))
        yield (
            new_id(), name, names.search_key(name), sealed.cipher, sealed.index, "BELUM_DICEK", sex, born, village,
            "DEMO", 1, now, now, *[""] * 9,
        )  # fmt: skip
