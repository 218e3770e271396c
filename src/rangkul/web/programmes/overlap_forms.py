"""Forms of the overlap policy and of quotas."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.programmes.enums import OverlapLevel, OverlapRule
from rangkul.web.programmes.proposal_forms import Choices
from rangkul.web.shared.fields import DateBoxes, WholeField


class OverlapForm(forms.Form):
    """What holds for two programmes, for whom, from when, on what ground."""

    first = forms.ChoiceField(label=_("Program pertama"))
    second = forms.ChoiceField(label=_("Program kedua"))
    level = forms.ChoiceField(
        label=_("Berlaku bagi"),
        choices=OverlapLevel.choices,
        widget=forms.RadioSelect,
        help_text=_("Satu rumah dikenali dari alamat tertulis yang sama; karena itu tidak pernah menolak sendiri."),
    )
    rule = forms.ChoiceField(label=_("Aturan"), choices=OverlapRule.choices, widget=forms.RadioSelect)
    valid_from = DateBoxes(label=_("Berlaku sejak"))
    basis = forms.CharField(
        label=_("Dasar hukum"),
        max_length=500,
        help_text=_("Nomor dan tahun peraturan atau keputusan."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        """`programmes`: ids and names of the catalogue."""
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Pilih satu")), *programmes]


class QuotaChoiceForm(forms.Form):
    """Whose quota the page shows."""

    program = forms.ChoiceField(label=_("Program dan bantuan"))
    tahun = forms.ChoiceField(label=_("Tahun anggaran"))
    wilayah = forms.ChoiceField(label=_("Wilayah"))

    def __init__(self, *args: Any, components: Choices, years: Choices, areas: Choices, **kwargs: Any) -> None:
        """What this actor may choose from."""
        super().__init__(*args, **kwargs)
        for name, choices in (("program", components), ("tahun", years), ("wilayah", areas)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class QuotaForm(forms.Form):
    """The quota of the whole area."""

    MOST = 10_000_000

    amount = WholeField(
        label=_("Kuota"),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-5"}),
        error_messages={"invalid": _("Tulis angka saja, misalnya 37 atau 1.462.")},
    )
    budget = WholeField(
        label=_("Pagu (rupiah)"),
        min_value=0,
        max_value=10**15,
        required=False,
        help_text=_("Kosongkan bila hanya jumlah penerima yang dibatasi."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Tulis angka saja, misalnya 600.000.000.")},
    )


class WaitingFilter(forms.Form):
    """Which waiting list the page shows."""

    program = forms.ChoiceField(label=_("Program dan bantuan"), required=False)
    tahun = forms.ChoiceField(label=_("Tahun anggaran"), required=False)
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)

    def __init__(self, *args: Any, components: Choices, years: Choices, areas: Choices, **kwargs: Any) -> None:
        """What this actor may choose from."""
        super().__init__(*args, **kwargs)
        for name, choices in (("program", components), ("tahun", years), ("wilayah", areas)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Semua")), *choices]
