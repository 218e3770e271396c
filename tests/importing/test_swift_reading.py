"""Text read as columns gives what text read row by row gives; files that need care are left to the slow way."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.reading import child
from rangkul.platform.importing.reading.limits import progress_of

HEADER = ["nama", "no kk", "catatan"]
LAYOUT = Layout("t", (Column("nama", is_required=True), Column("no_kk"), Column("catatan")), ends_with="###")
CELLS = st.text(st.sampled_from("aZé 1\",;'\t-=\u00a0\u2028ñ"), max_size=6) | st.sampled_from(
    ["", "  ", "###", '""', "O'NEIL"]
)


def both_ways(path: Path) -> tuple[pl.DataFrame, pl.DataFrame, bool]:
    """The table as the reader makes it, as the slow way makes it, and whether the swift way was taken."""
    taken = []
    real = child._write_swiftly

    def noted(*given: object) -> int | None:
        taken.append(real(*given))  # type: ignore[arg-type]
        return taken[-1]

    swift, slow = path.with_suffix(".swift"), path.with_suffix(".slow")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(child, "_write_swiftly", noted)
        child.read(path, swift, [LAYOUT])
        patched.setattr(child, "_write_swiftly", lambda *_: None)
        child.read(path, slow, [LAYOUT])
    return pl.read_parquet(swift), pl.read_parquet(slow), taken[0] is not None


def write(
    path: Path, rows: Iterator[list[str]] | list[list[str]], *, quoting: int, separator: str, newline: str
) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=newline)  # type: ignore[arg-type]
        writer.writerow(HEADER)
        writer.writerows(rows)
    return path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=20),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    separator=st.sampled_from(",;\t"),
    newline=st.sampled_from(["\n", "\r\n"]),
    blank_after=st.sampled_from(["", "\n", "\r\n\r\n"]),
)
def test_both_ways_give_the_same(
    tmp_path: Path, rows: list[list[str]], quoting: int, separator: str, newline: str, blank_after: str
) -> None:
    path = write(tmp_path / "a.csv", rows, quoting=quoting, separator=separator, newline=newline)
    with path.open("a", newline="") as file:
        file.write(blank_after)
    swift, slow, _ = both_ways(path)
    assert swift.equals(slow)


def test_a_clean_file_goes_the_swift_way_and_tells_how_far_it_is(tmp_path: Path) -> None:
    rows = [[f"ORANG {number}", f"{number:016d}", "O, RT"] for number in range(30_000)]
    swift, slow, is_swift = both_ways(
        write(tmp_path / "a.csv", rows, quoting=csv.QUOTE_MINIMAL, separator=",", newline="\r\n")
    )
    assert is_swift
    assert swift.equals(slow)
    assert (swift["row"][0], swift["row"][-1], swift.height) == (2, 30_001, 30_000)
    assert progress_of(tmp_path / "a.swift").read_text() == "30000"


NEEDS_CARE = {
    "line break in a cell": b'nama,no kk,catatan\nA,1,"dua\nbaris"\nB,2,\n',
    "one cell too few": b"nama,no kk,catatan\nA,1,x\nB,2\nC,3,\n",
    "one cell too many": b"nama,no kk,catatan\nA,1,x,\nB,2,\n",
    "another encoding in one line": b"nama,no kk,catatan\nANDR\xc9,1,x\nSITI \xc3\x89,2,\n",
    "zero bytes": b"nama,no kk,catatan\nA\0B,1,x\n",
    "a quote inside a cell": b'nama,no kk,catatan\nA "B" C,1,x\n"D"E,2,\n',
    "a cell longer than any": b"nama,no kk,catatan\nA,1," + b"x" * 40_000 + b"\nB,2,\n",
}


@pytest.mark.parametrize("name", NEEDS_CARE)
def test_what_needs_care_goes_row_by_row(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(NEEDS_CARE[name])
    swift, slow, is_swift = both_ways(path)
    assert not is_swift
    assert swift.equals(slow)


def test_rows_below_the_end_mark_are_not_data(tmp_path: Path) -> None:
    rows = [["A", "1", ""], ["", "###", ""], ["B", "2", ""]]
    swift, slow, is_swift = both_ways(
        write(tmp_path / "a.csv", islice(rows, 3), quoting=csv.QUOTE_MINIMAL, separator=";", newline="\n")
    )
    assert is_swift
    assert swift.equals(slow)
    assert swift["0"].to_list() == ["A"]
