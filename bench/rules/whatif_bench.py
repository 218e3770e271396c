"""`whatif_vs_duckdb`, `whatif_10x` and the field's vector engines: the parameters moved over everybody, again and again.

Each round moves the parameters and asks all sides the same, one after the other; the answers must be equal. Ratios are
medians of the rounds' own ratios, of wall and of CPU time: what else the machine does hits both sides alike.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.machine import Stretch, load
from bench.places import tell
from bench.rules import engine_bench, ours, peers
from bench.rules.population import count, populate
from bench.rules.programmes import PARAMETERS, parsed
from rangkul.registry.snapshot import Snapshot

Line = dict[str, Any]
FAMILIES = 311_662
ROUNDS = 7


def run(scale: float) -> list[Line]:
    """Against hand-written SQL, then against OpenFisca and PolicyEngine where they are installed."""
    families = max(1000, round(FAMILIES * scale))
    taken = populate(families)
    try:
        tell(f"{families} keluarga, {count(taken, 'members')} orang")
        return [*_against_sql(taken, families), _columns(taken, families), *_against_vectors(taken, families)]
    finally:
        taken.close()


def run_10x(scale: float) -> list[Line]:
    """The same answer for ten times the families; each size at a time, for a process keeps one snapshot warm."""
    families = max(1000, round(FAMILIES * scale))
    sides = []
    for size in (families, 10 * families):
        taken = populate(size)
        with _place() as place, engine_bench.kept(taken, place):
            taken.close()
            steps = range(-2, ROUNDS - 3)
            sides.append([_time(partial(engine_bench.answer, ours.moved(step)))[0] for step in steps][2:])
            tell(f"{size}: {[round(each.cpu, 2) for each in sides[-1]]} CPU")
    few, many = sides
    return [_line("whatif_10x", list(zip(many, few, strict=True)), 10 * families)]


@contextmanager
def _place() -> Iterator[Path]:
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


def _against_sql(taken: Snapshot, families: int) -> list[Line]:
    """The product's what-if with every rule changed, and with one changed, against all twelve by hand."""
    rounds, sliders = [], []
    with _place() as place, engine_bench.kept(taken, place) as snapshot:
        cursor = snapshot.base.cursor()
        engine_bench.prepare_by_hand(cursor)
        for step in range(-2, ROUNDS):
            parameters = ours.moved(step)
            mine, outcome = _time(partial(engine_bench.answer, parameters))
            theirs, rows = _time(partial(engine_bench.answer_by_hand, cursor, parameters))
            figures = engine_bench.figures_of(outcome)
            assert figures == engine_bench.figures_by_hand(rows, families), "the two answers differ"
            slider, _outcome = _time(partial(engine_bench.answer, parameters, ("pkh",)))
            if step >= 0:  # the first rounds make what is in force and warm all sides
                rounds.append((mine, theirs))
                sliders.append((slider, theirs))
    checksum = hashlib.sha256(repr(sorted(figures.items())).encode()).hexdigest()[:8]
    return [
        _line("whatif_vs_duckdb", rounds, families) | {"checksum": checksum},
        _line("whatif_one_rule_moved", sliders, families),
    ]


def _columns(taken: Snapshot, families: int) -> Line:
    """The compiled rules alone, over ids as the registry has them, row by row against the statement by hand."""
    rules = parsed()
    rounds = []
    for step in range(-1, ROUNDS - 2):
        parameters = ours.moved(step)
        mine, answer = _time(partial(ours.answer, taken, rules, parameters))
        theirs, by_hand = _time(partial(ours.answer_by_hand, taken, parameters))
        assert answer == by_hand, "the two answers differ"
        ours.check_equal(taken)
        if step >= 0:
            rounds.append((mine, theirs))
    return _line("columns_vs_duckdb", rounds, families)


def _against_vectors(taken: Snapshot, families: int) -> list[Line]:
    """OpenFisca and PolicyEngine: like for like (yes/no columns from inputs in memory), then the whole what-if.

    They know no unknown and sum up nothing by area: for the what-if, NumPy adds up their columns as ours are added up.
    """
    lines: list[Line] = []
    parameters = ours.moved(1)
    with tempfile.TemporaryDirectory() as folder, _place() as place, engine_bench.kept(taken, place) as snapshot:
        if peers.python() is not None:
            peers.write_arrays(taken, Path(folder), PARAMETERS, parameters)
        cursor = snapshot.base.cursor()
        engine_bench.answer(parameters)
        for name, core in (("policyengine", "policyengine_core"), ("openfisca", "openfisca_core")):
            rounds: list[tuple[Stretch, Stretch]] = []
            whole: list[tuple[Stretch, Stretch]] = []
            built: list[float] = []
            for _round in range(3):
                found = peers.calculate(core, Path(folder), 3)
                if found is None:
                    break
                for calculated, added in zip(found["calculate"], found["figures"], strict=True):
                    mine, (answered, met) = _time(partial(engine_bench.columns, snapshot, cursor, parameters))
                    assert found["met"] == met, f"{name}: counts differ: {found['met']} {met}"
                    rounds.append((mine, _stretch(*calculated)))
                    mine, outcome = _time(partial(engine_bench.answer, parameters))
                    figures = engine_bench.figures_of(outcome)
                    told = {code: [each[0], *each[2:]] for code, each in figures.items()}
                    assert told == found["totals"], f"{name}: figures differ: {told} {found['totals']}"
                    whole.append((mine, _stretch(*map(sum, zip(calculated, added, strict=True)))))
                theirs = peers.met_by_family(Path(folder), families)
                for code, met_here in engine_bench.met_by_family(answered).items():
                    assert (theirs[code] == met_here).all(), f"{name}: {code} differs"
                built += [wall for wall, _cpu in found["build"]]
            for line, pairs in ((f"columns_vs_{name}", rounds), (f"whatif_vs_{name}", whole)):
                lines.append(_vectors_line(line, pairs, built, families))
    return lines


def _vectors_line(name: str, pairs: list[tuple[Stretch, Stretch]], built: list[float], families: int) -> Line:
    if not pairs:
        return {"name": name, "value": None, "unit": "s", "baseline": None, "ratio": None, "n": families,
                "note": peers.NOT_INSTALLED}  # fmt: skip
    with_build = round(median(built) + median(theirs.wall for _mine, theirs in pairs), 3)
    return _line(name, pairs, families) | {"baseline_with_build": with_build}


def _time[T](asked: Callable[[], T]) -> tuple[Stretch, T]:
    with Stretch() as stretch:
        found = asked()
    return stretch, found


def _stretch(wall: float, cpu: float) -> Stretch:
    return Stretch(wall=wall, cpu=cpu)


def _line(name: str, rounds: list[tuple[Stretch, Stretch]], families: int) -> Line:
    """A figure from paired rounds: medians of either side, and the median of the rounds' ratios."""
    return {
        "name": name,
        "value": round(median(mine.wall for mine, _theirs in rounds), 3),
        "unit": "s",
        "baseline": round(median(theirs.wall for _mine, theirs in rounds), 3),
        "ratio": round(median(mine.wall / theirs.wall for mine, theirs in rounds), 2),
        "n": families,
        "cpu": round(median(mine.cpu for mine, _theirs in rounds), 3),
        "baseline_cpu": round(median(theirs.cpu for _mine, theirs in rounds), 3),
        "cpu_ratio": round(median(mine.cpu / theirs.cpu for mine, theirs in rounds), 2),
        "rounds": len(rounds),
        "foreign": round(median(mine.foreign for mine, _theirs in rounds), 2),
        "load": load(),
    }
