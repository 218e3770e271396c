"""Data of a document as JSON: dates in words, ids and amounts as they are, nothing that could be code."""

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise

from rangkul.kernel import clock
from rangkul.platform.documents.errors import UnableToIssue


def to_plain(value: Any) -> Any:
    """The value as JSON knows it. Dates become "6 Desember 2018" (a moment: its day in the office's zone)."""
    if value is None or isinstance(value, bool | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, datetime):
        return clock.format_date(clock.local_date(value, settings.TIME_ZONE))
    if isinstance(value, date):
        return clock.format_date(value)
    if isinstance(value, Decimal | UUID | Promise):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return to_plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(each) for each in value]
    raise UnableToIssue(f"a document cannot hold a {type(value).__name__}")


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical text, as hex."""
    return sha256(canonical(value).encode()).hexdigest()
