"""Compiles every .po file of the project to .mo with the standard library alone; only what changed is written again."""

from __future__ import annotations

import ast
import struct
import sys
from pathlib import Path


class BadCatalogue(Exception):
    """A .po file that cannot be read; the text names file and line."""


def read_catalogue(path: Path) -> dict[str, str]:
    """Read translated entries: key is "context\\x04msgid" or "msgid\\0plural", value is the forms joined by "\\0"."""
    entries: dict[str, str] = {}
    entry: dict[str, str] = {}
    for keyword, text in [*_read_parts(path), ("end", "")]:
        is_next = keyword in ("msgctxt", "msgid", "fuzzy", "end")
        if is_next and any(name.startswith("msgstr") for name in entry):
            _keep(entry, entries)
            entry = {}
        entry[keyword] = text
    return entries


def to_mo(entries: dict[str, str]) -> bytes:
    """Lay the entries out in gettext's binary format (little endian, sorted, no hash table)."""
    pairs = sorted((key.encode("utf-8"), value.encode("utf-8")) for key, value in entries.items())
    count = len(pairs)
    keys_at = 7 * 4
    texts = b""
    tables: list[list[tuple[int, int]]] = [[], []]
    offset = keys_at + 16 * count
    for column in (0, 1):
        for pair in pairs:
            tables[column].append((len(pair[column]), offset + len(texts)))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, keys_at, keys_at + 8 * count, 0, offset)
    rows = b"".join(struct.pack("<2I", *row) for table in tables for row in table)
    return head + rows + texts


def compile_all(root: Path) -> int:
    """Compile every catalogue under `root` that is newer than its .mo; returns how many were written."""
    written = 0
    for source in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(".mo.new")
        draft.write_bytes(to_mo(read_catalogue(source)))
        draft.replace(target)
        written += 1
    return written


def _keep(entry: dict[str, str], entries: dict[str, str]) -> None:
    """Add one entry unless it is fuzzy or untranslated; the head of the file has the empty msgid."""
    forms = [entry[name] for name in sorted(entry, key=_form_number) if name.startswith("msgstr")]
    if not all(forms) or ("fuzzy" in entry and entry["msgid"]):
        return
    key = entry["msgid"]
    if "msgid_plural" in entry:
        key += "\0" + entry["msgid_plural"]
    if "msgctxt" in entry:
        key = entry["msgctxt"] + "\x04" + key
    entries[key] = "\0".join(forms)


def _read_parts(path: Path) -> list[tuple[str, str]]:
    """Read (keyword, text) in order, continued lines joined; a flag line "#, fuzzy" comes as ("fuzzy", "")."""
    parts: list[tuple[str, str]] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#,") and "fuzzy" in line:
            parts.append(("fuzzy", ""))
        if not line or line.startswith("#"):
            continue
        keyword, text = _split(line, path, number)
        if keyword:
            parts.append((keyword, text))
        elif parts and parts[-1][0] != "fuzzy":
            parts[-1] = (parts[-1][0], parts[-1][1] + text)
        else:
            raise BadCatalogue(f"{path}:{number}: text without a keyword")
    return parts


def _form_number(name: str) -> int:
    return int(name[7:-1]) if name.startswith("msgstr[") else 0


def _split(line: str, path: Path, number: int) -> tuple[str, str]:
    keyword = ""
    if not line.startswith('"'):
        keyword, _, line = line.partition(" ")
        is_known = keyword in ("msgctxt", "msgid", "msgid_plural", "msgstr") or keyword.startswith("msgstr[")
        if not is_known:
            raise BadCatalogue(f"{path}:{number}: unknown keyword {keyword}")
    try:
        return keyword, str(ast.literal_eval(line.strip()))
    except (SyntaxError, ValueError):
        raise BadCatalogue(f"{path}:{number}: not a quoted text") from None


if __name__ == "__main__":
    try:
        print("translations compiled: {}".format(compile_all(Path(__file__).resolve().parent.parent / "src")))
    except BadCatalogue as problem:
        sys.exit(str(problem))
