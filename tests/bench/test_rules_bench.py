"""The rules' benches at a small size: all sides give one answer, and a missing peer is told, not hidden."""

import json
from datetime import date
from pathlib import Path

import pytest

from bench.rules import ours, peers, whatif_bench
from bench.rules.explain_bench import run as run_explain
from bench.rules.population import count, populate
from bench.rules.programmes import CODES, PARAMETERS, PROGRAMMES, parsed
from rangkul.registry.snapshot_folder import read_folder, write_folder
from rangkul.rules.explain import explain
from tests.house.tree import ROOT, script

bench_table = script("bench_table")


@pytest.fixture(autouse=True)
def _no_peers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BENCH_PEERS", str(tmp_path / "nobody"))


def test_ours_and_the_hand_written_statement_agree_after_every_move() -> None:
    taken = populate(6000)
    rules = parsed()
    for step in range(3):
        mine, theirs = ours.answer(taken, rules, ours.moved(step)), ours.answer_by_hand(taken, ours.moved(step))
        assert mine == theirs
        ours.check_equal(taken)
    assert all(ours.met(taken).values()), "a rule that nobody meets measures nothing"
    unknown = taken.connection.execute(
        f"SELECT {', '.join(f'count(*) FILTER (WHERE {code} IS NULL)' for code in CODES)} FROM ours"
    ).fetchone()
    assert unknown is not None
    assert sum(1 for each in unknown if each) >= 9
    taken.close()


def test_a_verdict_that_differs_is_an_error_not_a_figure() -> None:
    taken = populate(1000)
    ours.answer(taken, parsed(), PARAMETERS)
    ours.answer_by_hand(taken, PARAMETERS | {"desil_blt": 2})
    with pytest.raises(AssertionError, match="blt"):
        ours.check_equal(taken)
    taken.close()


def test_the_population_is_the_same_every_time_and_grows_by_appending() -> None:
    few, many = populate(500), populate(2000)
    ask = "SELECT sum(hash(f)) FROM (SELECT * EXCLUDE (area_code, kode_wilayah) FROM families ORDER BY id LIMIT 500) f"
    assert few.connection.execute(ask).fetchall() == many.connection.execute(ask).fetchall()
    assert 3.4 < count(many, "members") / 2000 < 4.0
    few.close()
    many.close()


def test_provinces_hold_different_families(tmp_path: Path) -> None:
    for number in range(2):
        taken = populate(300, districts=(f"5{number}.01", f"5{number}.02"), first=number * 300)
        write_folder(taken, tmp_path)
        taken.close()
    folder = read_folder(tmp_path)
    assert folder.families == 600
    assert [part.regency for part in folder.parts] == ["50.01", "50.02", "51.01", "51.02"]


def test_the_lines_of_the_what_if() -> None:
    against_sql, _one, _columns, *peers_lines = whatif_bench.run(0.004)
    assert against_sql.keys() >= {"name", "value", "unit", "baseline", "ratio", "n"}
    assert [line["note"] for line in peers_lines] == [peers.NOT_INSTALLED] * 4
    (line,) = run_explain(0.004)[:1]
    assert line["baseline"] is None
    assert line["value"] > 0


def test_plain_cel_for_the_libraries() -> None:
    plain = [peers._in_plain_cel(each.rule) for each in PROGRAMMES]
    assert "anggota.filter(a, a.umur < param.umur_beban).size() * 2 >= jumlah_anggota" in plain[-1]
    assert not [rule for rule in plain if "diketahui" in rule or ".count(" in rule or "\n" in rule]


def test_one_family_is_explained_as_everybody_is_judged() -> None:
    taken = populate(200)
    rules = parsed()
    ours.answer(taken, rules, PARAMETERS)
    rows = taken.connection.execute("FROM ours JOIN families USING (id) ORDER BY id").to_arrow_table().to_pylist()
    for row in rows[:60]:
        members = taken.connection.execute("FROM members WHERE family_id = ?", [row["id"]]).to_arrow_table().to_pylist()
        for code, rule in rules.items():
            told = explain(rule, facts=row, members=members, parameters=PARAMETERS, as_of=date(2026, 11, 1))
            assert told.result is row[code], (code, row)
    taken.close()


def test_the_table_in_the_docs_is_what_was_measured() -> None:
    lines = [json.loads(line) for line in (ROOT / "docs/figures/rules.jsonl").read_text(encoding="utf-8").splitlines()]
    page = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    assert bench_table.page_with(page, bench_table.render(lines)) == page, (
        "run scripts/bench_table.py docs/figures/rules.jsonl docs/scale.md"
    )
    with pytest.raises(ValueError, match="missing"):
        bench_table.page_with("no comments", "")
