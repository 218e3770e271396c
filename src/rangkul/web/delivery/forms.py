"""Forms of delivery."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.delivery.enums import Proof, Receiver
from rangkul.web.shared.fields import DateBoxes


class CycleForm(forms.Form):
    """Which component, which month."""

    component = forms.ChoiceField(label=_("Program dan komponen"))
    month = forms.ChoiceField(label=_("Bulan penyaluran"))

    def __init__(
        self, *args: object, components: list[tuple[str, str]], months: list[tuple[str, str]], **kwargs: object
    ):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, choices in (("component", components), ("month", months)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Pilih satu")), *choices]


class HandoverRecordForm(forms.Form):
    """What is written at the table when the aid changes hands."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    receiver = forms.ChoiceField(label=_("Siapa yang mengambil?"), choices=Receiver.choices, widget=forms.RadioSelect)
    receiver_name = forms.CharField(label=_("Nama yang mengambil"), max_length=200)
    handed_on = DateBoxes(label=_("Tanggal serah terima"), past_only=True)
    item_detail = forms.CharField(
        label=_("Jenis dan ukuran barang"),
        max_length=200,
        required=False,
        help_text=_("Untuk alat bantu: misalnya kursi roda ukuran M. Untuk beras boleh dikosongkan."),
    )
    proof = forms.ChoiceField(label=_("Bukti"), choices=Proof.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False, help_text=_("Boleh dikosongkan."))
    overlap_reason = forms.CharField(
        label=_("Alasan boleh bersamaan dengan bantuan lain"),
        max_length=300,
        required=False,
        help_text=_("Hanya bila diminta: penerima juga mendapat program yang perlu alasan."),
    )


class VoidForm(forms.Form):
    """Why a recorded handover is void."""

    reason = forms.CharField(
        label=_("Mengapa catatan ini dibatalkan?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class BastForm(forms.Form):
    """Who receives in the name of the village."""

    name = forms.CharField(label=_("Nama pihak kedua (perangkat desa)"), max_length=200)
    position = forms.CharField(label=_("Jabatan"), max_length=150)


def last_months(today: date, count: int = 8) -> list[tuple[str, str]]:
    """Codes and labels of this month, the next, and those before it."""
    from rangkul.kernel.period import Period

    found = []
    year, month = (today.year, today.month + 1) if today.month < 12 else (today.year + 1, 1)
    for _number in range(count):
        period = Period.month(year, month)
        found.append((period.code, period.label))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found
