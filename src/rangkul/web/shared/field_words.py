"""What a form says when an answer can't be used: Rangkul's own words for what Django checks, in one place.

Django's Indonesian ("Masukkan keseluruhan angka bilangan") is not what an officer of a village understands. A field that
says it better for its own case (`error_messages`) keeps its own words.
"""

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

# Not what was sent: it never came from the list, and may turn the text around it (U+202E) or be pages long.
_FROM_LIST = _("Pilih dari daftar; yang terkirim tidak ada di daftar.")
_FILE = _("Pilih berkasnya lagi, lalu kirim; tadi berkas itu tidak ikut terkirim.")

_FIELDS: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (forms.IntegerField, {"invalid": _("Tulis angka bulat tanpa koma dan huruf, misalnya 37.")}),
    (forms.FloatField, {"invalid": _("Tulis angka, misalnya 12,5.")}),
    (forms.DecimalField, {"invalid": _("Tulis angka, misalnya 12,5.")}),
    (forms.DateField, {"invalid": _("Tulis tanggal yang ada di kalender.")}),
    (forms.TimeField, {"invalid": _("Tulis jam dan menit, misalnya 08:30.")}),
    (forms.DateTimeField, {"invalid": _("Tulis tanggal dan jam yang ada.")}),
    (forms.ChoiceField, {"invalid_choice": _FROM_LIST}),
    (forms.MultipleChoiceField, {"invalid_choice": _FROM_LIST, "invalid_list": _("Pilih dari daftar.")}),
    (forms.ModelChoiceField, {"invalid_choice": _("Pilih dari daftar; pilihan tadi sudah tidak ada.")}),
    (forms.UUIDField, {"invalid": _("Formulir ini tidak utuh. Muat ulang halamannya, lalu isi lagi.")}),
    (forms.FileField, {"invalid": _FILE, "missing": _FILE, "empty": _("Berkas ini kosong. Pilih berkas yang berisi.")}),
    (forms.ImageField, {"invalid_image": _("Foto ini rusak atau bukan foto. Pilih foto yang dapat dibuka.")}),
)
_VALIDATORS: tuple[tuple[type[Any], Any], ...] = (
    (validators.MaxValueValidator, _("Paling banyak %(limit_value)s.")),
    (validators.MinValueValidator, _("Paling sedikit %(limit_value)s.")),
    (
        validators.MaxLengthValidator,
        _("Paling panjang %(limit_value)d huruf, sekarang %(show_value)d. Ringkas isinya."),
    ),
    (validators.MinLengthValidator, _("Sedikitnya %(limit_value)d huruf, sekarang %(show_value)d.")),
    (validators.EmailValidator, _("Tulis alamat e-mail lengkap, misalnya nama@contoh.id.")),
    (validators.URLValidator, _("Tulis alamat situs lengkap, misalnya https://contoh.id.")),
    (validators.ProhibitNullCharactersValidator, _("Ada tanda yang tidak dapat disimpan. Hapus, lalu ketik ulang.")),
)
_TOO_LONG: dict[str, Any] = {
    "max_digits": _("Angkanya terlalu panjang: paling banyak %(max)s angka."),
    "max_decimal_places": _("Paling banyak %(max)s angka di belakang koma."),
    "max_whole_digits": _("Paling banyak %(max)s angka di depan koma."),
}


def speak_plainly() -> None:
    """Put these words in the place of Django's own, once when the app starts."""
    for field, words in _FIELDS:
        field.default_error_messages = {**field.default_error_messages, **words}
    for validator, text in _VALIDATORS:
        validator.message = text
    validators.DecimalValidator.messages = {**validators.DecimalValidator.messages, **_TOO_LONG}
