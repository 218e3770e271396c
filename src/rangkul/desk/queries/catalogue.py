"""The catalogue of services: what can be arranged, what to bring, what one gets and how long it takes (domain A.6)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from rangkul.kernel.yaml_text import read_yaml

FILE = Path(__file__).parent.parent / "data" / "services.yaml"


@dataclass(frozen=True, slots=True)
class Service:
    """One service in the reader's language; `days` are working days, `minutes` for what is done at once, None for neither.

    `is_decided`: given by a decision of the coordinator or the office, not by whoever sits at the desk.
    """

    code: str
    name: str
    about: str
    requirements: tuple[str, ...]
    output: str
    division: str
    days: int | None
    minutes: int | None
    sector: str
    is_decided: bool = True


def list_services() -> list[Service]:
    """Every service of the catalogue, in its order."""
    return list(_read((get_language() or "id")[:2]))


def find_service(code: str) -> Service | None:
    """The service with this code ("L06"), or None."""
    return next((each for each in list_services() if each.code == code.upper()), None)


@cache
def _read(language: str) -> tuple[Service, ...]:
    entries = read_yaml(FILE.read_text(encoding="utf-8"))["services"]
    return tuple(_service(entry, language) for entry in entries)


def _service(entry: dict[str, object], language: str) -> Service:
    words = {**entry, **(entry.get("en") or {})} if language == "en" else entry  # type: ignore[dict-item]
    requirements = words["requirements"]
    assert isinstance(requirements, list)
    return Service(
        code=str(entry["code"]),
        name=str(words["name"]),
        about=str(words["about"]),
        requirements=tuple(str(each) for each in requirements),
        output=str(words["output"]),
        division=str(words["division"]),
        days=entry.get("days"),  # type: ignore[arg-type]
        minutes=entry.get("minutes"),  # type: ignore[arg-type]
        sector=str(entry["sector"]),
        is_decided=bool(entry.get("decided", True)),
    )
