"""`village_names`: how many real spellings of village names are understood when the kecamatan is known.

The variants (SP2010 and BPS-2024 names of 4,931 villages, joined by code) lie in tests/reference/data. No list of known
spellings is used: the packaged aliases were made from the same sources, so the figure leaves them out.
"""

import csv
import gzip
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from rangkul.reference.loading import DATA, EDITION
from rangkul.reference.village_names import guess

VARIANTS = Path(__file__).resolve().parent.parent / "tests/reference/data/village_variants.csv.gz"
UNRESOLVABLE = "lain_atau_kode_pindah"
"""Class of renamed villages and moved codes: the written name is not a spelling of the official one."""


def count(every: int = 1) -> Counter[str]:
    """right, wrong, ask, none among the variants that can be resolved (class known, no clash), and wrong_all, all."""
    names: dict[str, str] = {}
    villages: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for row in _rows(DATA / "areas" / f"{EDITION}.csv.gz"):
        names[row["kode"]] = row["nama"]
        if row["kode"].count(".") == 3:
            villages[row["kode"][:8]].append((row["kode"], [row["nama"]]))
    counted: Counter[str] = Counter()
    for row in _rows(VARIANTS)[::every]:
        code = row["kode"]
        found = guess(row["varian"], villages[code[:8]], district=names.get(code[:8], ""))
        outcome = "right" if found.code == code else "wrong" if found.code else found.verdict
        counted["all"] += 1
        counted["wrong_all"] += outcome == "wrong"
        if row["kelas"] != UNRESOLVABLE and row["bentrok"] == "0":
            counted[outcome] += 1
            counted["resolvable"] += 1
    return counted


def run(scale: float) -> list[dict[str, Any]]:
    """Share right and share wrong of the resolvable variants, in percent."""
    counted = count(max(1, round(1 / scale)))
    total = counted["resolvable"]
    return [
        {
            "name": f"village_names_{each}",
            "value": round(100 * counted[each] / total, 2),
            "unit": "%",
            "baseline": goal,
            "ratio": None,
            "n": total,
            "baseline_is": "goal of issue 3",
        }
        for each, goal in (("right", 95), ("wrong", 1))
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
