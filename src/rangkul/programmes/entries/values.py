"""Reading single values out of a YAML file of the catalogue, with a refusal that names file, key and expectation."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from rangkul.programmes.errors import CatalogueRefused
from rangkul.rules.errors import suggest

MISSING = object()


class ValueReader:
    """Reads values of one file; knows its name for the messages."""

    def __init__(self, file: str) -> None:
        self.file = file

    def refuse(self, key: str, value: object, expected: str) -> NoReturn:
        raise CatalogueRefused(file=self.file, key=key, value=value, expected=expected)

    def only(self, data: Any, at: str, known: Iterable[str]) -> None:
        """Refuse keys that nobody reads: a misspelt key would be silently lost otherwise."""
        if not isinstance(data, dict):
            self.refuse(at, data, "pasangan kunci dan nilai")
        known = list(known)
        for key in data:
            if key not in known:
                hint = suggest(str(key), known)
                self.refuse(f"{at}.{key}".strip("."), data[key], f"salah satu kunci: {', '.join(known)}.{hint}")

    def value(self, data: dict[str, Any], key: str, at: str, default: Any, kinds: Any, expected: str) -> Any:
        found = data.get(key)
        if found is None:
            if default is MISSING:
                self.refuse(f"{at}.{key}".strip("."), None, expected)
            return default
        if not isinstance(found, kinds) or (isinstance(found, bool) and kinds is not bool):
            self.refuse(f"{at}.{key}".strip("."), found, expected)
        return found

    def text(self, data: dict[str, Any], key: str, *, default: Any = MISSING, at: str = "") -> str:
        fallback = MISSING if default is None else default
        return str(self.value(data, key, at, fallback, str, "teks (pakai tanda kutip)")).strip()

    def number(self, data: dict[str, Any], key: str, *, default: Any = MISSING, at: str = "") -> Any:
        found = self.value(data, key, at, default, int, "bilangan bulat")
        if found is not None and found < 0:
            self.refuse(f"{at}.{key}".strip("."), found, "bilangan bulat yang tidak negatif")
        return found

    def yes_no(self, data: dict[str, Any], key: str, *, default: bool, at: str = "") -> bool:
        return bool(self.value(data, key, at, default, bool, "true atau false"))

    def day(self, data: dict[str, Any], key: str, at: str) -> date | None:
        expected = "tanggal tanpa jam, misalnya 2022-01-01"
        found: date | None = self.value(data, key, at, None, date, expected)
        if isinstance(found, datetime):
            self.refuse(f"{at}.{key}", found, expected)
        return found

    def amount(self, data: dict[str, Any], key: str, at: str) -> Decimal | None:
        found = self.value(data, key, at, None, (int, float, str), "bilangan")
        try:
            return None if found is None else Decimal(str(found)).quantize(Decimal("0.01"))
        except InvalidOperation:
            self.refuse(f"{at}.{key}", found, "bilangan, misalnya 10 atau 2.5")

    def items(self, data: dict[str, Any], key: str, at: str = "") -> list[Any]:
        return list(self.value(data, key, at, [], list, "daftar"))

    def choice(
        self, data: dict[str, Any], key: str, options: list[str], at: str = "", *, default: Any = MISSING
    ) -> str:
        expected = f"salah satu dari {', '.join(option or '(kosong)' for option in options)}"
        found = self.value(data, key, at, default, str, expected)
        if found not in options:
            self.refuse(f"{at}.{key}".strip("."), found, expected)
        return str(found)
