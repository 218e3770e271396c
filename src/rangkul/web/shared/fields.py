"""Form fields that fit Indonesian papers: a date in three boxes, and long numbers typed in groups."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.kernel.numerals import read_whole
from rangkul.web.shared.wording import in_groups, today

PARTS = ("hari", "bulan", "tahun")
MONTH_STEMS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
OTHER_STEMS = {"peb": 2, "may": 5, "aug": 8, "agt": 8, "ags": 8, "oct": 10, "nop": 11, "dec": 12}
OLDEST_YEAR = 1890
LONGEST_NUMBER = 9
"""Digits of a number that is counted with; Python itself gives up on thousands of digits with an error."""


class DateBoxesWidget(forms.MultiWidget):
    """Three text boxes for day, month and year; `wrong_parts` says which of them are marked."""

    template_name = "components/widgets/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, birth_date: bool = False) -> None:
        """`birth_date` lets the browser fill in the user's own birth date (only where the form asks for it)."""
        self.birth_date = birth_date
        self.wrong_parts: set[str] = set()
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Day, month and year of a stored date."""
        if isinstance(value, str):
            value = date.fromisoformat(value) if value else None
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds label, keyboard and error mark to each box."""
        context = super().get_context(name, value, attrs)
        labels = {"hari": _("Hari"), "bulan": _("Bulan"), "tahun": _("Tahun")}
        fill = {"hari": "bday-day", "bulan": "bday-month", "tahun": "bday-year"}
        for part, box in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            box["label"] = labels[part]
            box["attrs"].pop("aria-invalid", None)
            box["attrs"].pop("aria-describedby", None)
            box["attrs"].update(inputmode="numeric", autocomplete=fill[part] if self.birth_date else "off")
            if part in self.wrong_parts:
                box["attrs"]["aria-invalid"] = "true"
        return context


class DateBoxes(forms.MultiValueField):
    """A date typed as day, month, year; the error names the part that is wrong. Cleans to a `date` or None.

    A month may be typed as a number or by name ("mei", "Agustus").
    """

    widget = DateBoxesWidget

    def __init__(self, *, past_only: bool = False, **kwargs: Any) -> None:
        """`past_only` refuses dates after today (birth dates, dates of events)."""
        self.past_only = past_only
        boxes = tuple(forms.CharField(required=False) for _part in PARTS)
        kwargs.setdefault("require_all_fields", False)
        super().__init__(boxes, **kwargs)

    def clean(self, value: Any) -> date | None:
        """The date, or ValidationError that says which box to mend."""
        texts = tuple(str(part or "").strip() for part in (list(value or []) + [""] * 3)[:3])
        self._mark()
        if not any(texts):
            if self.required:
                self._fail(_("Isi hari, bulan, dan tahun."), *PARTS)
            return None
        missing = [part for part, text in zip(PARTS, texts, strict=True) if not text]
        if missing:
            names = {"hari": _("hari"), "bulan": _("bulan"), "tahun": _("tahun")}
            parts = _(" dan ").join(names[part] for part in missing)
            self._fail(_("Tambahkan %(parts)s.") % {"parts": parts}, *missing)
        day, month, year = self._day(texts[0]), self._month(texts[1]), self._year(texts[2])
        try:
            result = date(year, month, day)
        except ValueError:
            self._fail(_("Tanggal %(day)s tidak ada pada bulan itu.") % {"day": day}, "hari")
        if self.past_only and result > today():
            self._fail(_("Tanggal ini belum terjadi. Isi hari ini atau sebelumnya."), "tahun")
        return result

    def _day(self, text: str) -> int:
        day = number_of(text)
        if day is None or not 1 <= day <= 31:
            self._fail(_("Hari harus angka 1 sampai 31."), "hari")
        return day

    def _month(self, text: str) -> int:
        month = month_of(text)
        if month is None or not 1 <= month <= 12:
            self._fail(_("Bulan harus angka 1 sampai 12 atau nama bulan."), "bulan")
        return month

    def _year(self, text: str) -> int:
        year = number_of(text)
        if year is None or len(text) != 4:
            self._fail(_("Tahun harus empat angka, misalnya 1987."), "tahun")
        if year < OLDEST_YEAR:
            self._fail(_("Tahun %(year)s terlalu lama berlalu. Periksa lagi.") % {"year": year}, "tahun")
        return year

    def compress(self, data_list: list[Any]) -> Any:
        """Not used: `clean` reads the three boxes itself so that it can name the wrong one."""
        raise NotImplementedError

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes hold another date than `initial`."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True

    def _mark(self, *parts: str) -> None:
        if isinstance(self.widget, DateBoxesWidget):
            self.widget.wrong_parts = set(parts)

    def _fail(self, message: str, *parts: str) -> NoReturn:
        self._mark(*parts)
        raise ValidationError(message)


class WholeField(forms.IntegerField):
    """A whole number, also as pages print it: "1.462" is 1462."""

    def to_python(self, value: Any) -> int | None:
        """Dots of thousands go; "1.5" stays what it is and is refused."""
        whole = read_whole(value) if isinstance(value, str) else None
        return super().to_python(value if whole is None else whole)


def number_of(text: str) -> int | None:
    """Plain digits as a number, anything else (and what no number of an office needs) None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def month_of(text: str) -> int | None:
    """Month number of "5", "05", "mei", "Mei." or "may"; None when it is no month at all."""
    number = number_of(text)
    if number is not None:
        return number
    stem = text.lower()[:3]
    return MONTH_STEMS.index(stem) + 1 if stem in MONTH_STEMS else OTHER_STEMS.get(stem)


class GroupedNumberInput(forms.TextInput):
    """A long number (NIK, KK, DTKS id) shown in groups of four; blanks, dots and hyphens typed in it are dropped."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, digits: int = 16) -> None:
        """`digits` sets the width of the box, it does not check the number."""
        room = digits + (digits - 1) // 4
        base = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "spellcheck": "false",
            "class": "digits w-20",
            "maxlength": str(room + 8),
            "data-groups": "4",
        }
        super().__init__({**base, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """The number in groups of four."""
        return in_groups(value) if value else None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The number as it is stored, without what people type between the groups."""
        value = super().value_from_datadict(data, files, name)
        return value.translate(str.maketrans("", "", " .-\u00a0\t")) if isinstance(value, str) else value


class NikField(forms.CharField):
    """Sixteen digits of a NIK or family card; what they mean is for the registry to check."""

    widget = GroupedNumberInput
    digits = 16

    default_error_messages = {
        "letters": gettext_lazy("Hanya angka. Ketik ulang nomor seperti tertulis di kartu."),
        "length": gettext_lazy("Nomor ini %(n)s angka; seharusnya %(digits)s angka."),
    }

    def clean(self, value: Any) -> str:
        """The digits without blanks."""
        text: str = super().clean(value)
        if not text:
            return text
        if not (text.isascii() and text.isdigit()):
            raise ValidationError(self.error_messages["letters"], code="letters")
        if len(text) != self.digits:
            raise ValidationError(
                self.error_messages["length"], code="length", params={"n": len(text), "digits": self.digits}
            )
        return text
