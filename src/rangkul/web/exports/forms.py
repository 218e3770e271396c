"""The form of an export."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.platform.exporting import queries
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference
from rangkul.web.shared.fields import DateBoxes


class ExportForm(forms.Form):
    """Which format, of which area, as of which day, and what for."""

    format_code = forms.ChoiceField(label=_("Jenis berkas"))
    kind = forms.ChoiceField(label=_("Bentuk"), help_text=_("Keduanya menulis NIK dan nomor KK sebagai teks."))
    area = forms.ChoiceField(label=_("Wilayah"))
    as_of = DateBoxes(
        label=_("Per tanggal"),
        help_text=_("Keadaan pada hari itu; desil DTSEN: triwulan yang memuat hari itu. Misalnya 20 9 2026."),
        past_only=True,
    )
    purpose = forms.CharField(
        label=_("Keperluan"),
        help_text=_(
            "Berkas memuat NIK lengkap. Keperluan ini dicatat, misalnya “pemadanan triwulan III dengan Bappeda”."
        ),
        max_length=300,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """`actor` limits the areas that can be chosen."""
        super().__init__(*args, **kwargs)
        self._choices("format_code", [(each.code, each.title) for each in queries.list_exporters()])
        self._choices("kind", queries.file_kinds())
        self._choices("area", _areas_of(actor))

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _areas_of(actor: Actor) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for own in actor.areas:
        found[str(own)] = reference.area_label(own)
        for village in reference.list_villages(own):
            found.setdefault(str(village.code), "")
    labels = reference.labels_of({code for code, label in found.items() if not label})
    return [(code, label or labels[code]) for code, label in found.items()]
