"""What each result of a visit means: its official code, whom it is for, and what follows from it."""

from dataclasses import dataclass

from rangkul.verivali.enums import Result, SubjectKind

HASIL, ART, R404 = "hasil_verivali (Kemensos monev)", "keberadaan_art (MK-DTKS)", "Regsosek 404"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`official_code` in `official_list`; `asks` when the questionnaire is filled in, `is_missed` when nobody was met.

    A first visit that missed its subject asks for a second one; a second visit that misses goes to review as it is.
    """

    result: Result
    kind: SubjectKind
    official_list: str
    official_code: str
    asks: bool = False
    is_missed: bool = False


_PERSON, _FAMILY = SubjectKind.PERSON, SubjectKind.FAMILY

MEANINGS: tuple[Meaning, ...] = (
    Meaning(Result.CONFIRMED, _PERSON, ART, "1", asks=True),
    Meaning(Result.NO_DOCUMENTS, _PERSON, ART, "5", asks=True),
    Meaning(Result.DECEASED, _PERSON, ART, "4"),
    Meaning(Result.MOVED, _PERSON, R404, "3"),
    Meaning(Result.ABROAD, _PERSON, R404, "4"),
    Meaning(Result.DOUBLE, _PERSON, ART, "3"),
    Meaning(Result.NOT_FOUND, _PERSON, R404, "6", is_missed=True),
    Meaning(Result.NOT_CONFIRMED, _PERSON, ART, "2", is_missed=True),
    Meaning(Result.DECLINED, _PERSON, HASIL, "5"),
    Meaning(Result.ENUMERATED, _FAMILY, HASIL, "1", asks=True),
    Meaning(Result.HOUSE_NOT_FOUND, _FAMILY, HASIL, "2", is_missed=True),
    Meaning(Result.HOUSE_GONE, _FAMILY, HASIL, "3"),
    Meaning(Result.PART_OF_OTHER, _FAMILY, HASIL, "4"),
    Meaning(Result.DECLINED, _FAMILY, HASIL, "5"),
    Meaning(Result.DOUBLE, _FAMILY, HASIL, "6"),
)


def results_for(kind: str) -> list[Meaning]:
    """Results a visit to a person or a family may have, the usual one first."""
    return [each for each in MEANINGS if each.kind == kind]


def find_meaning(kind: str, result: str) -> Meaning | None:
    """The meaning of a result for this kind of subject; None when it has none."""
    return next((each for each in MEANINGS if each.kind == kind and each.result == result), None)


MISSED: tuple[str, ...] = tuple(dict.fromkeys(each.result.value for each in MEANINGS if each.is_missed))
"""Results that say nobody was met."""
