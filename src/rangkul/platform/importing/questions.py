"""The questions a strange file raises, which its approver must answer: are these families or persons, what contradicts it."""

from collections.abc import Callable

from rangkul.platform.importing.enums import Unit
from rangkul.platform.importing.models import ImportBatch

POPULATIONS: list[Callable[[str], int]] = []
"""Ways to learn how many persons live in an area: registered by rooms above; 0 where one does not know."""

_PERSONS_PER_FAMILY = 3.0
_ONE_EACH = 1.25
_ENOUGH_ROWS = 50


def about(batch: ImportBatch, matched: str, contrary: int) -> str:
    """Every open question in words, empty when there is none; `matched` is what the landing asks."""
    told = (matched, about_unit(batch), _about_contrary(contrary))
    return " ".join(each for each in told if each)


def about_unit(batch: ImportBatch) -> str:
    """Whether what the uploader said a row is agrees with the family cards and with how many people live there.

    Tanggamus reported 311,662 families of a population of some 0.6 million: they were persons (R115).
    """
    rows, families = batch.rows_total, batch.families_total
    told = _dotted(rows)
    if batch.unit != Unit.FAMILY or rows < _ENOUGH_ROWS:
        return ""
    people = max((each(batch.area_code) for each in POPULATIONS), default=0)
    if people and rows > people / _PERSONS_PER_FAMILY:
        return (
            f"Menurut pengunggah setiap baris satu keluarga, tetapi {told} baris terlalu banyak untuk wilayah dengan "
            f"{_dotted(people)} orang di registri. Apakah ini sebenarnya daftar orang?"
        )
    if families and rows / families > _ONE_EACH:
        return (
            f"Menurut pengunggah setiap baris satu keluarga, tetapi {told} baris hanya memuat {_dotted(families)} "
            "nomor KK. Apakah ini sebenarnya daftar orang?"
        )
    return ""


def _about_contrary(contrary: int) -> str:
    if not contrary:
        return ""
    return (
        f"{_dotted(contrary)} baris berbeda dengan berkas lain yang juga menunggu persetujuan. Berkas mana yang benar?"
    )


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
