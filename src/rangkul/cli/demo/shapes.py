"""What gives a district its shape: real villages with their weights, a real age pyramid, and chosen proportions."""

import csv
import statistics
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

DATA = Path(__file__).parent / "data"
AGES = range(90)


@dataclass(frozen=True, slots=True)
class Shape:
    """A district: `families` by default, `mean_size` persons a family, proportions of what befalls them.

    The number of members is 1 + Poisson(mean_size - 1): no distribution of family sizes was found, only means (2.9 by
    family card, 3.6 to 4.7 by household), so this one is fitted to the mean and says so. Proportions that no source
    gives were chosen so that every list of work has something in it.
    """

    code: str
    area: str
    name: str
    families: int
    mean_size: float
    time_zone: str
    city: str
    village_label: str
    leprosy: int
    livelihoods: tuple[tuple[str, float], ...]


SHAPES = {
    "soppeng": Shape(
        "soppeng", "73.12", "Kabupaten Soppeng", 12_000, 3.0, "Asia/Makassar", "Watansoppeng", "Desa/Kelurahan", 55,
        (("PERTANIAN", 0.52), ("PERDAGANGAN_JASA", 0.22), ("PETERNAKAN", 0.1), ("PERIKANAN", 0.04), ("LAIN", 0.12)),
    ),
    "tanggamus": Shape(
        "tanggamus", "18.06", "Kabupaten Tanggamus", 311_662, 3.6, "Asia/Jakarta", "Kota Agung", "Pekon", 90,
        (("PERTANIAN", 0.58), ("PERDAGANGAN_JASA", 0.18), ("PETERNAKAN", 0.05), ("PERIKANAN", 0.07), ("LAIN", 0.12)),
    ),
}  # fmt: skip
PLANNED = ("jember", "kota-kupang", "ntb")
"""Districts that have a name here but no people yet."""


@cache
def village_weights(area: str) -> dict[str, int]:
    """{village: population of 2010} of a district, by code; the median where the census has none."""
    with (DATA / "villages.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["area_code"].startswith(f"{area}.")]
    median = int(statistics.median(int(row["population_2010"]) for row in rows if row["population_2010"]))
    return {row["area_code"]: int(row["population_2010"] or median) for row in rows}


def share_out(total: int, weights: dict[str, int]) -> dict[str, int]:
    """`total` shared by weight (largest remainder): the parts add up to it."""
    whole = sum(weights.values())
    parts = {key: total * weight // whole for key, weight in weights.items()}
    by_rest = sorted(weights, key=lambda key: (-(total * weights[key] % whole), key))
    for key in by_rest[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


@cache
def ages(province: str, sex: str, lowest: int, highest: int) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Ages from `lowest` to `highest` and their running weights in the pyramid of a province, for `random.choices`."""
    weights = _pyramid(province, sex)
    span = range(lowest, highest + 1)
    return tuple(span), tuple(accumulate(weights[age] for age in span))


@cache
def _pyramid(province: str, sex: str) -> tuple[float, ...]:
    """Weight of each single year 0–89; a five-year group is spread evenly, 80 and older falls off over ten years."""
    groups: dict[int, float] = {}
    with (DATA / "pyramid.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if (row["province"], row["sex"]) == (province, sex):
                groups[int(row["age_from"])] = float(row["persons"])
    tail = [groups[80] * share / 55 for share in range(10, 0, -1)]
    return tuple(groups[age - age % 5] / 5 if age < 80 else tail[age - 80] for age in AGES)
