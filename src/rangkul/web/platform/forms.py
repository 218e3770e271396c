"""Forms of the audit trail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.web.shared.fields import DateBoxes


class TrailFilterForm(forms.Form):
    """What an auditor looks for."""

    petugas = forms.CharField(label=_("Nama petugas"), required=False, max_length=100)
    tindakan = forms.CharField(
        label=_("Tindakan"), required=False, max_length=80, help_text=_("Awal nama tindakan, misalnya desk.case")
    )
    tentang = forms.UUIDField(
        label=_("Tentang"),
        required=False,
        help_text=_("Nomor catatan warga, keluarga, atau kasus dari alamat halamannya"),
    )
    dari = DateBoxes(label=_("Dari tanggal"), required=False)
    sampai = DateBoxes(label=_("Sampai tanggal"), required=False)
