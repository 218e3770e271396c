"""`village_names`: how many spellings of village names are understood when the kecamatan is known.

Three sets. The real variants (SP2010 and BPS-2024 names of 4,931 villages, joined by code), on which the resolver was
tuned; other real ones that it was not tuned on (BPS names of 122 kecamatan inside their regency); and made-up ones
(`bench.village_spellings`) of the villages in kecamatan with an odd number, while those with an even number were used to
look for mistakes. No list of known spellings is used: the packaged aliases were made from the first set's sources.
"""

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from bench.village_spellings import Place, Written, spellings
from rangkul.reference.loading import DATA, EDITION
from rangkul.reference.village_names import guess

FOLDER = Path(__file__).resolve().parent.parent / "tests/reference/data"
VARIANTS = FOLDER / "village_variants.csv.gz"
DISTRICTS = FOLDER / "district_variants.csv.gz"
UNRESOLVABLE = "lain_atau_kode_pindah"
"""Class of renamed villages and moved codes: the written name is not a spelling of the official one."""
MADE_UP = 10_000
SEED = 22
GOALS = (("right", 95), ("wrong", 1))


def run(scale: float) -> list[dict[str, Any]]:
    """Share right and share wrong of each set, in percent; of the made-up ones also by change."""
    every = max(1, round(1 / scale))
    made_up, by_change = count_made_up(round(MADE_UP * scale))
    sets = (
        ("village_names", count(every), "real variants, those that can be resolved"),
        ("district_names", count_districts(every), "real variants of kecamatan, not tuned on"),
        ("village_names_made_up", made_up, "made-up variants, not tuned on"),
    )
    lines: list[dict[str, Any]] = [
        {
            "name": f"{name}_{each}",
            "value": round(100 * counted[each] / counted["resolvable"], 2),
            "unit": "%",
            "baseline": goal,
            "ratio": None,
            "n": counted["resolvable"],
            "what": what,
            "baseline_is": "goal of issue 3",
        }
        for name, counted, what in sets
        for each, goal in GOALS
    ]
    lines[0]["wrong_of_all"] = round(100 * sets[0][1]["wrong_all"] / sets[0][1]["all"], 2)
    lines[-1]["by_change"] = {
        name: [round(100 * each[outcome] / each["resolvable"], 1) for outcome in ("right", "wrong")]
        for name, each in by_change.items()
    }
    return lines


def count(every: int = 1) -> Counter[str]:
    """right, wrong, ask, none among the variants that can be resolved (class known, no clash), and wrong_all, all."""
    counted: Counter[str] = Counter()
    for row in _rows(VARIANTS)[::every]:
        outcome = outcome_of(row["varian"], row["kode"])
        counted["all"] += 1
        counted["wrong_all"] += outcome == "wrong"
        if row["kelas"] != UNRESOLVABLE and row["bentrok"] == "0":
            counted[outcome] += 1
            counted["resolvable"] += 1
    return counted


def count_districts(every: int = 1) -> Counter[str]:
    """The same of kecamatan by their regency, as BPS writes them."""
    counted: Counter[str] = Counter()
    for row in _rows(DISTRICTS)[::every]:
        counted[outcome_of(row["varian"], row["kode"])] += 1
        counted["resolvable"] += 1
    return counted


def count_made_up(count: int, *, seed: int = SEED, odd: bool = True) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """The same of made-up spellings, all and by change; `odd`: of kecamatan with an odd number, else an even one."""
    counted: Counter[str] = Counter()
    by_change: dict[str, Counter[str]] = defaultdict(Counter)
    for written in made_up(count, seed=seed, odd=odd):
        outcome = outcome_of(written.text, written.code)
        for each in (counted, *(by_change[change] for change in written.changes)):
            each[outcome] += 1
            each["resolvable"] += 1
    return counted, dict(sorted(by_change.items()))


def made_up(count: int, *, seed: int = SEED, odd: bool = True) -> Iterable[Written]:
    """Made-up spellings of different villages of one half of the kecamatan."""
    names, kinds, _below = _areas()
    places = [
        Place(code, names[code], kinds[code], names[code[:8]])
        for code in names
        if code.count(".") == 3 and int(code[6:8]) % 2 == odd
    ]
    return spellings(places, count, seed)


def outcome_of(written: str, code: str) -> str:
    """right, wrong, ask or none for a name that means the village (kecamatan) with this code."""
    names, _kinds, below = _areas()
    above = code.rpartition(".")[0]
    found = guess(written, below[above], district=names[above] if above.count(".") == 2 else "")
    return "right" if found.code == code else "wrong" if found.code else found.verdict


@cache
def _areas() -> tuple[dict[str, str], dict[str, str], dict[str, list[tuple[str, list[str]]]]]:
    """Names by code, kinds by code, and what lies directly below each area."""
    names: dict[str, str] = {}
    kinds: dict[str, str] = {}
    below: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for row in _rows(DATA / "areas" / f"{EDITION}.csv.gz"):
        names[row["kode"]], kinds[row["kode"]] = row["nama"], row["jenis"]
        below[row["kode"].rpartition(".")[0]].append((row["kode"], [row["nama"]]))
    return names, kinds, below


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
