"""Delimited text: which encoding, which separator, rows one after the other, and nothing larger than a line."""

import codecs
import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO

from rangkul.platform.importing.reading.limits import MAX_CELL, MAX_LINE, UnableToRead

_SEPARATORS = ",;\t|"
_SAMPLE = 64 * 1024
_HEADS = 15


def manner_of(path: Path) -> tuple[str, str]:
    """(encoding, separator) of the file, as `rows_of` reads it."""
    encoding = encoding_of(path)
    with path.open("rb") as file:
        return encoding, separator_of([line for line in islice(_lines(file, encoding), _HEADS) if line.strip()])


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line number as an editor shows it, cells) of a CSV, TSV or semicolon file."""
    encoding = encoding_of(path)
    with path.open("rb") as file:
        lines = _lines(file, encoding)
        ahead, first = next(((number, line) for number, line in enumerate(lines) if line.strip()), (0, ""))
        heads = [first, *islice(lines, _HEADS - 1 - ahead)]
        separator = separator_of([line for line in heads if line.strip()])
        csv.field_size_limit(MAX_CELL * 4)
        reader = csv.reader(chain(heads, lines), delimiter=separator)
        try:
            for row in reader:
                yield reader.line_num + ahead, row
        except csv.Error as error:
            raise UnableToRead(
                f"baris {reader.line_num + ahead} yang tidak dapat dipisah menjadi kolom",
                f"sel paling panjang {MAX_CELL:,} huruf dan tanda kutip yang ditutup".replace(",", "."),
                "perbaiki tanda kutip pada baris itu, atau simpan ulang sebagai .xlsx",
            ) from error


def encoding_of(path: Path) -> str:
    """Encoding by byte order mark, by the place of zero bytes, otherwise UTF-8 ("mixed" decides line by line)."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if odd > len(sample) // 5 or even > len(sample) // 5:
        return "utf-16-le" if odd > even else "utf-16-be"
    return "mixed"


def separator_of(lines: Sequence[str]) -> str:
    """The separator that most of the first lines have equally often: a title or an address may have a comma or two."""
    first = lines[0] if lines else ""
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4]
    outside = ["".join(line.split('"')[::2]) for line in lines]

    def agreement(each: str) -> tuple[int, int, bool]:
        counts = Counter(count for line in outside if (count := line.count(each)))
        many, count = max(((lines, count) for count, lines in counts.items()), default=(0, 0))
        return many, count, each == ","

    return max(_SEPARATORS, key=agreement)


def _lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    if encoding.startswith("utf-16"):
        yield from _wide_lines(file, encoding)
        return
    number = 0
    read: Callable[[int], bytes] = file.readline
    if b"\r" in (sample := file.peek(_SAMPLE)[:_SAMPLE]) and b"\n" not in sample:  # type: ignore[attr-defined]
        read = _OldMac(file).readline
    while line := read(MAX_LINE):
        number += 1
        if len(line) >= MAX_LINE:
            raise _endless(number)
        if number == 1 and encoding == "utf-8-sig":
            line = line.removeprefix(codecs.BOM_UTF8)
        yield _decoded(line).replace("\0", "")


class _OldMac:
    """Lines that end as old Macs ended them, with a carriage return alone."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._waiting = file, bytearray()

    def readline(self, most: int) -> bytes:
        """The next line with its end as everybody else writes it; b"" at the end of the file."""
        while (place := self._waiting.find(b"\r")) < 0 and len(self._waiting) < most:
            if not (piece := self._file.read(_SAMPLE)):
                break
            self._waiting += piece
        line = bytes(self._waiting[: place if place >= 0 else most])
        del self._waiting[: len(line) + 1]
        return line + b"\n" if line or place >= 0 else b""


def _decoded(line: bytes) -> str:
    """UTF-8, or Windows' own encoding for a line that is not: files glued together from two sources exist."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _wide_lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    waiting, number = "", 0
    while piece := file.read(_SAMPLE):
        *whole, waiting = (waiting + decoder.decode(piece)).split("\n")
        for line in whole:
            number += 1
            yield line.replace("\0", "") + "\n"
        if len(waiting) > MAX_LINE:
            raise _endless(number + 1)
    if waiting:
        yield waiting


def _endless(number: int) -> UnableToRead:
    return UnableToRead(
        f"baris {number} lebih panjang dari 1 MB",
        "tabel dengan satu orang per baris",
        "periksa tanda kutip dan pemisah baris, atau simpan ulang dari aplikasi asalnya",
    )
