"""Heads of the chain kept outside the database: a file of the data folder, and lines printed or sent elsewhere."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.models import Seal


@dataclass(frozen=True, slots=True)
class Anchor:
    """The root that a seal had when it was written down."""

    seq: int
    root: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.root}"

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        """Read "seq:root" as it was printed. Raises Refused."""
        seq, colon, root = text.strip().partition(":")
        if not colon or not seq.isdigit() or len(root) != 64:
            raise Refused(
                field="Kepala rantai", value=text, expected="bentuk nomor:sidik, misalnya 12:9f86…",
                remedy="salin seluruhnya dari cetakan",
            )  # fmt: skip
        return cls(int(seq), root.lower())


def anchor_file() -> Path:
    """Where this installation notes its heads; copy it to another machine, or print the head each month."""
    return Path(settings.DATA_DIR) / "anchors" / "audit.jsonl"


def write(seal: Seal) -> None:
    """Add the seal as the newest head."""
    place = anchor_file()
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = json.dumps({"seq": seal.seq, "root": seal.root, "at": seal.sealed_at.isoformat()}) + "\n"
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(line)
        out.flush()
        os.fsync(out.fileno())


def read() -> list[Anchor]:
    """Every head noted so far, oldest first; none when there is no file. A torn last line is left out."""
    try:
        lines = anchor_file().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            noted = json.loads(line)
            found.append(Anchor(int(noted["seq"]), str(noted["root"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found
