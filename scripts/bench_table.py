"""Writes the table of measured figures into a page, from the JSON lines that `make bench` printed.

    make bench ONLY=rules > docs/figures/rules.jsonl
    python scripts/bench_table.py docs/figures/rules.jsonl docs/scale.md

The page keeps the table between two comments, `<!-- figures -->` and `<!-- /figures -->`; `--check` only compares.
"""

import json
import sys
from pathlib import Path
from typing import Any

START, END = "<!-- figures -->", "<!-- /figures -->"
HEAD = "| Figure | Value | Baseline | Ratio | CPU ratio | n | Remarks |\n|---|---|---|---|---|---|---|\n"
SHOWN = ("name", "value", "unit", "baseline", "ratio", "cpu_ratio", "n")


def render(lines: list[dict[str, Any]]) -> str:
    """The table: what every line has in columns, what only some have as remarks."""
    return HEAD + "".join(_row(line) for line in lines)


def _row(line: dict[str, Any]) -> str:
    unit = line["unit"]
    cells = [
        f"`{line['name']}`",
        _amount(line["value"], unit),
        _amount(line["baseline"], unit),
        _plain(line["ratio"]),
        _plain(line.get("cpu_ratio")),
        f"{line['n']:,}",
        "; ".join(f"{key.replace('_', ' ')}: {_plain(value)}" for key, value in line.items() if key not in SHOWN),
    ]
    return "| " + " | ".join(cells) + " |\n"


def _amount(value: object, unit: str) -> str:
    return f"{_plain(value)} {unit}" if value is not None else "–"


def _plain(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def page_with(text: str, table: str) -> str:
    """The page with this table between its comments. Raises ValueError without them."""
    before, start, rest = text.partition(START)
    _old, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"{START} and {END} are missing")
    return f"{before}{START}\n{table}{END}{after}"


def main(arguments: list[str]) -> int:
    """Write or check; 0 when the page says what the lines say."""
    files = [Path(each) for each in arguments if not each.startswith("--")]
    if len(files) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    measured, page = files
    lines = [json.loads(line) for line in measured.read_text(encoding="utf-8").splitlines() if line.strip()]
    old = page.read_text(encoding="utf-8")
    new = page_with(old, render(lines))
    if "--check" in arguments:
        return int(old != new)
    page.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
