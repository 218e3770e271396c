"""The figures of matching in small: same code as `python -m bench`, a fraction of the people."""

from itertools import combinations

import duckdb
import polars as pl
import pytest

from bench import corruption, febrl_bench, matching_bench
from rangkul.registry.linkage import scoring
from rangkul.registry.linkage.features import features
from rangkul.registry.linkage.weights import fresh_settings


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    everybody = list(corruption.humans(400, seed=5))
    return matching_bench.frame_of([*everybody, *corruption.doubles(everybody, 100, seed=5)])


def test_labelled_doubles_of_a_new_population_are_found(people: pl.DataFrame) -> None:
    """Neither these people nor their mistakes were seen when weights and threshold were chosen."""
    precision, recall, f1, pairs = matching_bench.judged(people, threshold=0.0)
    assert pairs == 100
    assert f1 >= 0.95, (precision, recall)


def test_a_nik_counts_as_equal_or_not(people: pl.DataFrame) -> None:
    """One digit off is worth no more than any other number."""
    base = people.head(2).with_columns(of=pl.lit(""))
    one = base.with_columns(nik=pl.Series([7312014701800001, 7312014701800002]))
    far = base.with_columns(nik=pl.Series([7312014701800001, 5301029912550777]))
    weights = [
        scoring.score(features(each), scoring.supplied_model(), threshold=-200.0).pairs["weight"].to_list()
        for each in (one, far)
    ]
    assert weights[0] == weights[1]


def test_how_often_chance_shares_a_card_is_counted(people: pl.DataFrame) -> None:
    """Among a million people no random pair may be of one family; learning needs that chance all the same."""
    frame = features(people).tail(300)
    settings = scoring._with_what_is_known(fresh_settings(), frame)
    levels = {each["label_for_charts"]: each for each in settings["comparisons"][2]["comparison_levels"]}
    pairs = list(combinations(frame.select("kk", "mother").iter_rows(), 2))
    shared = [(one, other) for (card, one), (same, other) in pairs if card and card == same]
    unlike = sum(bool(one and other and one != other) for one, other in shared)
    assert 0 < unlike < len(shared)
    assert levels["card"]["u_probability"] == pytest.approx(unlike / len(pairs))
    assert levels["family"]["u_probability"] == pytest.approx((len(shared) - unlike) / len(pairs))


def test_febrl_in_small() -> None:
    _precision, _recall, f1, pairs = febrl_bench.measure(has_number=True, share=0.02)
    assert pairs == 100
    assert f1 >= 0.99


def test_no_pair_is_lost_before_splink_sees_it(people: pl.DataFrame) -> None:
    """What Splink weighs among all pairs of the blocking rules is what it weighs among the likely ones."""
    frame, model = features(people), scoring.supplied_model()
    likely = scoring.score(frame, model, threshold=-12.0).pairs
    with duckdb.connect(":memory:") as connection:
        linker = scoring._linker(connection, frame, scoring.settings_for(model, frame))
        found = linker.inference.predict(threshold_match_weight=-12.0)
        rows = connection.sql(f"SELECT rid_l, rid_r, round(match_weight, 9) FROM {found.physical_name}").fetchall()
    assert len(rows) > 100
    assert set(likely.select("left", "right", pl.col("weight").round(9)).iter_rows()) == set(rows)
