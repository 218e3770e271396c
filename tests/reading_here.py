"""Reading an uploaded file without starting a second Python for each: the same reader, in the test's own process.

The process apart, with its limits of memory and time and without keys, is what tests/importing/test_bad_files.py,
test_workbooks.py and test_killed_worker.py are about; other tests are about what becomes of the rows.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rangkul.platform.importing.errors import FileRefused
from rangkul.platform.importing.formats import layout_from
from rangkul.platform.importing.reading import child, peek, sandbox
from rangkul.platform.importing.reading.limits import UnableToRead


def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the rest of the test, files are read in this process; what is refused is refused as ever."""
    monkeypatch.setattr(sandbox, "_asked", _asked)


def _asked(
    module: str,
    arguments: list[str],
    given: bytes,
    told: Path,
    progress: Callable[[int], object],
    *,
    file_name: str,
    seconds: int,
) -> dict[str, Any]:
    try:
        if module == "peek":
            answer: dict[str, Any] = {"sheets": peek.peek(Path(arguments[0]), arguments[2])}
        else:
            layouts = [layout_from(each) for each in json.loads(given)]
            answer = child.read(
                Path(arguments[0]), Path(arguments[1]), layouts, only=arguments[3], swift_from=512 * 1024
            )
    except UnableToRead as error:
        raise FileRefused(value=error.found, expected=error.expected, remedy=error.remedy, code=error.code) from None
    found: dict[str, Any] = json.loads(json.dumps(answer))
    return found
