"""Forms of SLRT's chart and of the rollout."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.web.shared.fields import DateBoxes


class OfficersForm(forms.Form):
    """People of SLRT, one a line."""

    lines = forms.CharField(
        label=_("Daftar petugas"),
        strip=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "Satu petugas satu baris: nama; peran; wilayah; supervisor. Peran: manajer, supervisor (dengan kecamatannya), "
            "fasilitator (dengan desanya dan nama supervisornya). Beberapa wilayah dipisah garis miring."
        ),
    )
    since = DateBoxes(label=_("Mulai bertugas"))
    decree_number = forms.CharField(label=_("Nomor SK"), max_length=100, required=False)


class OfficerForm(forms.Form):
    """Where an officer works, who guides, which account."""

    areas = forms.CharField(
        label=_("Wilayah tugas"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("Satu wilayah satu baris; kecamatannya sesudah koma, atau kodenya."),
    )
    supervisor_id = forms.TypedChoiceField(label=_("Supervisor"), coerce=UUID, required=False, empty_value=None)
    user_id = forms.TypedChoiceField(
        label=_("Akun"),
        coerce=UUID,
        required=False,
        empty_value=None,
        help_text=_("Laporan mingguan dihitung dari pekerjaan akun ini."),
    )

    def __init__(
        self, *args: Any, supervisors: list[tuple[str, str]], accounts: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("supervisor_id", supervisors), ("user_id", accounts)):
            if not choices:
                del self.fields[name]
                continue
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Tidak ada")), *choices]


class FormationForm(forms.Form):
    """How many people there shall be."""

    manager = forms.IntegerField(label=_("Manajer"), min_value=0, max_value=1)
    supervisor = forms.IntegerField(label=_("Supervisor"), min_value=0, max_value=5000)
    facilitator = forms.IntegerField(label=_("Fasilitator"), min_value=0, max_value=5000)
    since = DateBoxes(label=_("Berlaku sejak"))
    basis = forms.CharField(label=_("Dasar"), max_length=200, required=False, help_text=_("Nomor SK atau surat."))


class PlanForm(forms.Form):
    """The programme that brings posts to the villages."""

    name = forms.CharField(label=_("Nama program"), max_length=200)
    owner = forms.CharField(label=_("Pemilik program"), max_length=200, help_text=_("Misalnya Kementerian Sosial."))
    started_on = DateBoxes(label=_("Mulai di sini"))
    basis = forms.CharField(label=_("Dasar"), max_length=300, required=False)


class TargetForm(forms.Form):
    """How many villages until when."""

    due_on = DateBoxes(label=_("Sampai hari"))
    villages = forms.IntegerField(
        label=_("Jumlah desa/kelurahan dengan Puskesos"),
        min_value=1,
        max_value=99_999,
        help_text=_("Seluruhnya sampai hari itu, bukan tambahannya."),
    )
    basis = forms.CharField(label=_("Dasar"), max_length=300, required=False)
