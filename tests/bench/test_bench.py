"""The runner of the figures: names, what it refuses, that benches never touch the installation of the caller."""

from pathlib import Path

import pytest

from bench import figures, places
from bench.__main__ import main


def test_figures_of_the_issue_exist() -> None:
    names = {figure.name for figure in figures.FIGURES} | set(figures.ALIASES)
    assert names >= {
        "setup_to_first_page",
        "import_10k",
        "import_311k",
        "screening_vs_sql",
        "search_nik",
        "search_name",
        "worklist_50_readers",
        "whatif_vs_duckdb",
        "whatif_10x",
        "explain_family",
    }
    assert {name for several in figures.ALIASES.values() for name in several} <= {each.name for each in figures.FIGURES}


@pytest.mark.parametrize("arguments", [["--only", "no_such_figure"], ["--scale", "0"], ["--scale", "2"]])
def test_runner_refuses_what_it_does_not_know(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)


def test_bench_works_in_a_place_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RANGKUL_DATA", "/data/of/the/office")
    monkeypatch.setenv("DATABASE_URL", "postgresql://office/")
    monkeypatch.setenv("BENCH_DATA", str(tmp_path))
    environ = places.environment("people")
    assert environ["RANGKUL_DATA"] == str(tmp_path / "people")
    assert "DATABASE_URL" not in environ
