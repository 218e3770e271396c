"""Hours of a week in forms: a line for each day, "08.00-12.00, 13.00-15.00", as many stretches as a day has."""

import re
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.kernel.business_time import Stretches

UNTOLD = "buka"
"""What stands for a day that is open without told hours."""
_STRETCH = re.compile(r"^(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})$")


class WeekForm(forms.Form):
    """Fields for the seven days of a list of choices, put where `add_week` is called."""

    week_days: tuple[str, ...] = ()

    def add_week(self, days: Iterable[tuple[str, Any]], known: Mapping[str, Stretches]) -> None:
        """A line for each day, filled in with what is known; a day that is missing in `known` is closed."""
        hint = gettext_lazy(
            "Misalnya 08.00-12.00, 13.00-15.00. Tulis “buka” bila jamnya belum pasti; kosong berarti tutup."
        )
        for number, (code, label) in enumerate(days):
            self.week_days = (*self.week_days, code)
            first = typed_stretches(known[code]) or UNTOLD if code in known else ""
            self.fields[f"day_{code}"] = forms.CharField(
                label=gettext_lazy("Jam buka %(day)s") % {"day": label},
                help_text=hint if number == 0 else "",
                required=False,
                max_length=100,
                initial=first,
                widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-20"}),
            )

    def clean(self) -> dict[str, Any]:
        """Every line can be read."""
        data = super().clean() or self.cleaned_data
        for code in self.week_days:
            if _told(data.get(f"day_{code}") or "") is None:
                self.add_error(f"day_{code}", _("Tulis jam seperti 08.00-12.00, 13.00-15.00, atau kosongkan."))
        return data

    def week(self) -> dict[str, Stretches]:
        """Stretches of every open day; () for a day whose hours are not told."""
        lines = {code: str(self.cleaned_data.get(f"day_{code}") or "").strip() for code in self.week_days}
        return {code: _told(line) or () for code, line in lines.items() if line}


def typed_stretches(stretches: Stretches) -> str:
    """Stretches as one types them: "07.30-12.00, 13.00-16.00"."""
    return ", ".join(f"{opens:%H.%M}-{closes:%H.%M}" for opens, closes in stretches)


def read_stretches(text: str) -> Stretches | None:
    """Stretches as typed; None when they can't be read."""
    found = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        match = _STRETCH.match(part)
        if match is None:
            return None
        try:
            found.append((time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))))
        except ValueError:
            return None
    return tuple(found)


def _told(text: str) -> Stretches | None:
    return () if text.strip().casefold() == UNTOLD else read_stretches(text)
