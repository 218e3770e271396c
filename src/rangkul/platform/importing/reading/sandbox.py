"""Running the reading process: limits of memory and time, no secrets in its environment, an answer or a refusal."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rangkul.platform.importing.errors import FileRefused
from rangkul.platform.importing.formats import Layout, layout_as
from rangkul.platform.importing.reading.guard import SAVE_AS
from rangkul.platform.importing.reading.limits import WALL_SECONDS, memory_here, progress_of

type Line = tuple[int, list[str]]

_log = logging.getLogger(__name__)
_REFUSED = 3
_LOOK_EVERY = 0.5
_SOURCE_ROOT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a file: texts in Parquet at `path` (columns row, 0, 1, 2 …) and where our columns are.

    `overlong` are rows of text with more cells than the header. `sheets` are those that were read together, `unread` those that were not: name, rows, has_more, is_hidden, format.
    """

    path: Path
    format_code: str
    score: float
    sheet: str
    header_row: int
    header: list[str]
    places: dict[str, int]
    rows: int
    sheets: list[str] = field(default_factory=list)
    unread: list[dict[str, Any]] = field(default_factory=list)
    overlong: tuple[int, ...] = ()


def read_table(
    source: Path,
    target: Path,
    layouts: Iterable[Layout],
    *,
    file_name: str,
    only: str = "",
    memory: int = 0,
    seconds: int = WALL_SECONDS,
    progress: Callable[[int], object] = lambda rows: None,
) -> Table:
    """Read `source` in a process of its own. Raises `FileRefused`; whatever the file does, this process lives on.

    `only` is the one sheet to read, empty for all that belong together. `memory` is a limit in bytes, 0 for what this machine allows. `progress(rows read so far)` is called about twice a
    second; what it raises ends the reading.
    """
    given = json.dumps([layout_as(layout) for layout in layouts]).encode()
    arguments = [str(source), str(target), str(memory or memory_here()), only]
    answer = _asked("child", arguments, given, progress_of(target), progress, file_name=file_name, seconds=seconds)
    return Table(
        path=target,
        format_code=answer["format"],
        score=answer["score"],
        sheet=answer["sheet"],
        header_row=answer["header_row"],
        header=answer["header"],
        places=answer["places"],
        rows=answer["rows"],
        sheets=answer["sheets"],
        unread=answer["unread"],
        overlong=tuple(answer["overlong"]),
    )


def peek_table(source: Path, *, file_name: str, only: str = "", memory: int = 0) -> list[tuple[str, list[Line]]]:
    """(sheet, its first rows as (number, cells)) of every sheet (or the `only` one) that holds anything. Raises `FileRefused`."""
    arguments = [str(source), str(memory or memory_here()), only]
    answer = _asked("peek", arguments, b"", progress_of(source), _nobody, file_name=file_name, seconds=WALL_SECONDS)
    return [(each["name"], [(number, cells) for number, cells in each["rows"]]) for each in answer["sheets"]]


def _nobody(rows: int) -> None:
    """Nobody waits to hear how far a glance is."""


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
    """What the process of this module answers; raises `FileRefused` for its refusal, its death and its slowness."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"rangkul.platform.importing.reading.{module}", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    )
    output = _waited(process, given, told, progress, seconds=seconds)
    if output is None or process.returncode == -signal.SIGXCPU:
        raise FileRefused(
            value=file_name, expected=f"berkas yang terbaca dalam {seconds // 60} menit", remedy="pecah per kecamatan"
        )
    if process.returncode == 0:
        answer: dict[str, Any] = json.loads(output)
        return answer
    if process.returncode == _REFUSED:
        why = json.loads(output)
        raise FileRefused(value=why["found"], expected=why["expected"], remedy=why["remedy"], code=why["code"])
    raise FileRefused(
        value=file_name,
        expected="buku kerja yang dapat dibuka tanpa menghabiskan memori",
        remedy="hapus baris dan kolom kosong yang berformat atau pecah per kecamatan; " + SAVE_AS,
    )


def _waited(
    process: "subprocess.Popen[bytes]", given: bytes, told: Path, progress: Callable[[int], object], *, seconds: int
) -> bytes | None:
    """What the process answered; None when it took too long. Whatever happens, it does not go on by itself."""
    until = time.monotonic() + seconds
    first: bytes | None = given
    try:
        while time.monotonic() < until:
            try:
                output, said = process.communicate(first, timeout=_LOOK_EVERY)
                if process.returncode not in (0, _REFUSED):
                    _log.warning("reading a file ended with %s: %s", process.returncode, _fault_in(said))
                return output
            except subprocess.TimeoutExpired:
                first = None
                text = told.read_text("ascii") if told.exists() else ""
                progress(int(text) if text.isdigit() else 0)
        return None
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()


def _fault_in(said: bytes) -> str:
    """The kind of fault a dying process told last, without what it was about: that may be somebody's number."""
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return last.partition(":")[0][:100]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    paths = [str(_SOURCE_ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in paths if path), "OMP_NUM_THREADS": "2"}
