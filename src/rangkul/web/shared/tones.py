"""Which tone a state's tag wears; a state this table does not know is neutral."""

TONES = ("neutral", "new", "busy", "good", "warn", "bad")

_STATES = {
    "new": "NEW REGISTERED OPEN RECEIVED SUBMITTED PROPOSED READY STAGED",
    "busy": "TRIAGED MATCHED CHECKED CHECKING VERIFIED IN_PROGRESS RUNNING ASSESSED ASSESSING REFERRED SENT FROZEN "
    "DISTRIBUTING QUEUED",
    "good": "APPROVED ACCEPTED ACTIVE DECIDED ENROLLED DELIVERED SERVED SETTLED DONE VALID PADAN HANDED_OVER SUCCEEDED "
    "APPLIED ELIGIBLE SIGNED YES READ IN_FORCE APPOINTED",
    "warn": "RETURNED WAITING ON_HOLD SUSPENDED PARTIAL UNKNOWN UNVERIFIED NEEDS_INFO WARNING UNDONE UNCERTAIN",
    "bad": "REJECTED REFUSED LATE OVERDUE FAILED CONFLICT INVALID TIDAK_PADAN REMOVED DICORET NOT_ELIGIBLE NO DEAD",
}
TONE_OF_STATE = {state: tone for tone, states in _STATES.items() for state in states.split()}


def tone_of(state: object) -> str:
    """Tone of a state: its own `tone` when it has one, else by its stored value."""
    own = getattr(state, "tone", None)
    if isinstance(own, str) and own in TONES:
        return own
    return TONE_OF_STATE.get(str(getattr(state, "value", state)).upper(), "neutral")
