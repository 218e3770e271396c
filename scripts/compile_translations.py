"""Compiles every .po file of the project to .mo with the standard library alone; only what changed is written again."""

import ast
import struct
import sys
from pathlib import Path
from typing import Dict, List, Optional, Tuple


class BadCatalogue(Exception):
    """A .po file that cannot be read; the text names file and line."""


def read_catalogue(path: Path) -> Dict[str, str]:
    """Read translated entries: key is "context\\x04msgid" or "msgid\\0plural", value is the forms joined by "\\0"."""
    entries = {}  # type: Dict[str, str]
    fields = {}  # type: Dict[str, str]
    current = None  # type: Optional[str]
    is_fuzzy = False

    def close() -> None:
        if "msgid" in fields and not (is_fuzzy and fields["msgid"]):
            forms = [fields[name] for name in sorted(fields, key=_form_number) if name.startswith("msgstr")]
            key = fields["msgid"]
            if "msgid_plural" in fields:
                key += "\0" + fields["msgid_plural"]
            if "msgctxt" in fields:
                key = fields["msgctxt"] + "\x04" + key
            if all(forms) and forms:
                entries[key] = "\0".join(forms)
        fields.clear()

    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines() + [""], start=1):
        line = raw.strip()
        if line.startswith("#") or not line:
            if current is not None and current.startswith("msgstr"):
                close()
                current, is_fuzzy = None, False
            if line.startswith("#,") and "fuzzy" in line:
                is_fuzzy = True
            continue
        keyword, text = _split(line, path, number)
        if keyword:
            starts_entry = keyword in ("msgctxt", "msgid")
            if starts_entry and current is not None and current.startswith("msgstr"):
                close()
                is_fuzzy = False
            current = keyword
            fields[current] = ""
        if current is None:
            raise BadCatalogue("{}:{}: text without a keyword".format(path, number))
        fields[current] += text
    if current is not None:
        close()
    return entries


def to_mo(entries: Dict[str, str]) -> bytes:
    """Lay the entries out in gettext's binary format (little endian, sorted, no hash table)."""
    pairs = sorted((key.encode("utf-8"), value.encode("utf-8")) for key, value in entries.items())
    count = len(pairs)
    keys_at = 7 * 4
    texts = b""
    tables = [[], []]  # type: List[List[Tuple[int, int]]]
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


def _form_number(name: str) -> int:
    return int(name[7:-1]) if name.startswith("msgstr[") else 0


def _split(line: str, path: Path, number: int) -> Tuple[str, str]:
    keyword = ""
    if not line.startswith('"'):
        keyword, _, line = line.partition(" ")
        is_known = keyword in ("msgctxt", "msgid", "msgid_plural", "msgstr") or keyword.startswith("msgstr[")
        if not is_known:
            raise BadCatalogue("{}:{}: unknown keyword {}".format(path, number, keyword))
    try:
        return keyword, str(ast.literal_eval(line.strip()))
    except (SyntaxError, ValueError):
        raise BadCatalogue("{}:{}: not a quoted text".format(path, number)) from None


if __name__ == "__main__":
    try:
        print("translations compiled: {}".format(compile_all(Path(__file__).resolve().parent.parent / "src")))
    except BadCatalogue as problem:
        sys.exit(str(problem))
