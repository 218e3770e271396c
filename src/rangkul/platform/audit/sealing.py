"""Closing blocks of the trail: a background job numbers settled lines, hashes them and chains the blocks."""

from datetime import UTC, datetime

from django.db import connection, transaction

from rangkul.platform.audit import anchors
from rangkul.platform.audit.canonical import LINES, TABLES, digest_of, root_of
from rangkul.platform.audit.models import Seal

BLOCK = 10_000
_LOCK = 7_312_001


def seal_new(*, at: datetime, horizon: int | None = None) -> list[Seal]:
    """Seal every line whose transaction has ended, in blocks of at most 10,000; returns the new seals.

    Lines are taken in the order of their transactions, and only below the oldest transaction that still runs, so a
    line that commits late can never fall behind a seal. Each block is a transaction of its own under an advisory
    lock: two sealers take turns. `horizon` replaces that oldest transaction (tests only). The new head goes to the
    anchor file. Needs the owner's connection.
    """
    settled = oldest_running() if horizon is None else horizon
    made: list[Seal] = []
    for kind in TABLES:
        while (seal := _seal_block(kind, at=at, horizon=settled)) is not None:
            made.append(seal)
    if made:
        anchors.write(made[-1])
    return made


def oldest_running() -> int:
    """The number below which every transaction has ended."""
    return _number("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def cluster_id() -> int:
    """Which PostgreSQL cluster this is: transaction numbers of another one mean nothing here."""
    return _number("SELECT system_identifier FROM pg_control_system()")


def moment_text(at: datetime) -> str:
    """A moment as the seal's hash holds it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _seal_block(kind: str, *, at: datetime, horizon: int) -> Seal | None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        before = Seal.objects.order_by("-seq").first()
        latest = Seal.objects.filter(kind=kind).order_by("-seq").first()
        first = latest.last + 1 if latest else 1
        cursor.execute(_NUMBER[kind], [first, horizon, BLOCK])
        count = cursor.rowcount
        if count == 0:
            return None
        cursor.execute(_READ[kind], [first, first + count - 1])
        digest = digest_of([row[0] for row in cursor.fetchall()])
        seq, previous = (before.seq + 1, before.root) if before else (1, "")
        root = root_of(
            seq=seq, kind=kind, first=first, count=count, digest=digest, previous=previous, sealed_at=moment_text(at)
        )
        return Seal.objects.create(
            seq=seq, kind=kind, first=first, last=first + count - 1, count=count, digest=digest, previous=previous,
            root=root, sealed_at=at, horizon=horizon, cluster=cluster_id(),
        )  # fmt: skip


# A line restored from a backup may carry a number that this cluster has not reached yet: it has ended for sure.
_NUMBER = {
    kind: f"""
        UPDATE {table} SET seal_seq = picked.seal_seq FROM (
            SELECT id, row_number() OVER (ORDER BY txid, id) - 1 + %s AS seal_seq FROM (
                SELECT id, txid FROM {table}
                WHERE seal_seq IS NULL
                  AND (txid < %s OR txid > pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
                ORDER BY txid, id LIMIT %s
            ) AS settled
        ) AS picked WHERE {table}.id = picked.id
    """  # noqa: S608 - names of our own tables
    for kind, table in TABLES.items()
}
_READ = {
    kind: f"SELECT {LINES[kind]} FROM {table} t WHERE seal_seq BETWEEN %s AND %s ORDER BY seal_seq"  # noqa: S608
    for kind, table in TABLES.items()
}


def _number(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])
