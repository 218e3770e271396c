"""`matching_febrl4`: how well Splink, set up the way Rangkul does it, finds the 5,000 pairs of Febrl's dataset 4.

Once with the social security number (equal or not, its chance set by hand) and once without it. The threshold is stated
below; a pair counts when it is the heaviest of both its records.
"""

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker

from rangkul.registry.linkage.scoring import quiet

FOLDER = Path(__file__).resolve().parent / "data" / "febrl"
THRESHOLD = -6.0
"""Bits. Low, because either file holds a person once: of a record's pairs only the heaviest counts."""
GOALS = {True: 0.9999, False: 0.9984}
_BLOCKS = [
    "l.given_name = r.given_name AND l.surname = r.surname",
    "l.date_of_birth = r.date_of_birth",
    "l.postcode = r.postcode AND l.surname = r.surname",
    "l.postcode = r.postcode AND l.given_name = r.given_name",
    "l.address_1 = r.address_1 AND l.street_number = r.street_number",
    "l.suburb = r.suburb AND substr(l.surname, 1, 2) = substr(r.surname, 1, 2)",
    "l.suburb = r.suburb AND l.street_number = r.street_number",
    "l.given_name = r.surname AND l.surname = r.given_name",
    "substr(l.surname, 1, 3) = substr(r.surname, 1, 3) AND substr(l.given_name, 1, 2) = substr(r.given_name, 1, 2)",
]


def run(scale: float) -> list[dict[str, Any]]:
    """F1 with and without the number; `scale` below 1 takes part of the records."""
    return [
        {
            "name": f"matching_febrl4_{'with' if has_number else 'without'}_id",
            "value": round(f1, 4),
            "unit": "F1",
            "baseline": GOALS[has_number],
            "ratio": round(f1 / GOALS[has_number], 4),
            "n": pairs,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "threshold_bits": THRESHOLD,
            "baseline_is": "Splink 5.0.0 in study/performance.md section B",
        }
        for has_number in (True, False)
        for precision, recall, f1, pairs in [measure(has_number=has_number, share=scale)]
    ]


def measure(*, has_number: bool, share: float = 1.0) -> tuple[float, float, float, int]:
    """(precision, recall, F1, true pairs) at the threshold."""
    one, other = (_read(FOLDER / f"dataset4{letter}.csv.gz") for letter in "ab")
    true = max(50, round(one.height * share))
    one, other = (each.filter(pl.col("number") < true) for each in (one, other))
    quiet()
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET enable_progress_bar = false")
        api = DuckDBAPI(connection)
        frames = []
        for name, frame in (("one", one), ("other", other)):
            connection.register(f"{name}_arrow", frame.to_arrow())
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_arrow")
            frames.append(api.register(name, dataset_display_name=name))
        linker = Linker(frames, _settings(true, has_number=has_number), log_level=None)
        linker.training.estimate_u_using_random_sampling(max_pairs=max(50_000, 1_000_000 * share), seed=7)
        for rule in ("l.date_of_birth = r.date_of_birth", "l.given_name = r.given_name AND l.surname = r.surname"):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        found = linker.inference.predict(threshold_match_weight=THRESHOLD)
        # Every person has one record on either side, so the heaviest pair of a record is its pair.
        pairs = connection.sql(
            f"""SELECT number_l, number_r FROM (
                SELECT l.number AS number_l, r.number AS number_r, match_weight,
                    row_number() OVER (PARTITION BY rid_l ORDER BY match_weight DESC, rid_r) AS left_place,
                    row_number() OVER (PARTITION BY rid_r ORDER BY match_weight DESC, rid_l) AS right_place
                FROM {found.physical_name} JOIN one l ON l.rid = rid_l JOIN other r ON r.rid = rid_r
            ) WHERE left_place = 1 AND right_place = 1"""
        ).fetchall()
    right = sum(left == match for left, match in pairs)
    precision, recall = right / max(len(pairs), 1), right / true
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), true


def _read(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, infer_schema=False)
    frame = frame.rename({name: name.strip() for name in frame.columns})
    text = [pl.col(name).str.strip_chars().replace("", None) for name in frame.columns]
    frame = frame.select(text).with_row_index("rid")
    names = pl.col("given_name").fill_null("") + " " + pl.col("surname").fill_null("")
    return frame.with_columns(
        number=pl.col("rec_id").str.extract(r"rec-(\d+)-").cast(pl.Int32), whole=names.str.strip_chars()
    )


def _level(condition: str, label: str, m: float | None = None, u: float | None = None) -> dict[str, Any]:
    given = {"m_probability": m} if m is not None else {}
    fixed = {"u_probability": u, "fix_u_probability": True} if u is not None else {}
    return {"sql_condition": condition, "label_for_charts": label} | given | fixed


def _comparison(name: str, *levels: dict[str, Any], frequency: bool = False) -> dict[str, Any]:
    exact = _level(f"{name}_l = {name}_r", "exact", 0.75) | ({"tf_adjustment_column": name} if frequency else {})
    null = _level(f"{name}_l IS NULL OR {name}_r IS NULL", "unknown") | {"is_null_level": True}
    return {
        "output_column_name": name,
        "comparison_levels": [null, exact, *levels, _level("ELSE", "else", 0.1)],
    }


def _text(name: str, *, frequency: bool = True) -> dict[str, Any]:
    close = (f"damerau_levenshtein({name}_l, {name}_r) <= 1", f"jaro_winkler_similarity({name}_l, {name}_r) >= 0.88")
    return _comparison(name, *(_level(each, str(place), 0.08) for place, each in enumerate(close)), frequency=frequency)


def _settings(people: int, *, has_number: bool) -> dict[str, Any]:
    names = {
        "output_column_name": "whole",
        "comparison_levels": [
            _level("whole_l = '' OR whole_r = ''", "unknown") | {"is_null_level": True},
            _level("given_name_l = given_name_r AND surname_l = surname_r", "exact", 0.6),
            _level("given_name_l = surname_r AND surname_l = given_name_r", "exchanged", 0.05, 1e-6),
            _level("jaro_winkler_similarity(whole_l, whole_r) >= 0.92", "alike", 0.15),
            _level("surname_l = surname_r AND surname_l IS NOT NULL", "surname", 0.07),
            _level("given_name_l = given_name_r AND given_name_l IS NOT NULL", "given name", 0.07),
            _level("jaro_winkler_similarity(whole_l, whole_r) >= 0.8", "rather alike", 0.04),
            _level("ELSE", "else", 0.02),
        ],
    }
    number = {
        "output_column_name": "soc_sec_id",
        "comparison_levels": [
            _level("soc_sec_id_l IS NULL OR soc_sec_id_r IS NULL", "unknown") | {"is_null_level": True},
            _level("soc_sec_id_l = soc_sec_id_r", "exact", 0.85, 1e-7),
            _level("ELSE", "else", 0.15, 1 - 1e-7),
        ],
    }
    born = "levenshtein(date_of_birth_l, date_of_birth_r) <= 2"
    return {
        "link_type": "link_only",
        "unique_id_column_name": "rid",
        "comparisons": [
            names,
            _comparison("date_of_birth", _level(born, "two digits", 0.1)),
            _comparison("street_number"),
            _text("address_1"),
            _text("address_2"),
            _text("suburb"),
            _comparison("postcode", _level("levenshtein(postcode_l, postcode_r) <= 1", "one digit", 0.08)),
            _comparison("state"),
            *([number] if has_number else []),
        ],
        "blocking_rules_to_generate_predictions": _BLOCKS + (["l.soc_sec_id = r.soc_sec_id"] if has_number else []),
        "probability_two_random_records_match": 1 / people,
        "retain_matching_columns": False,
    }
