"""What forms say of answers they can't use: Rangkul's words, never Django's."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.IntegerField(), "x", "angka bulat"),
        (forms.IntegerField(max_value=5), "9", "Paling banyak 5"),
        (forms.DecimalField(max_digits=4, decimal_places=2), "123456", "terlalu panjang"),
        (forms.CharField(max_length=3), "aaaaa", "Paling panjang 3 huruf, sekarang 5"),
        (forms.CharField(), "a\0b", "tidak dapat disimpan"),
        (forms.ChoiceField(choices=[("a", "b")]), "\u202eq", "daftar; yang terkirim tidak"),
        (forms.EmailField(), "zz", "nama@contoh.id"),
        (forms.UUIDField(), "zz", "Muat ulang"),
    ],
)
def test_usual_checks_speak_like_an_officer(field: forms.Field, value: Any, said: str) -> None:
    with translation.override("id"), pytest.raises(ValidationError) as refused:
        field.clean(value)
    assert said in refused.value.messages[0]


def test_a_field_with_words_of_its_own_keeps_them() -> None:
    own = forms.IntegerField(error_messages={"invalid": "Tulis umurnya dalam tahun."})
    with pytest.raises(ValidationError, match="umurnya"):
        own.clean("x")
