"""The figures of matching in small: same code as `python -m bench`, a fraction of the people."""

import polars as pl
import pytest

from bench import corruption, febrl_bench, matching_bench
from rangkul.registry.linkage import scoring
from rangkul.registry.linkage.features import features


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


def test_febrl_in_small() -> None:
    _precision, _recall, f1, pairs = febrl_bench.measure(has_number=True, share=0.02)
    assert pairs == 100
    assert f1 >= 0.99
