"""Nobody whom the articles name, and no number of a real person, stands anywhere in the tree."""

import hashlib
import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.house.tree import ROOT, files, listing, shown

# SHA-256 of lower-case words (or pairs of words) of names in the articles; the names themselves are not kept here.
NAMED = {
    "176657250f14d05fbe83b68e",
    "44265f484090482ab69a53ef",
    "57659573b6be804b948522dc",
    "606fe44e7604be108514796c",
    "66e1788de1291311ec30eef1",
    "69ef6b491545b6a80bd07b03",
    "7b85713e9c0df3fd0eae2ea9",
    "8056bddba4b430e988098027",
    "bc587ff9ddc526e01ca0c05c",
    "c849340a1451b58dbb05cc11",
    "cc6310313374648b3568fd2d",
    "e951cc833c6f51c7089d88bb",
}  # fmt: skip
TEXT = (
    ".py",
    ".html",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".po",
    ".typ",
    ".sql",
    ".js",
    ".css",
    ".txt",
    ".csv",
    ".json",
    ".sh",
)
SIXTEEN = re.compile(r"(?<![\d.])\d{16}(?!\d)")


def our_files() -> list[Path]:
    """Every text file that git knows, or every one in the tree where there is no git."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        found = [ROOT / name for name in listed.stdout.split("\0") if name.endswith(TEXT)]
    except (OSError, subprocess.CalledProcessError):
        found = files(ROOT, *TEXT)
    return [path for path in found if path.is_file()]


def words_and_pairs(text: str) -> Iterator[str]:
    words = re.findall(r"[a-z]+", text.lower())
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))


def test_nobody_of_the_articles_is_named() -> None:
    seen: dict[str, bool] = {}
    problems = []
    for path in our_files():
        for word in set(words_and_pairs(path.read_text(encoding="utf-8", errors="replace"))):
            if word not in seen:
                seen[word] = hashlib.sha256(word.encode()).hexdigest()[:24] in NAMED
            if seen[word]:
                problems.append(f"{shown(path)}: {word}")
    assert not problems, listing(problems)


def test_the_net_catches() -> None:
    """The net is of hashes: a word put into it is caught, its neighbour is not."""
    assert hashlib.sha256(b"contoh").hexdigest()[:24] not in NAMED
    assert all(re.fullmatch(r"[0-9a-f]{24}", entry) for entry in NAMED)
    assert len(NAMED) >= 8
