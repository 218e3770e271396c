"""Forms of the dated rows about a person or a family: numbers, deciles, programmes of others, conditions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.registry.enums import ConditionKind, DisabilityType, IdentityKind, OutsideProgramme, Severity, Source
from rangkul.web.registry.forms import BLANK
from rangkul.web.shared.fields import DateBoxes

_BASIS = _("Misalnya: kartu yang dibawa warga, surat desa, berkas SIKS-NG.")


class IdentityForm(forms.Form):
    """A number in a register."""

    kind = forms.ChoiceField(
        label=_("Daftar"), choices=[choice for choice in IdentityKind.choices if choice[0] != IdentityKind.TEMPORARY]
    )
    value = forms.CharField(label=_("Nomor"), max_length=64, widget=forms.TextInput({"autocomplete": "off"}))
    on = DateBoxes(label=_("Berlaku sejak"), past_only=True)
    reason = forms.CharField(label=_("Dasar"), max_length=300, help_text=_BASIS)


class StatusForm(forms.Form):
    """What a poverty registry says, as its owner wrote it."""

    source = forms.ChoiceField(
        label=_("Sumber"),
        choices=[choice for choice in Source.choices if choice[0] in (Source.DTSEN, Source.DTKS, Source.PBDT)],
    )
    decile = forms.TypedChoiceField(
        label=_("Desil"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Terdaftar, tanpa desil")), *((str(number), str(number)) for number in range(1, 11))],
    )
    on = DateBoxes(label=_("Berlaku sejak"), past_only=True)
    evidence = forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("Nama berkas atau nomor surat. Desil tidak dihitung di sini.")
    )


class OutsideForm(forms.Form):
    """A programme of others."""

    programme = forms.ChoiceField(label=_("Program"), choices=OutsideProgramme.choices)
    number = forms.CharField(label=_("Nomor peserta"), required=False, max_length=40)
    on = DateBoxes(label=_("Menerima sejak"), past_only=True)
    reason = forms.CharField(label=_("Dasar"), max_length=300, help_text=_BASIS)


class ConditionForm(forms.Form):
    """A condition that rules ask about."""

    kind = forms.ChoiceField(label=_("Kondisi"), choices=ConditionKind.choices)
    disability_type = forms.ChoiceField(
        label=_("Ragam disabilitas"), required=False, choices=[BLANK, *DisabilityType.choices]
    )
    severity = forms.ChoiceField(label=_("Tingkat"), required=False, choices=[BLANK, *Severity.choices])
    device = forms.CharField(
        label=_("Alat bantu yang dibutuhkan"), required=False, max_length=60, help_text=_("Jenis dan ukuran.")
    )
    note = forms.CharField(label=_("Keterangan"), required=False, max_length=500, help_text=_("Disimpan terenkripsi."))
    on = DateBoxes(label=_("Sejak"), past_only=True)
    reason = forms.CharField(
        label=_("Dasar"), max_length=300, help_text=_("Misalnya: pengamatan petugas, surat dokter.")
    )
