"""Does the trail still say what it said? Reads every block again, hashes it, and follows the chain to the anchors."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from rangkul.platform.audit import anchors
from rangkul.platform.audit.anchors import Anchor
from rangkul.platform.audit.canonical import LINES, TABLES, digest_of, root_of
from rangkul.platform.audit.models import Check, Seal
from rangkul.platform.audit.rows import untracked_now
from rangkul.platform.audit.sealing import cluster_id, moment_text


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was sealed. `block` is the seal's number (0: none), `since` the last good moment."""

    text: str
    block: int = 0
    kind: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What an examination of the whole trail found. `unsealed` lines are newer than the last seal, not yet protected."""

    blocks: int
    rows: int
    unsealed: int
    head: str
    problems: tuple[Problem, ...] = field(default_factory=tuple)

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def first_broken(self) -> Problem | None:
        """The problem of the earliest block, or the first without a block."""
        return min(self.problems, key=lambda each: each.block or 1 << 62) if self.problems else None


def verify_trail(*, heads: tuple[Anchor, ...] = ()) -> Verification:
    """Examine every block against its seal, the chain of seals, and the heads noted outside (file and `heads`).

    Finds altered, removed and added lines, altered or missing seals, a cut tail, and tables whose triggers are gone.
    What is newer than the last seal is counted, not judged. Needs the owner's connection.
    """
    seals = list(Seal.objects.order_by("seq"))
    problems = [*_chain_problems(seals), *_anchor_problems(seals, [*anchors.read(), *heads])]
    rows = 0
    for seal, since in zip(seals, [None, *(each.sealed_at for each in seals)], strict=False):
        count, problem = _examine(seal, since)
        rows += count
        problems += [problem] if problem else []
    problems += _stray_problems(seals)
    problems += [Problem(f"Tabel {table} tidak lagi dicatat perubahannya.") for table in untracked_now()]
    head = str(Anchor(seals[-1].seq, seals[-1].root)) if seals else ""
    return Verification(len(seals), rows, _count_unsealed(), head, tuple(problems))


def keep_check(found: Verification, *, at: datetime) -> Check:
    """Keep the outcome for the trail's page."""
    return Check.objects.create(
        at=at, ok=found.ok, blocks=found.blocks, rows=found.rows, unsealed=found.unsealed, head=found.head,
        problems=[
            {"text": each.text, "block": each.block, "since": each.since.isoformat() if each.since else ""}
            for each in found.problems[:50]
        ],
    )  # fmt: skip


def _chain_problems(seals: list[Seal]) -> Iterator[Problem]:
    previous, since, reached = "", None, dict.fromkeys(TABLES, 0)
    for place, seal in enumerate(seals, start=1):
        expected = root_of(
            seq=seal.seq, kind=seal.kind, first=seal.first, count=seal.count, digest=seal.digest,
            previous=previous, sealed_at=moment_text(seal.sealed_at),
        )  # fmt: skip
        is_next = seal.seq == place and seal.first == reached.get(seal.kind, -1) + 1
        if not (is_next and seal.root == expected and seal.last == seal.first + seal.count - 1):
            yield Problem(f"Segel {seal.seq} diubah, atau segel sebelumnya hilang.", seal.seq, seal.kind, since)
            return
        previous, since, reached[seal.kind] = seal.root, seal.sealed_at, seal.last


def _anchor_problems(seals: list[Seal], noted: list[Anchor]) -> Iterator[Problem]:
    by_seq = {seal.seq: seal for seal in seals}
    for anchor in sorted(set(noted), key=lambda each: each.seq):
        seal = by_seq.get(anchor.seq)
        if seal is None:
            since = seals[-1].sealed_at if seals else None
            yield Problem(f"Segel {anchor.seq} pernah ada (tercatat di luar) tetapi terpotong.", anchor.seq, "", since)
            return
        if seal.root != anchor.root:
            yield Problem(f"Segel {anchor.seq} bukan yang tercatat di luar.", anchor.seq, seal.kind)
            return


def _examine(seal: Seal, since: datetime | None) -> tuple[int, Problem | None]:
    with connection.cursor() as cursor:
        cursor.execute(_READ[seal.kind], [seal.first, seal.last])
        lines = cursor.fetchall()
    numbers = [row[0] for row in lines]
    if numbers != list(range(seal.first, seal.last + 1)):
        lost = seal.count - len(numbers)
        return len(lines), Problem(f"{lost} catatan di blok {seal.seq} hilang.", seal.seq, seal.kind, since)
    if digest_of([row[1] for row in lines]) != seal.digest:
        return len(lines), Problem(f"Catatan di blok {seal.seq} diubah atau ditukar.", seal.seq, seal.kind, since)
    return len(lines), None


def _stray_problems(seals: list[Seal]) -> Iterator[Problem]:
    here = cluster_id()
    for kind in TABLES:
        own = [seal for seal in seals if seal.kind == kind]
        last = own[-1].last if own else 0
        horizon = max((seal.horizon for seal in own if seal.cluster == here), default=0)
        with connection.cursor() as cursor:
            cursor.execute(_STRAY[kind], [last, horizon])
            count, first_at = cursor.fetchone()
        if count:
            yield Problem(f"{count} catatan disisipkan di belakang segel.", 0, kind, first_at)


def _count_unsealed() -> int:
    counts = " + ".join(f"(SELECT count(*) FROM {table} WHERE seal_seq IS NULL)" for table in TABLES.values())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return int(cursor.fetchone()[0])


_READ = {
    kind: f"SELECT seal_seq, {LINES[kind]} FROM {table} t WHERE seal_seq BETWEEN %s AND %s ORDER BY seal_seq"  # noqa: S608
    for kind, table in TABLES.items()
}
_STRAY = {
    kind: f"""
        SELECT count(*), min(at) FROM {table}
        WHERE seal_seq > %s OR seal_seq < 1 OR (seal_seq IS NULL AND txid < %s)
    """  # noqa: S608 - names of our own tables
    for kind, table in TABLES.items()
}
