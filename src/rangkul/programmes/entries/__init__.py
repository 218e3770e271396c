"""What a folder of the catalogue says: programme.yaml and cases.yaml, read and checked before anything is stored."""

from rangkul.programmes.entries.kinds import (
    FOLDER,
    SUBJECT_OF_UNIT,
    ComponentEntry,
    OverlapEntry,
    ProgrammeEntry,
    QuotaEntry,
    TermsEntry,
    parameter_label,
    parameter_types,
    vocabulary_of,
)
from rangkul.programmes.entries.reading import read_catalogue, read_programme

__all__ = [
    "FOLDER",
    "SUBJECT_OF_UNIT",
    "ComponentEntry",
    "OverlapEntry",
    "ProgrammeEntry",
    "QuotaEntry",
    "TermsEntry",
    "parameter_label",
    "parameter_types",
    "read_catalogue",
    "read_programme",
    "vocabulary_of",
]
