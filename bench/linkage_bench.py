"""`linkage_vs_splink`: Rangkul's search for duplicates over the whole registry beside plain Splink on the same people.

Ours is the whole action: read from PostgreSQL, prepare, learn (or not), weigh, put into words, write the pairs. Plain
Splink gets the same people ready in memory, with comparisons and blocking from its library, and stops at the weights.
Twice: both learn their weights, and both have them.
"""

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as library
from splink.internals.exceptions import EMTrainingException

from bench.machine import cpu_seconds, load
from bench.people import AREA
from bench.places import tell
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import system_actor
from rangkul.registry.actions.link_registry import run_linkage
from rangkul.registry.linkage.reading import read_people
from rangkul.registry.linkage.scoring import quiet
from rangkul.registry.models import LinkageRun

PAIRS = 2_000_000


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock and of the processors, those of our PostgreSQL process included."""

    wall: float
    cpu: float

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.wall - other.wall, self.cpu - other.cpu)


def run() -> list[dict[str, Any]]:
    """Two lines: with learning on both sides, and without."""
    quiet()
    known, _count = ours(retrain=False)
    tell(f"bobot bawaan: {known}")
    learning, persons = ours(retrain=True)
    tell(f"belajar: {learning}")
    plain_learning, plain_known = plain()
    return [
        _line(
            "linkage_vs_splink", learning, plain_learning, persons, "plain Splink 5: learn and predict, data in memory"
        ),
        _line("linkage_known_weights", known, plain_known, persons, "plain Splink 5: predict only, data in memory"),
    ]


def ours(*, retrain: bool) -> tuple[Spent, int]:
    """(what one whole search took, persons)."""
    now = clock.now()
    run = LinkageRun.objects.create(kind="REGISTRI", area_code=AREA, requested_by_name="bench", requested_at=now)
    before = _now()

    def told(done: int, total: int, what: str) -> None:
        since = _now() - before
        tell(f"  {done}/{total} {what}: {since.wall:.0f} s, {since.cpu:.0f} s prosesor")

    done = run_linkage(run_id=run.pk, retrain=retrain, by=system_actor("bench"), at=now, progress=told)
    tell(f"  {done.pairs} pasangan")
    return _now() - before, done.persons


def _now() -> Spent:
    return Spent(time.perf_counter(), cpu_seconds())


def plain() -> tuple[Spent, Spent]:
    """(to learn and predict, the predicting alone) of plain Splink."""
    people = read_people(AreaCode.parse(AREA)).drop("batch_id").with_row_index("rid")
    people = people.with_columns(pl.col("birth_date").dt.to_string(), pl.col("mother_name", "sex").replace("", None))
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=[
            library.JaroWinklerAtThresholds("name_key", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            library.LevenshteinAtThresholds("birth_date", [1, 2]),
            library.JaroWinklerAtThresholds("mother_name", [0.92]),
            library.ExactMatch("sex"),
            library.ExactMatch("nik"),
            library.ExactMatch("kk"),
            library.ExactMatch("area_code"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("nik"),
            block_on("birth_date", "area_code"),
            block_on("birth_date", "substr(name_key, 1, 2)"),
            block_on("name_key", "area_code"),
            block_on("kk", "substr(name_key, 1, 1)"),
            block_on("name_key", "mother_name"),
        ],
        retain_matching_columns=False,
    )
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.register("arrow", people.to_arrow())
        connection.execute("CREATE TABLE people AS SELECT * FROM arrow")
        started = _now()
        linker = Linker(DuckDBAPI(connection).register("people"), settings, log_level=None)
        linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=7)
        for rule in (block_on("nik"), block_on("birth_date", "name_key"), block_on("birth_date", "mother_name")):
            # among invented people no NIK may stand twice: Splink then learns nothing from that rule, and neither do we
            with suppress(EMTrainingException):
                linker.training.estimate_parameters_using_expectation_maximisation(rule)
        predicting = _now()
        tell(f"Splink biasa, belajar: {predicting - started}")
        linker.inference.predict(threshold_match_probability=0.5)
        ended = _now()
        tell(f"Splink biasa, menilai: {ended - predicting}")
    return ended - started, ended - predicting


def _line(name: str, value: Spent, baseline: Spent, persons: int, what: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value.wall, 1),
        "unit": "s",
        "baseline": round(baseline.wall, 1),
        "ratio": round(value.wall / baseline.wall, 2),
        "n": persons,
        "cpu": round(value.cpu, 1),
        "baseline_cpu": round(baseline.cpu, 1),
        "cpu_ratio": round(value.cpu / baseline.cpu, 2),
        "load": load(),
        "baseline_is": what,
    }
