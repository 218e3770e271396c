"""Forms of the office's structure: a division, another name for it, an official, the end of a term."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.web.shared.fields import DateBoxes


class DivisionForm(forms.Form):
    """A new division."""

    name = forms.CharField(label=_("Nama bidang"), max_length=200)
    code = forms.CharField(label=_("Kode"), max_length=20, help_text=_("Singkatan huruf besar, misalnya REHSOS."))
    basis = forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("Peraturan atau keputusan: nomor dan tanggal.")
    )
    since = DateBoxes(label=_("Berlaku sejak"))


class RenameForm(forms.Form):
    """Another name for a division."""

    name = forms.CharField(label=_("Nama baru"), max_length=200)
    basis = forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("Peraturan atau keputusan: nomor dan tanggal.")
    )
    since = DateBoxes(label=_("Berlaku sejak"))
    seen = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=200)


class OfficialForm(forms.Form):
    """Somebody who comes into office."""

    position = forms.CharField(label=_("Jabatan"), max_length=150, help_text=_("Seperti pada keputusannya."))
    name = forms.CharField(label=_("Nama dan gelar"), max_length=200)
    rank = forms.CharField(label=_("Pangkat"), max_length=100, required=False)
    nip = forms.CharField(
        label="NIP", max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    division = forms.ChoiceField(label=_("Bidang"), required=False)
    is_head = forms.BooleanField(label=_("Memimpin kantor"), required=False)
    is_signatory = forms.BooleanField(label=_("Menandatangani surat"), required=False)
    since = DateBoxes(label=_("Menjabat sejak"))
    basis = forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("Peraturan atau keputusan: nomor dan tanggal.")
    )

    def __init__(self, *args: Any, divisions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Tanpa bidang")), *divisions]


class EndTermForm(forms.Form):
    """The last day and why."""

    last_day = DateBoxes(label=_("Hari terakhir"))
    reason = forms.CharField(label=_("Alasan atau dasar"), max_length=300)
