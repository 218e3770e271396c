"""Controls drawn without templates are letter for letter what Django's templates draw."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from rangkul.web.shared.form_renderer import QuickRenderer


class Sample(forms.Form):
    """One of each control that is drawn quickly, and one that is not."""

    choice = forms.ChoiceField(choices=[("", "any & all"), ("1", "<b>"), ("group", [("2", 'two"'), ("3", "three")])])
    words = forms.CharField(max_length=40, help_text="hint", required=False)
    number = forms.IntegerField(min_value=1, max_value=9)
    kept = forms.CharField(widget=forms.HiddenInput)
    mail = forms.EmailField(disabled=True)
    story = forms.CharField(widget=forms.Textarea)


def drawn(renderer: Any, data: dict[str, str] | None) -> list[str]:
    """Each control of the form as HTML, with the white space between tags taken away."""
    form = Sample(data, renderer=renderer, initial={"choice": "3", "number": 12345, "words": "a\"b'"})
    return [re.sub(r">\s+<", "><", re.sub(r"\s+", " ", str(bound.as_widget()))) for bound in form]


def test_an_empty_form() -> None:
    assert drawn(QuickRenderer(), None) == drawn(DjangoTemplates(), None)


@pytest.mark.parametrize("words", ["", "Siti", "<b>\"Siti\" & 'Ani'</b>", "{{ x }} %s", "e\u0301"])
@pytest.mark.parametrize("choice", ["", "2", "9"])
def test_a_form_as_somebody_filled_it_in(choice: str, words: str) -> None:
    data = {"choice": choice, "words": words, "number": words, "kept": words}
    assert drawn(QuickRenderer(), data) == drawn(DjangoTemplates(), data)
