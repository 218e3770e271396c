"""Trying an action from a page: the result, or one sentence why not, with nothing half done."""

from collections.abc import Callable

from django.db import transaction

from rangkul.kernel.errors import Refused
from rangkul.platform.workflow import UnableToMove
from rangkul.programmes.errors import (
    AlreadyCreated,
    DraftExists,
    OverlapReasonNeeded,
    OverrideNeeded,
    RuleRefused,
    ToBeConfirmed,
    UnableToEnd,
    UnableToPropose,
    UnableToWriteTerms,
)


def attempt[T](deed: Callable[[], T]) -> tuple[T | None, str]:
    """(result, "") or (None, what to tell). `Denied` goes on to the page that says so; so do questions to the user."""
    try:
        with transaction.atomic():
            return deed(), ""
    except (OverrideNeeded, OverlapReasonNeeded, AlreadyCreated, DraftExists, RuleRefused, ToBeConfirmed):
        raise
    except (Refused, UnableToPropose, UnableToEnd, UnableToWriteTerms) as error:
        return None, error.message
    except UnableToMove as error:
        return None, str(error)
