"""Forms of terms: what a version says beside its rule, why a step is taken, new programmes and components."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rangkul.programmes.enums import AidForm, CountingUnit, RequiredRegistry
from rangkul.reference.enums import FundSource
from rangkul.web.shared.fields import DateBoxes

Choices = list[tuple[str, str]]
LONG = {"rows": 2}


class WholeField(forms.CharField):
    """A whole number as offices write it: 600.000 or 600000. Cleans to int or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "w-10"}))
        kwargs.setdefault("max_length", 24)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The number, or ValidationError for anything that is none."""
        text = super().clean(value).replace("Rp", "").replace(".", "").replace(" ", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or len(text) > 15:
            raise ValidationError(_now("Tulis angka bulat saja, misalnya 600.000."))
        return int(text)

    def prepare_value(self, value: Any) -> Any:
        """The number with dots between the thousands."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class TermsForm(forms.Form):
    """A version beside rule, parameters and ranking. The last day is inclusive here and open when empty."""

    valid_from = DateBoxes(label=_("Mulai berlaku"))
    valid_last = DateBoxes(
        label=_("Hari terakhir berlaku"), required=False, help_text=_("Kosongkan bila berlaku seterusnya.")
    )
    tariff = WholeField(
        label=_("Nilai tiap penyaluran (rupiah)"),
        required=False,
        help_text=_("Untuk setiap penerima. Misalnya 600.000"),
    )
    amount_text = forms.CharField(
        label=_("Perhitungan nilai, bila berbeda antarpenerima"),
        required=False,
        max_length=5000,
        help_text=_("Bahasa aturan, hasilnya rupiah. Kosongkan bila semua penerima mendapat nilai di atas."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "code", "data-complete": ""}),
    )
    quantity = forms.CharField(
        label=_("Jumlah barang tiap penyaluran"),
        required=False,
        max_length=16,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-10"}),
    )
    deliveries_per_year = WholeField(label=_("Penyaluran setahun"), help_text=_("Misalnya 4 untuk tiap triwulan"))
    required_registry = forms.ChoiceField(
        label=_("Registri yang diwajibkan"), required=False, choices=RequiredRegistry.choices
    )
    rule_note = forms.CharField(
        label=_("Penjelasan syarat untuk petugas"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=LONG),
    )
    legal_basis = forms.CharField(
        label=_("Dasar hukum"),
        required=False,
        max_length=4000,
        help_text=_("Peraturan, nomor, tahun. Wajib sebelum diajukan."),
        widget=forms.Textarea(attrs=LONG),
    )
    change_note = forms.CharField(
        label=_("Apa yang berubah, dan mengapa"),
        required=False,
        max_length=4000,
        help_text=_("Wajib sebelum diajukan."),
        widget=forms.Textarea(attrs=LONG),
    )

    def clean_quantity(self) -> Decimal | None:
        """The quantity: 2,5 and 2.5 are the same."""
        text = self.cleaned_data["quantity"].strip().replace(",", ".")
        if not text:
            return None
        if not text.replace(".", "", 1).isascii() or not text.replace(".", "", 1).isdigit():
            raise ValidationError(_now("Tulis bilangan, misalnya 10 atau 2,5."))
        return Decimal(text).quantize(Decimal("0.01"))


class ReasonForm(forms.Form):
    """Why a version goes back or is given up."""

    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class RemarkForm(forms.Form):
    """A remark that goes into the trail."""

    note = forms.CharField(
        label=_("Catatan peninjau"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PublishForm(forms.Form):
    """Why a hole in time or a start in the past is meant; asked only when there is one."""

    confirmation = forms.CharField(
        label=_("Mengapa hal itu memang dimaksudkan?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["confirmation"]


class ProgrammeForm(forms.Form):
    """A new programme of this office."""

    name = forms.CharField(label=_("Nama program"), max_length=200)
    code = forms.CharField(
        label=_("Kode program"),
        max_length=40,
        help_text=_("Huruf kecil, angka dan tanda hubung, misalnya bantuan-beras. Tidak dapat diubah."),
    )
    division = forms.ChoiceField(label=_("Bidang pelaksana"))
    fund_source = forms.ChoiceField(label=_("Sumber dana"), choices=FundSource.choices)
    legal_basis = forms.CharField(label=_("Dasar hukum"), max_length=2000, widget=forms.Textarea(attrs=LONG))
    purpose = forms.CharField(
        label=_("Tujuan program"), required=False, max_length=2000, widget=forms.Textarea(attrs=LONG)
    )

    def __init__(self, *args: Any, divisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _now("Pilih satu")), *divisions]


class ComponentForm(forms.Form):
    """A new component of a programme: one unit of counting, one form of aid."""

    name = forms.CharField(label=_("Nama komponen"), max_length=200)
    code = forms.CharField(
        label=_("Kode komponen"),
        max_length=60,
        help_text=_("Huruf kecil, angka dan tanda hubung. Tidak dapat diubah."),
    )
    unit = forms.ChoiceField(
        label=_("Satuan penerima"), choices=CountingUnit.choices, help_text=_("Tidak dapat diubah setelah dibuat.")
    )
    aid_form = forms.ChoiceField(label=_("Bentuk bantuan"), choices=AidForm.choices)
    item = forms.CharField(label=_("Barang atau layanan"), required=False, max_length=100)
    item_unit = forms.CharField(
        label=_("Satuan barang"),
        required=False,
        max_length=20,
        help_text=_("Misalnya kg. Untuk makan penghuni lembaga tiap hari tulis: orang-hari."),
    )
    is_sensitive = forms.BooleanField(label=_("Menyangkut data kesehatan penerima"), required=False)
    tracks_outcome = forms.BooleanField(label=_("Hasil bantuan diukur sebelum dan sesudah"), required=False)
