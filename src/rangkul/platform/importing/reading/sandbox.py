"""Running the reading process: limits of memory and time, no secrets in its environment, an answer or a refusal."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from rangkul.platform.importing.errors import FileRefused
from rangkul.platform.importing.formats import Layout, layout_as
from rangkul.platform.importing.reading.guard import SAVE_AS
from rangkul.platform.importing.reading.limits import MEMORY_BYTES, WALL_SECONDS

type Line = tuple[int, list[str]]

_REFUSED = 3
_TICK_SECONDS = 1.0
_SOURCE_ROOT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a file: texts in Parquet at `path` (columns row, 0, 1, 2 …) and where our columns are."""

    path: Path
    format_code: str
    score: float
    sheet: str
    header_row: int
    header: list[str]
    places: dict[str, int]
    rows: int


def read_table(
    source: Path,
    target: Path,
    layouts: Iterable[Layout],
    *,
    file_name: str,
    memory: int = MEMORY_BYTES,
    seconds: int = WALL_SECONDS,
    tick: Callable[[int], None] | None = None,
) -> Table:
    """Read `source` in a process of its own. Raises `FileRefused`; whatever the file does, this process lives on.

    `tick` hears every second or so how many rows were read; whatever it raises ends the reading.
    """
    given = json.dumps([layout_as(layout) for layout in layouts]).encode()
    answer = _asked("child", [str(source), str(target), str(memory)], given, file_name, seconds, tick)
    return Table(
        path=target,
        format_code=str(answer["format"]),
        score=float(answer["score"]),
        sheet=str(answer["sheet"]),
        header_row=int(answer["header_row"]),
        header=list(answer["header"]),
        places=dict(answer["places"]),
        rows=int(answer["rows"]),
    )


def peek_table(source: Path, *, file_name: str, memory: int = MEMORY_BYTES) -> list[tuple[str, list[Line]]]:
    """(sheet, its first rows as (number, cells)) of every sheet that holds anything. Raises `FileRefused`."""
    answer = _asked("peek", [str(source), str(memory)], b"", file_name, WALL_SECONDS, None)
    return [(each["name"], [(number, cells) for number, cells in each["rows"]]) for each in answer["sheets"]]


def _asked(
    module: str, arguments: list[str], given: bytes, file_name: str, seconds: int, tick: Callable[[int], None] | None
) -> dict[str, Any]:
    """What the process answers on its standard output; its standard error tells how many rows it has read."""
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            [sys.executable, "-m", f"rangkul.platform.importing.reading.{module}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            env=_environment(),
        )
        try:
            output = _awaited(process, given, seconds, told, tick)
        except subprocess.TimeoutExpired:
            raise FileRefused(
                value=file_name,
                expected=f"berkas yang terbaca dalam {seconds // 60} menit",
                remedy="pecah per kecamatan",
            ) from None
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()
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


def _awaited(
    process: "subprocess.Popen[bytes]", given: bytes, seconds: int, told: IO[bytes], tick: Callable[[int], None] | None
) -> bytes:
    until, rest = time.monotonic() + seconds, given or None
    while True:
        try:
            return process.communicate(rest, timeout=min(_TICK_SECONDS, max(until - time.monotonic(), 0.01)))[0]
        except subprocess.TimeoutExpired:
            rest = None
            if time.monotonic() >= until:
                raise
        if tick is not None:
            tick(_last_number(told))


def _last_number(told: IO[bytes]) -> int:
    # pread leaves the offset alone, which the process at work shares with us.
    size = os.fstat(told.fileno()).st_size
    words = os.pread(told.fileno(), 200, max(size - 200, 0)).split()
    return int(words[-1]) if words and words[-1].isdigit() else 0


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    paths = [str(_SOURCE_ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in paths if path), "OMP_NUM_THREADS": "2"}
