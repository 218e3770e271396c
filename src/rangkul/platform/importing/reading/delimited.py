"""Delimited text: which encoding, which separator, rows one after the other, and nothing larger than a line."""

import codecs
import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from rangkul.platform.importing.reading.limits import MAX_CELL, MAX_LINE, UnableToRead

_SEPARATORS = ",;\t|"
_SAMPLE = 64 * 1024


def manner_of(path: Path) -> tuple[str, str]:
    """(encoding, separator) of the file, as `rows_of` reads it."""
    encoding = encoding_of(path)
    with path.open("rb") as file:
        return encoding, separator_of(next((line for line in _lines(file, encoding) if line.strip()), ""))


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line number as an editor shows it, cells) of a CSV, TSV or semicolon file."""
    encoding = encoding_of(path)
    with path.open("rb") as file:
        lines = _lines(file, encoding)
        ahead, first = next(((number, line) for number, line in enumerate(lines) if line.strip()), (0, ""))
        separator = separator_of(first)
        csv.field_size_limit(MAX_CELL * 4)
        reader = csv.reader(chain([first], lines), delimiter=separator)
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


def separator_of(line: str) -> str:
    """The separator that the header line uses most; a comma when it has one column only."""
    if line.lower().startswith("sep=") and len(line.strip()) == 5:
        return line.strip()[4]
    outside = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=lambda each: (outside.count(each), each == ","))


def _lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    if encoding.startswith("utf-16"):
        yield from _wide_lines(file, encoding)
        return
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if len(line) >= MAX_LINE:
            raise _endless(number)
        if number == 1 and encoding == "utf-8-sig":
            line = line.removeprefix(codecs.BOM_UTF8)
        yield _decoded(line).replace("\0", "")


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
