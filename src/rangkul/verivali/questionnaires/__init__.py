"""Questionnaires as versioned data: the definitions, how they are read, and how answers are taken and measured."""

from rangkul.verivali.questionnaires.definition import Block, Condition, Kind, Question, Questionnaire, Unit
from rangkul.verivali.questionnaires.reading import BadQuestionnaire, everything

__all__ = [
    "BadQuestionnaire",
    "Block",
    "Condition",
    "Kind",
    "Question",
    "Questionnaire",
    "Unit",
    "everything",
    "find_questionnaire",
    "newest",
]


def find_questionnaire(code: str, version: int) -> Questionnaire | None:
    """The questionnaire with this code and version."""
    return everything().get((code, version))


def newest() -> list[Questionnaire]:
    """The newest version of every questionnaire, by title."""
    found: dict[str, Questionnaire] = {}
    for (code, _version), one in sorted(everything().items()):
        found[code] = one
    return sorted(found.values(), key=lambda one: one.title)
