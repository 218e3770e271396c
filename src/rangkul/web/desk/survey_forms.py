"""The survey as a form: nine questions with four answers each, and one free line."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.desk.satisfaction import ELEMENTS


class SurveyForm(forms.Form):
    """Every element as one question; the marks 1 to 4 are never shown as numbers."""

    suggestion = forms.CharField(
        label=_("Saran untuk kami"),
        help_text=_("Jangan menulis nama atau nomor."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for element in ELEMENTS:
            choices = [(str(mark), word) for mark, word in zip((4, 3, 2, 1), reversed(element.words), strict=True)]
            self.fields[element.code] = forms.ChoiceField(
                label=str(element.question), widget=forms.RadioSelect, choices=choices
            )
        self.order_fields([*(element.code for element in ELEMENTS), "suggestion"])

    def marks(self) -> list[int]:
        """The nine marks in order."""
        return [int(self.cleaned_data[element.code]) for element in ELEMENTS]
