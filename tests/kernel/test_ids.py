"""UUIDv7: shape, order, threads, forks, and a clock that steps back."""

import multiprocessing
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from rangkul.kernel.clock import now
from rangkul.kernel.ids import id_time, new_id, read_id


def _made(count: int) -> list[uuid.UUID]:
    return [new_id() for _ in range(count)]


def test_shape() -> None:
    made = new_id()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_ids_only_grow() -> None:
    made = _made(20_000)
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_get_different_growing_ids() -> None:
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(_made, [2_000] * 8))
    assert all(batch == sorted(batch) for batch in batches)
    assert len({each for batch in batches for each in batch}) == 16_000


def test_ids_keep_growing_when_the_clock_steps_back() -> None:
    later = new_id()
    with time_machine.travel(now() - timedelta(days=400), tick=False):
        assert new_id() > later


def test_id_time_is_when_it_was_made() -> None:
    before = now() - timedelta(milliseconds=1)
    made = id_time(new_id())
    assert made.tzinfo is UTC
    assert before <= made <= now() + timedelta(milliseconds=1)


def test_id_time_of_a_known_id() -> None:
    # The example of RFC 9562, appendix A.6.
    known = uuid.UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    assert id_time(known) == datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)


def test_other_versions_carry_no_time() -> None:
    with pytest.raises(ValueError, match="version 7"):
        id_time(uuid.uuid4())


def test_forked_workers_do_not_repeat_each_other() -> None:
    with multiprocessing.get_context("fork").Pool(2) as pool:
        batches = pool.map(_made, [500] * 4)
    assert len({each for batch in batches for each in batch} | set(_made(500))) == 2_500


def test_an_id_from_outside_is_read_or_none() -> None:
    made = new_id()
    assert [read_id(each) for each in (str(made), "", None, "x" * 300)] == [made, None, None, None]
