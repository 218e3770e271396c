"""How areas are called in lists: labels of many codes at once, remembered by web processes for some minutes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Q, QuerySet

from rangkul.kernel.area_code import AreaLevel
from rangkul.reference.models import Area

_REGENCY = len("73.12")
LABELS_KEPT_SECONDS = 300.0
"""So long a process goes by the names it has read: a new list of areas is loaded once a year, by another process."""

MOST_REGENCIES = 5
"""Who asks for more at once looks at provinces, and reads only what is asked for."""


def labels_of(codes: set[str]) -> dict[str, str]:
    """`area_label` for many codes in at most one query; unknown codes stand for themselves."""
    known = _labels.get()
    if known is None:
        return _labels_of(codes)
    missing = codes - known.keys()
    if missing:
        known.update(_labels_around(missing))
    return {code: known.get(code, code) for code in codes}


class _KeptLabels:
    """Labels that this process has read, until a moment of the monotonic clock."""

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}
        self.until = 0.0


_kept = _KeptLabels()
_labels: ContextVar[dict[str, str] | None] = ContextVar("rangkul_area_labels", default=None)


@contextmanager
def remembering_labels() -> Iterator[None]:
    """Inside (one request of a web process), a label that was asked for once is not asked for again for minutes."""
    now = time.monotonic()
    if now >= _kept.until:
        _kept.labels, _kept.until = {}, now + LABELS_KEPT_SECONDS
    token = _labels.set(_kept.labels)
    try:
        yield
    finally:
        _labels.reset(token)


def forget_labels() -> None:
    """Read the names of areas anew from now on in this process."""
    _kept.until = 0.0


def _labels_around(codes: set[str]) -> dict[str, str]:
    """Labels of the codes and of every village of their regencies, in one query: who sees one soon sees the next."""
    regencies = {code[:_REGENCY] for code in codes if len(code) >= _REGENCY}
    if len(regencies) > MOST_REGENCIES:
        return _labels_of(codes)
    wanted = Q(pk__in=codes)
    for regency in regencies:
        wanted |= Q(pk__gte=regency, pk__lt=f"{regency}/")
    return _labelled(Area.objects.filter(wanted))


def _labels_of(codes: set[str]) -> dict[str, str]:
    parents = {code.rpartition(".")[0] for code in codes}
    found = _labelled(Area.objects.filter(pk__in=codes | parents))
    return {code: found.get(code, code) for code in codes}


def _labelled(areas: QuerySet[Area]) -> dict[str, str]:
    """Each area's label, for areas whose kecamatan are among them."""
    rows = {row[0]: row for row in areas.values_list("code", "name", "kind", "level", "parent_code")}
    labels = {}
    for code, name, kind, level, parent in rows.values():
        own = in_words(name, kind, level)
        above = rows[parent][1] if parent in rows else ""
        labels[code] = f"{own}, Kec. {above}" if level == AreaLevel.VILLAGE else own
    return labels


def in_words(name: str, kind: str, level: int) -> str:
    """An area's name with the word for its kind, as `AreaInfo.label` says it."""
    if level <= AreaLevel.REGENCY and name.startswith(("Kabupaten", "Kota")):
        return name
    word = {"desa_adat": "Desa Adat"}.get(kind, kind.title())
    return f"{word} {name}"
