"""Forms of candidates and removal batches."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.programmes.enums import CandidateKind, ExitReason
from rangkul.web.programmes.proposal_forms import Choices, MusyawarahForm
from rangkul.web.shared.fields import DateBoxes


class CandidateRunForm(forms.Form):
    """Which list to make, where, as of which day, and by which limits."""

    kind = forms.ChoiceField(label=_("Jenis daftar"), choices=CandidateKind.choices, widget=forms.RadioSelect)
    area = forms.ChoiceField(label=_("Wilayah"))
    as_of = DateBoxes(label=_("Keadaan per tanggal"), past_only=True)
    school_age = forms.IntegerField(
        label=_("Batas usia sekolah (tahun)"), min_value=15, max_value=30, help_text=_("Pemegang KIP di atas umur ini.")
    )
    decile = forms.IntegerField(
        label=_("Desil tertinggi yang semestinya menerima"),
        min_value=1,
        max_value=10,
        help_text=_("Untuk daftar calon diusulkan."),
    )

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        """`areas`: what this actor may choose from."""
        super().__init__(*args, **kwargs)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = areas


class CandidateFilter(forms.Form):
    """Which candidates the page shows."""

    desa = forms.ChoiceField(label=_("Desa/kelurahan"), required=False)
    alasan = forms.ChoiceField(label=_("Alasan"), required=False)
    belum = forms.BooleanField(label=_("Hanya yang belum ditindaklanjuti"), required=False)

    def __init__(self, *args: Any, areas: Choices, reasons: Choices, **kwargs: Any) -> None:
        """`areas`, `reasons`: those that occur in the list."""
        super().__init__(*args, **kwargs)
        for name, choices in (("desa", areas), ("alasan", reasons)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Semua")), *choices]


class RemovalSubmitForm(MusyawarahForm):
    """What the musyawarah said of the list."""

    note = forms.CharField(
        label=_("Catatan musyawarah"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DescribeLineForm(forms.Form):
    """The reason and what shows it."""

    reason = forms.ChoiceField(label=_("Alasan dicoret"), choices=ExitReason.choices)
    evidence = forms.CharField(
        label=_("Bukti"),
        max_length=300,
        help_text=_("Misalnya nomor akta kematian, berita acara, atau tanggal kunjungan."),
    )
    on = DateBoxes(label=_("Berakhir sejak"), past_only=True, required=False, help_text=_("Kosong: sejak keputusan."))
    file = forms.FileField(label=_("Berkas bukti"), required=False, help_text=_("PDF atau foto, paling besar 10 MB."))


class KeepLineForm(forms.Form):
    """Why the recipient goes on receiving."""

    reason = forms.CharField(
        label=_("Mengapa tetap menerima?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReinstateForm(forms.Form):
    """What was wrong with the striking-off, and what shows it."""

    reason = forms.CharField(label=_("Mengapa dipulihkan?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.CharField(label=_("Bukti"), max_length=300)


class PeriodForm(forms.Form):
    """From which day to which, and where."""

    dari = DateBoxes(label=_("Dari tanggal"), past_only=True)
    sampai = DateBoxes(label=_("Sampai tanggal"), past_only=True)
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        """`areas`: what this actor may choose from."""
        super().__init__(*args, **kwargs)
        area = self.fields["wilayah"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = [("", _("Semua")), *areas]
