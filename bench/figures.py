"""The figures by name: where each runs and how; each gives the JSON lines it prints."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: `place` is the data folder it shares with others `run` measures at a scale.

    `needs_tables`: PostgreSQL and Django are made ready before it; the others do that themselves, as part of the figure.
    """

    name: str
    place: str
    run: Callable[[float], list[Line]]
    needs_tables: bool = True


FAMILIES = 311_662
PERSONS = 1_100_000


def _setup(scale: float) -> list[Line]:
    from bench import setup_bench

    return setup_bench.run(scale)


def _import_10k(scale: float) -> list[Line]:
    from bench import import_bench

    return [import_bench.run(max(100, round(10_000 * scale))) | {"name": "import_10k", "baseline_is": _COPY}]


def _import_311k(scale: float) -> list[Line]:
    from bench import import_bench

    small = import_bench.run(max(100, round(10_000 * scale)))
    large = import_bench.run(max(100, round(FAMILIES * scale)), takes_back=False)
    growth = {"ns_per_row_10k": small["ns_per_row"], "growth": round(large["ns_per_row"] / small["ns_per_row"], 2)}
    return [large | growth | {"name": "import_311k", "baseline_is": _COPY}]


def _import_100mb(scale: float) -> list[Line]:
    from bench import workbook_bench

    return workbook_bench.run(scale)


def _screening(scale: float) -> list[Line]:
    from datetime import date

    from bench import people, screening_bench

    people.fill(scale)
    return [screening_bench.run(area=people.AREA, on=date(2026, 11, 1))]


def _search(scale: float) -> list[Line]:
    from bench import people, search_bench
    from rangkul.kernel.area_code import AreaCode

    return search_bench.run(people.fill(scale), district=AreaCode.parse(people.AREA))


def _worklist(scale: float) -> list[Line]:
    from bench import worklist_bench

    return worklist_bench.run(scale)


def _worklist_200(scale: float) -> list[Line]:
    from bench import desk_bench

    return desk_bench.run(scale, "worklist")


def _case_page_200(scale: float) -> list[Line]:
    from bench import desk_bench

    return desk_bench.run(scale, "case_page")


def _first_page_200(scale: float) -> list[Line]:
    from bench import desk_bench

    return desk_bench.run(scale, "first_page")


def _linkage(scale: float) -> list[Line]:
    from bench import linkage_bench, people

    people.fill(scale)
    return linkage_bench.run(max(200, round(FAMILIES * scale)))


def _febrl(scale: float) -> list[Line]:
    from bench import febrl_bench

    return febrl_bench.run(scale)


def _indonesia(scale: float) -> list[Line]:
    from bench import matching_bench

    return matching_bench.run(scale)


def _one_vs_all(scale: float) -> list[Line]:
    from bench import matching_bench, people

    return matching_bench.one_vs_all(people.fill(scale))


def _villages(scale: float) -> list[Line]:
    from bench import village_bench

    return village_bench.run(scale)


def _whatif(scale: float) -> list[Line]:
    _models()
    from bench.rules import whatif_bench

    return whatif_bench.run(scale)


def _whatif_10x(scale: float) -> list[Line]:
    _models()
    from bench.rules import whatif_bench

    return whatif_bench.run_10x(scale)


def _explain(scale: float) -> list[Line]:
    _models()
    from bench.rules import explain_bench

    return explain_bench.run(scale)


def _spark(scale: float) -> list[Line]:
    _models()
    from bench.rules import spark_bench

    return spark_bench.run(scale)


def _models() -> None:
    """The registry's tables by name, without a database: the what-if engine and the catalogue are read with them."""
    import django

    django.setup()


_COPY = "COPY of the rows that the import wrote into plain tables with the same primary keys"

FIGURES: tuple[Figure, ...] = (
    Figure("setup_to_first_page", "setup", _setup, needs_tables=False),
    Figure("import_10k", "import", _import_10k),
    Figure("import_311k", "import", _import_311k),
    Figure("import_100mb", "import", _import_100mb),
    Figure("screening_vs_sql", "people", _screening),
    Figure("search", "people", _search),
    Figure("linkage_vs_splink", "people", _linkage),
    Figure("matching_febrl4", "people", _febrl),
    Figure("matching_indonesia", "people", _indonesia),
    Figure("matching_one_vs_all", "people", _one_vs_all),
    Figure("village_names", "people", _villages),
    Figure("worklist_50_readers", "web", _worklist, needs_tables=False),
    Figure("worklist_200", "desk", _worklist_200, needs_tables=False),
    Figure("case_page_200", "desk", _case_page_200, needs_tables=False),
    Figure("first_page_200", "desk", _first_page_200, needs_tables=False),
    Figure("whatif_vs_duckdb", "rules", _whatif, needs_tables=False),
    Figure("whatif_10x", "rules", _whatif_10x, needs_tables=False),
    Figure("explain_family", "rules", _explain, needs_tables=False),
    Figure("screen_spark", "rules", _spark, needs_tables=False),
)
ALIASES = {
    "search_nik": ("search",),
    "search_number": ("search",),
    "search_name": ("search",),
    "desk": ("worklist_200", "case_page_200", "first_page_200"),
    "rules": ("whatif_vs_duckdb", "whatif_10x", "explain_family", "screen_spark", "screening_vs_sql"),
}
"""Other names of figures, and names for several of them."""
