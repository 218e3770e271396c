"""Names of areas as the registry shows them: the one place that asks `reference`."""

from collections.abc import Iterable

from rangkul.reference import queries as reference_queries


def area_label(code: str) -> str:
    """ "Desa X, Kec. Y"; the code itself when the area is not in the reference list."""
    return area_labels([code]).get(code, code)


def area_labels(codes: Iterable[str]) -> dict[str, str]:
    """Labels of several areas in at most two queries."""
    wanted = {code for code in codes if code}
    return reference_queries.labels_of(wanted) if wanted else {}
