"""Names of areas as the registry shows them: the one place that asks `reference`."""

from collections.abc import Iterable
from functools import lru_cache

from rangkul.kernel.errors import RangkulError
from rangkul.reference import queries as reference_queries


def area_label(code: str) -> str:
    """ "Desa X, Kec. Y"; the code itself when the area is not in the reference list."""
    return area_labels([code]).get(code, code)


def area_labels(codes: Iterable[str]) -> dict[str, str]:
    """Labels of several areas."""
    return {code: _label(code) for code in set(codes) if code}


@lru_cache(maxsize=8192)
def _label(code: str) -> str:
    try:
        return str(reference_queries.area_label(code))
    except RangkulError:
        return code
