"""`linkage_vs_splink`: Rangkul's search for duplicates over the whole registry beside a plain Splink job on the same people.

Either side begins at PostgreSQL. Ours is the whole action: read, prepare, learn (or not), weigh, put into words, write
the pairs. Plain Splink is what an engineer writes from its tutorial: read the same rows, comparisons, blocking and learning
from its library, predict; its clusters are timed apart and not counted, as ours makes none. Twice: both learn their weights
first, and both have them. The quality of either is that on the labelled Indonesian set of the same size.
"""

import time
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as library

from bench import matching_bench
from bench.machine import cpu_seconds, load
from bench.people import AREA
from bench.places import tell
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.names.sound import search_key
from rangkul.platform.policy.actor import system_actor
from rangkul.registry.actions.link_registry import run_linkage
from rangkul.registry.linkage.reading import read_people
from rangkul.registry.linkage.scoring import has_examples, quiet
from rangkul.registry.linkage.weights import NIK
from rangkul.registry.models import LinkageRun

PAIRS = 1_500_000
"""Random pairs from which chance likeness is learnt, on both sides."""
Model = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock and of the processors, those of our PostgreSQL process included."""

    wall: float
    cpu: float

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.wall - other.wall, self.cpu - other.cpu)


@dataclass(frozen=True, slots=True)
class Job:
    """One side's whole job: its seconds without clusters, those of the clusters, pairs compared, the weights it used."""

    spent: Spent
    clusters: Spent
    compared: int
    persons: int
    model: Model


def run(families: int) -> list[dict[str, Any]]:
    """Two lines: with learning on both sides, and without; `families` is the size of the labelled set."""
    quiet()
    known, known_persons, supplied = ours(retrain=False)
    learning, persons, learnt = ours(retrain=True)
    plain_learning = plain(None)
    plain_known = plain(plain_learning.model)
    labelled = matching_bench.labelled(families)
    plain_quality = judge_plain(labelled, plain_known.model)
    return [
        _line("linkage_vs_splink", learning, persons, plain_learning, "read, learn, predict")
        | _quality(labelled, learnt)
        | plain_quality,
        _line("linkage_known_weights", known, known_persons, plain_known, "read, predict")
        | _quality(labelled, supplied)
        | plain_quality,
    ]


def ours(*, retrain: bool) -> tuple[Spent, int, Model]:
    """(what one whole search took, persons, weights)."""
    now = clock.now()
    run = LinkageRun.objects.create(kind="REGISTRI", area_code=AREA, requested_by_name="bench", requested_at=now)
    before = _now()

    def told(done: int, total: int, what: str) -> None:
        since = _now() - before
        tell(f"  {done}/{total} {what}: {since.wall:.0f} s, {since.cpu:.1f} s prosesor")

    done = run_linkage(run_id=run.pk, retrain=retrain, by=system_actor("bench"), at=now, progress=told)
    spent = _now() - before
    tell(f"Rangkul, {'belajar' if retrain else 'bobot sudah ada'}: {spent}, {done.pairs} pasangan")
    assert done.model is not None
    return spent, done.persons, done.model.settings


def plain(model: Model | None) -> Job:
    """The whole job of plain Splink, with weights or learning them first."""
    before = _now()
    people = prepared(read_people(AreaCode.parse(AREA)))
    with duckdb.connect(":memory:") as connection:
        linker = _linker(connection, people, model or _settings())
        _told("Splink biasa, membaca", before)
        if model is None:
            _learn(connection, linker)
            _told("Splink biasa, belajar", before)
        compared = linker.inference.compute_blocked_pairs_for_predict()
        (pairs,) = connection.sql(f"SELECT count(*) FROM {compared.physical_name}").fetchone() or (0,)
        _told(f"Splink biasa, {pairs} pasangan dipilih", before)
        found = linker.inference.predict(threshold_match_probability=0.5)
        ended = _now()
        _told("Splink biasa, menilai", before)
        linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=0.5)
        clusters = _now() - ended
        return Job(ended - before, clusters, pairs, people.height, model or linker.misc.save_model_to_json())


def judge_plain(labelled: pl.DataFrame, model: Model) -> dict[str, float]:
    """Precision, recall and F1 of plain Splink at probability 0.5, and its F1 at the threshold that suits it best."""
    people = prepared(
        labelled.with_columns(name_key=labelled["name"].map_elements(search_key, return_dtype=pl.String()))
    )
    with duckdb.connect(":memory:") as connection:
        found = _linker(connection, people, model).inference.predict(threshold_match_weight=-10)
        pairs = connection.sql(f"SELECT rid_l, rid_r, match_weight FROM {found.physical_name}").pl()
    place = {key: number for number, key in enumerate(labelled["id"].to_list())}
    true = {(place[of], number) for number, of in enumerate(labelled["of"].to_list()) if of}
    best = at_half = (0.0, 0.0, 0.0)
    right = 0
    for count, (one, other, weight) in enumerate(pairs.sort("match_weight", descending=True).iter_rows(), start=1):
        right += (min(one, other), max(one, other)) in true
        now = (2 * right / (count + len(true)), right / count, right / len(true))
        best = max(best, now)
        at_half = now if weight >= 0 else at_half
    f1, precision, recall = (round(each, 4) for each in at_half)
    return {"plain_f1": f1, "plain_precision": precision, "plain_recall": recall, "plain_best_f1": round(best[0], 4)}


def prepared(people: pl.DataFrame) -> pl.DataFrame:
    """The same people as plain Splink compares them."""
    text = pl.col("name_key", "mother_name", "sex").replace("", None)
    return people.select("nik", "kk", "area_code", text, pl.col("birth_date").dt.to_string()).with_row_index("rid")


def _settings() -> Any:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=[
            library.JaroWinklerAtThresholds("name_key", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            library.LevenshteinAtThresholds("birth_date", [1, 2]),
            library.JaroWinklerAtThresholds("mother_name", [0.92]),
            library.ExactMatch("sex"),
            _nik_by_hand(),
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


def _nik_by_hand() -> Model:
    """Ours, all of it fixed: where no NIK stands twice Splink 5.0 learns a weight that it then refuses as too small."""
    levels = [each | {"fix_m_probability": True} for each in NIK["comparison_levels"]]
    return NIK | {"comparison_levels": levels}


def _linker(connection: duckdb.DuckDBPyConnection, people: pl.DataFrame, settings: Any) -> Linker:
    connection.execute("SET enable_progress_bar = false")
    connection.register("arrow", people.to_arrow())
    connection.execute("CREATE TABLE people AS SELECT * FROM arrow")
    return Linker(DuckDBAPI(connection).register("people"), settings, log_level=None)


def _learn(connection: duckdb.DuckDBPyConnection, linker: Linker) -> None:
    """As Splink's tutorial does it: the share of doubles from sure rules, `u` from random pairs, `m` by three rules."""
    linker.training.estimate_probability_two_random_records_match(
        [block_on("nik"), block_on("name_key", "birth_date", "area_code")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=7)
    for rule in (block_on("nik"), block_on("birth_date", "name_key"), block_on("birth_date", "mother_name")):
        # where no NIK stands twice Splink would lose the comparison of it; we look before, so does this job
        if has_examples(connection, rule.get_blocking_rule("duckdb").blocking_rule_sql):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)


def _now() -> Spent:
    return Spent(time.perf_counter(), cpu_seconds())


def _told(what: str, since: Spent) -> None:
    spent = _now() - since
    tell(f"  {what}: {spent.wall:.0f} s, {spent.cpu:.1f} s prosesor")


def _quality(labelled: pl.DataFrame, model: Model) -> dict[str, float]:
    precision, recall, f1, _pairs = matching_bench.judged(labelled, threshold=0.0, model=model)
    return {"f1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}


def _line(name: str, value: Spent, persons: int, baseline: Job, what: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value.wall, 1),
        "unit": "s",
        "baseline": round(baseline.spent.wall, 1),
        "ratio": round(value.wall / baseline.spent.wall, 2),
        "n": persons,
        "cpu": round(value.cpu, 1),
        "baseline_cpu": round(baseline.spent.cpu, 1),
        "cpu_ratio": round(value.cpu / baseline.spent.cpu, 2),
        "load": load(),
        "baseline_compared": baseline.compared,
        "baseline_clusters_cpu_s": round(baseline.clusters.cpu, 1),
        "baseline_is": f"plain Splink 5: {what} (clusters not counted)",
    }
