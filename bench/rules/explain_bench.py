"""`explain_family` and the CEL libraries: one family told clause by clause, and the rules judged family by family."""

import json
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.machine import Stretch, load
from bench.places import tell
from bench.rules import ours, peers
from bench.rules.population import populate
from bench.rules.programmes import AS_OF, CODES, PARAMETERS, parsed
from rangkul.registry.snapshot import Snapshot
from rangkul.rules.explain import explain
from rangkul.rules.tree import Rule

Line = dict[str, Any]
FAMILIES = 311_662
LIBRARIES = {"cel-python": 300, "common-expression-language": 10_000, "cel-expr-python": 10_000}


def run(scale: float) -> list[Line]:
    """`explain_family` first, then what the libraries need for all families, extrapolated from the first ones."""
    taken = populate(max(1000, round(FAMILIES * min(scale, 0.05))))
    rules = parsed()
    try:
        ours.answer(taken, rules, PARAMETERS)
        judged = {name: _judged(name, at_most, taken) for name, at_most in LIBRARIES.items()}
        families = max(1000, round(FAMILIES * scale))
        return [
            _explained(taken, rules, judged["cel-python"]),
            *(_line(name, judged[name], taken, families) for name in LIBRARIES),
        ]
    finally:
        taken.close()


def _explained(taken: Snapshot, rules: dict[str, Rule], peer: dict[str, Any] | None) -> Line:
    """Milliseconds to explain one family by all twelve rules, its facts loaded; the baseline only answers yes or no."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "families.json"
        peers.write_families(taken, file, at_most=1000)
        families = json.loads(file.read_text(encoding="utf-8"))["families"]
    spent, cpu = [], []
    for family in families:
        started, began = time.perf_counter(), time.process_time()
        told = [
            explain(rule, facts=family, members=family["anggota"], parameters=PARAMETERS, as_of=AS_OF).to_json()
            for rule in rules.values()
        ]
        spent.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - began) * 1000)
        assert all(each["clauses"] for each in told)
    value, baseline = median(spent), peer["micros"] / 1000 if peer else None
    return {
        "name": "explain_family",
        "value": round(value, 3),
        "unit": "ms",
        "baseline": round(baseline, 3) if baseline else None,
        "ratio": round(value / baseline, 3) if baseline else None,
        "n": len(spent),
        "cpu": round(median(cpu), 3),
        "p95": round(quantiles(spent, n=20)[-1], 3),
        "slowest": round(max(spent), 3),
        "baseline_is": "cel-python answering the same twelve rules for one family, without reasons",
        "load": load(),
    } | ({} if peer else {"note": peers.NOT_INSTALLED})


def _judged(library: str, at_most: int, taken: Snapshot) -> dict[str, Any] | None:
    """The library's answers, compared with ours one by one."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "families.json"
        peers.write_families(taken, file, at_most=at_most)
        found = peers.judge_one_by_one(library, file)
    if found is None:
        return None
    listed = ", ".join(f"CASE WHEN {code} THEN 'y' WHEN NOT {code} THEN 'n' ELSE '?' END" for code in CODES)
    rows = taken.connection.execute(f"SELECT concat({listed}) FROM ours ORDER BY id LIMIT {at_most}").fetchall()
    differing = [place for place, (row, said) in enumerate(zip(rows, found["answers"], strict=True)) if row[0] != said]
    tell(f"{library}: {len(differing)} dari {len(rows)} keluarga dijawab lain")
    return found | {"families": len(rows), "differing": len(differing)}


def _line(library: str, found: dict[str, Any] | None, taken: Snapshot, families: int) -> Line:
    """Our what-if over `families` measured against the library's time for as many, extrapolated."""
    line: Line = {
        "name": f"one_by_one_{library}",
        "value": None,
        "unit": "s",
        "baseline": None,
        "ratio": None,
        "n": families,
    }
    if found is None:
        return line | {"note": peers.NOT_INSTALLED}
    with Stretch() as stretch:
        ours.answer(taken, parsed(), PARAMETERS)
    each = found["micros"] / 1e6
    here = ours.met(taken)
    assert sum(here.values()) > 0
    return line | {
        "value": round(each * families, 1),
        "note": f"extrapolated from {found['families']} families; {found['differing']} of them answered otherwise",
        "micros_per_family": round(found["micros"], 1),
        "ours_micros_per_family": round(stretch.wall / ours.summary_size(taken) * 1e6, 2),
        "load": load(),
    }
