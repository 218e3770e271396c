"""The first rows of every sheet, for a file whose columns nobody knows yet: what a person maps by.

Runs as `python -m rangkul.platform.importing.reading.peek SOURCE MEMORY SHEET` under the limits of the reading process.
"""

import json
import sys
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from rangkul.platform.importing.reading.child import _limit, _pages
from rangkul.platform.importing.reading.guard import look_at
from rangkul.platform.importing.reading.limits import MAX_COLUMNS, UnableToRead

ROWS = 40
_SHEETS = 12
_CELL = 60


def peek(source: Path, only: str = "") -> list[dict[str, object]]:
    """[{name, rows: [[number, cells]]}] of the sheets (or the `only` one) that hold anything, cells cut to sixty letters."""
    found: list[dict[str, object]] = []
    for page in islice(_pages(source, look_at(source), [], only), _SHEETS):
        start = [
            [number, [" ".join(cell.split())[:_CELL] for cell in cells[:MAX_COLUMNS]]]
            for number, cells in islice(page.rows, ROWS)
            if any(cell.strip() for cell in cells)
        ]
        if start:
            found.append({"name": page.name, "rows": start})
    return found


def main() -> None:
    """Entry of the process: exit code 0 with the rows, 3 with a refusal."""
    _limit(int(sys.argv[2]))
    try:
        answer: object = {"sheets": peek(Path(sys.argv[1]), sys.argv[3])}
    except UnableToRead as error:
        json.dump(asdict(error), sys.stdout)
        raise SystemExit(3) from None
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
