"""What exactly is sealed: each line of the trail as one text, made by PostgreSQL, hashed by us.

`jsonb::text` sorts keys and writes numbers in one way, so the same line always gives the same text.
"""

from hashlib import sha256

from rangkul.platform.audit.models import SealKind

_MOMENT = "to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"
_AT = _MOMENT.format(column="t.at")

TABLES: dict[str, str] = {
    SealKind.EVENT: "audit_event",
    SealKind.ROW: "audit_rowchange",
    SealKind.ACCESS: "audit_accesslog",
}

# to_jsonb writes moments in the session's time zone: `at` is therefore taken out and put back in UTC.
_LINE = f"((to_jsonb(t) - 'at' - 'seal_seq') || jsonb_build_object('at', {_AT}))"
_SUBJECTS = """jsonb_build_object('subjects', (
    SELECT coalesce(jsonb_agg(jsonb_build_array(s.kind, s.subject_id) ORDER BY s.kind, s.subject_id), '[]')
    FROM audit_eventsubject s WHERE s.event_id = t.id))"""

LINES: dict[str, str] = {
    SealKind.EVENT: f"({_LINE} || {_SUBJECTS})::text",
    SealKind.ROW: f"{_LINE}::text",
    SealKind.ACCESS: f"{_LINE}::text",
}


def digest_of(lines: list[str]) -> str:
    """SHA-256 over the SHA-256 of each line, in order."""
    whole = sha256()
    for line in lines:
        whole.update(sha256(line.encode()).digest())
    return whole.hexdigest()


def root_of(*, seq: int, kind: str, first: int, count: int, digest: str, previous: str, sealed_at: str) -> str:
    """The seal's own hash, over its block and over the seal before it."""
    parts = ("rangkul-seal-1", str(seq), kind, str(first), str(count), digest, previous, sealed_at)
    return sha256("\n".join(parts).encode()).hexdigest()
