"""Which tone a state's tag wears; a state this table does not know is neutral."""

TONES = ("neutral", "new", "busy", "good", "warn", "bad")

TONE_OF_STATE = {
    **dict.fromkeys(("NEW", "REGISTERED", "OPEN", "RECEIVED", "SUBMITTED", "PROPOSED", "READY", "STAGED"), "new"),
    **dict.fromkeys(
        (
            "TRIAGED", "MATCHED", "CHECKED", "CHECKING", "VERIFIED", "IN_PROGRESS", "RUNNING", "ASSESSED", "ASSESSING",
            "REFERRED", "SENT", "DISTRIBUTING", "QUEUED",
        ),
        "busy",
    ),
    **dict.fromkeys(
        (
            "APPROVED", "ACCEPTED", "ACTIVE", "DECIDED", "ENROLLED", "DELIVERED", "SERVED", "SETTLED", "DONE", "VALID",
            "PADAN", "HANDED_OVER", "SUCCEEDED", "APPLIED", "ELIGIBLE", "YES",
        ),
        "good",
    ),
    **dict.fromkeys(
        (
            "RETURNED", "WAITING", "ON_HOLD", "SUSPENDED", "PARTIAL", "UNKNOWN", "UNVERIFIED", "DRAFT_LATE", "NEEDS_INFO",
            "WARNING", "UNDONE",
        ),
        "warn",
    ),
    **dict.fromkeys(
        (
            "REJECTED", "REFUSED", "LATE", "OVERDUE", "FAILED", "CONFLICT", "INVALID", "TIDAK_PADAN", "REMOVED", "DICORET",
            "NOT_ELIGIBLE", "NO",
        ),
        "bad",
    ),
}  # fmt: skip


def tone_of(state: object) -> str:
    """Tone of a state: its own `tone` when it has one, else by its stored value."""
    own = getattr(state, "tone", None)
    if isinstance(own, str) and own in TONES:
        return own
    return TONE_OF_STATE.get(str(getattr(state, "value", state)).upper(), "neutral")
