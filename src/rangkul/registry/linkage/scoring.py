"""Splink at work: learning weights from unlabelled people, and giving every likely pair its weight (in memory only)."""

import json
import logging
import math
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker

from rangkul.registry.linkage.features import in_letters
from rangkul.registry.linkage.likely import likely_pairs
from rangkul.registry.linkage.weights import BLOCKS, RARELY, SAID_BEFORE, fresh_settings

Progress = Callable[[str], None]

_TRAIN_ON = (
    "l.nik = r.nik",
    "l.born = r.born AND l.key = r.key",
    "l.born = r.born AND l.mother = r.mother AND l.start = r.start",
)
_SEED = 7
_SAMPLE_PAIRS = 1_500_000
PARTS = ("name", "born", "home", "sex", "nik", "kk")
_NONE = pl.DataFrame(
    schema={
        "left": pl.Int32,
        "right": pl.Int32,
        **dict.fromkeys(("weight", *(f"mw_{part}" for part in PARTS)), pl.Float64),
    }
)
SHARE_TWICE = 0.02
FEWEST = 20_000
"""How many of the people are expected to be there twice; sets where a weight of 0 lies, whatever their number."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of places in the input (`left`, `right`), their weight in bits, and the part of each comparison in it (`mw_…`)."""

    pairs: pl.DataFrame
    settings: dict[str, Any]


def train(
    people: pl.DataFrame, *, progress: Progress = lambda _said: None, sample: int = _SAMPLE_PAIRS
) -> dict[str, Any]:
    """A model {people, settings}: weights learnt from `features`, without labels: `u` from random pairs, `m` by expectation maximisation."""
    people = _with_shares(people)
    settings = _with_what_is_known(fresh_settings(), people)
    with _engine() as connection:
        progress("menghitung kemiripan kebetulan")
        some = people.sample(min(people.height, 1 + math.isqrt(2 * sample)), seed=_SEED)
        linker = _linker(connection, some, settings)
        linker.training.estimate_u_using_random_sampling(max_pairs=sample, seed=_SEED)
        settings = linker.misc.save_model_to_json()
    with _engine() as connection:
        linker = _linker(connection, people.filter(_is_like_another()), settings)
        for number, rule in enumerate(_TRAIN_ON, start=1):
            progress(f"mempelajari bobot, langkah {number} dari {len(_TRAIN_ON)}")
            # Splink loses the comparisons of a rule that has no examples; the other rules still teach
            if has_examples(connection, rule):
                linker.training.estimate_parameters_using_expectation_maximisation(rule)
        learnt = linker.misc.save_model_to_json()
    return {"people": people.height, "settings": _portable(learnt)}


def _with_shares(people: pl.DataFrame) -> pl.DataFrame:
    """With `tf_key`, the share of each sounding name among all people: Splink may see a part of them only."""
    return people.with_columns(tf_key=pl.len().over("key") / pl.col("key").count())


def _is_like_another() -> pl.Expr:
    """Whoever can fulfil a rule of `_TRAIN_ON` with somebody, and a few more."""
    alike = (("nik",), ("born", "key"), ("born", "mother"))
    return pl.any_horizontal(
        pl.all_horizontal(pl.col(each).is_not_null() for each in columns) & (pl.len().over(columns) > 1)
        for columns in alike
    )


def has_examples(connection: duckdb.DuckDBPyConnection, rule: str) -> bool:
    """Whether any two of the table `people` fulfil a rule for learning."""
    found = connection.execute(
        f"SELECT EXISTS (SELECT 1 FROM people l JOIN people r ON {rule} WHERE l.rid < r.rid)"  # noqa: S608 - rules of this package
    ).fetchone()
    return bool(found and found[0])


def _with_what_is_known(settings: dict[str, Any], people: pl.DataFrame) -> dict[str, Any]:
    """What is not to be learnt by Splink: the chance of one card, and of a NIK where none stands twice.

    The former is counted: among a million people a sample of pairs hits hardly any. The latter keeps its first guess:
    where no NIK stands twice, nobody's two records can show that they share one.
    """

    def couples(column: pl.Expr) -> pl.Expr:
        return (column * (column - 1) / 2).sum()

    cards = people.drop_nulls("kk")
    known = cards.drop_nulls("mother")
    counted = (
        cards.group_by("kk").len().select(couples(pl.col("len"))).item(),
        known.group_by("kk").len().select(couples(pl.col("len"))).item(),
        known.group_by("kk", "mother").len().select(couples(pl.col("len"))).item(),
    )
    on_card, of_known_mothers, of_one_mother = (float(each or 0) for each in counted)
    of_other_mother = of_known_mothers - of_one_mother
    everyone = people.height * (people.height - 1) / 2
    settings = deepcopy(settings)
    is_nik_twice = bool(people["nik"].drop_nulls().is_duplicated().any())
    by_chance = {"family": on_card - of_other_mother, "card": of_other_mother}
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            if comparison["output_column_name"] == "home" and level["label_for_charts"] in by_chance:
                couple = max(by_chance[level["label_for_charts"]], 1.0)
                level |= {"u_probability": couple / everyone, "fix_u_probability": True}
            if comparison["output_column_name"] == "nik" and "m_probability" in level:
                level["fix_m_probability"] = not is_nik_twice
    return settings


@cache
def supplied_model() -> dict[str, Any]:
    """The weights that come with the program, learnt from invented Tanggamus (docs/matching.md)."""
    text = resources.files("rangkul.registry.linkage").joinpath("data/model.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def settings_for(model: dict[str, Any], people: pl.DataFrame, others: pl.DataFrame | None = None) -> dict[str, Any]:
    """Splink settings of a model for these people.

    Chance shares a family card the less the more people there are, so what was learnt of cards is scaled to the number;
    how often chance shares a village is counted; the share of pairs that are one person follows `SHARE_TWICE`.
    """
    settings: dict[str, Any] = deepcopy(model["settings"])
    count = people.height + (others.height if others is not None else 0)
    settings["probability_two_random_records_match"] = _prior(
        people.height, others.height if others is not None else None
    )
    places = _by_chance(people if others is None else pl.concat([people, others]))
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            label = level["label_for_charts"]
            level["sql_condition"] = SAID_BEFORE.get(level["sql_condition"], level["sql_condition"])
            if comparison["output_column_name"] == "home" and label in ("family", "card"):
                level["u_probability"] *= model["people"] / max(count, FEWEST)
            elif comparison["output_column_name"] == "home" and label in places:
                level["u_probability"] = places[label] * RARELY
    return settings


def _by_chance(people: pl.DataFrame) -> dict[str, float]:
    """How likely two people live in one village, else one kecamatan, else further apart; never quite 0 nor 1."""

    def same(areas: pl.Series) -> float:
        shares = areas.drop_nulls().value_counts()["count"] / max(areas.len(), 1)
        return float((shares * shares).sum())

    village, kecamatan = same(people["village"]), same(people["village"].cast(pl.String).str.slice(0, 8))
    return {
        "village": min(max(village, 1e-4), 0.5),
        "kecamatan": min(max(kecamatan - village, 1e-3), 0.5),
        "kecamatan differs": max(1 - kecamatan, 0.1),
    }


def score(
    people: pl.DataFrame,
    model: dict[str, Any],
    *,
    threshold: float,
    others: pl.DataFrame | None = None,
    progress: Progress = lambda _said: None,
) -> Scored:
    """Pairs at or above `threshold` (match weight in bits, log2 of the odds).

    Without `others`: pairs within `people`. With `others`: pairs of one of `people` (left) with one of `others` (right);
    no `rid` is in both. Only pairs that can reach the threshold are given to Splink (`likely`).
    """
    settings = settings_for(model, people, others)
    everybody = (
        people
        if others is None
        else pl.concat(
            [people.with_columns(is_other=pl.lit(value=False)), others.with_columns(is_other=pl.lit(value=True))]
        )
    )
    everybody = _with_shares(everybody)
    with _engine() as connection:
        progress("membandingkan pasangan")
        likely = likely_pairs(connection, everybody, settings, threshold=threshold, is_link=others is not None)
        if not likely.height:
            return Scored(_NONE, settings)
        seen = pl.concat([likely["join_key_l"], likely["join_key_r"]]).implode()
        linker = _linker(connection, everybody.filter(pl.col("rid").is_in(seen)), settings, likely)
        found = linker.inference.predict(threshold_match_weight=threshold)
        names = ", ".join(f"mw_{name}" for name in PARTS)
        pairs = connection.sql(
            f"SELECT rid_l AS left, rid_r AS right, match_weight AS weight, {names}"  # noqa: S608 - constants of this module
            f" FROM {found.physical_name}"
        ).pl()
    return Scored(pairs, settings)


def _prior(people: int, others: int | None) -> float:
    """The share of pairs that are one person; a small registry is judged as strictly as one of `FEWEST` people."""
    many = max(people, FEWEST)
    pairs_there = SHARE_TWICE * many
    return pairs_there / (many * max(others, FEWEST) if others is not None else many * (many - 1) / 2)


def quiet() -> None:
    """Splink tells what it does at every step; the job's progress says enough."""
    for chatty in ("splink", "sqlglot"):
        logging.getLogger(chatty).setLevel(logging.ERROR)


def _engine() -> duckdb.DuckDBPyConnection:
    quiet()
    connection = duckdb.connect(":memory:")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET temp_directory = ''")
    return connection


def _linker(
    connection: duckdb.DuckDBPyConnection,
    people: pl.DataFrame,
    settings: dict[str, Any],
    pairs: pl.DataFrame | None = None,
) -> Linker:
    """Splink over these people; with `pairs` it weighs those instead of looking for its own."""
    api = DuckDBAPI(connection)
    connection.register("people_arrow", in_letters(people).to_arrow())
    connection.execute("CREATE TABLE people AS SELECT * FROM people_arrow")
    linker = Linker(
        api.register("people", dataset_display_name="people"), settings, log_level=None, validate_settings=False
    )
    if pairs is not None:
        connection.register("pairs_arrow", pairs.with_columns(match_key=pl.lit("0")).to_arrow())
        linker.table_management.register_blocked_pairs_for_predict(api.register("pairs_arrow"))
    return linker


def _portable(learnt: dict[str, Any]) -> dict[str, Any]:
    """The learnt model as plain JSON."""
    settings: dict[str, Any] = json.loads(json.dumps(learnt))
    settings.pop("linker_uid", None)
    settings["blocking_rules_to_generate_predictions"] = list(BLOCKS)
    return settings
