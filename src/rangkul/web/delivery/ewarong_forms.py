"""Forms of e-warongs: the outlet, its decree, a step, and what a family bought."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.delivery.actions import BoughtLine, DecreeForm, EwarongForm
from rangkul.web.shared.fields import DateBoxes

FEW_ROWS, MOST_ROWS = 4, 20
LONGEST = 9
Choices = Sequence[tuple[str, str]]


class OutletForm(forms.Form):
    """An outlet: its name, where it stands, which villages it serves. A KUBE is asked for where no person was chosen."""

    name = forms.CharField(label=gettext_lazy("Nama e-warong"), max_length=120)
    kube = forms.CharField(
        label=gettext_lazy("Nama KUBE pengelola"), max_length=200,
        help_text=gettext_lazy("Bila dikelola perorangan, cari orangnya di atas."),
    )  # fmt: skip
    address = forms.CharField(label=gettext_lazy("Alamat"), max_length=200)
    area = forms.ChoiceField(label=gettext_lazy("Desa/kelurahan e-warong"))
    covers = forms.MultipleChoiceField(
        label=gettext_lazy("Desa/kelurahan yang dilayani"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Hanya keluarga dari desa ini yang belanjanya dapat dicatat di sini."),
    )

    def __init__(self, *args: Any, villages: Choices, has_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area, covers = self.fields["area"], self.fields["covers"]
        assert isinstance(area, forms.ChoiceField)
        assert isinstance(covers, forms.ChoiceField)
        area.choices = [("", _("Pilih satu")), *villages]
        covers.choices = villages
        if has_person:
            del self.fields["kube"]

    def told(self, person_id: UUID | None) -> EwarongForm:
        """The form as the action takes it."""
        said = self.cleaned_data
        return EwarongForm(
            name=said["name"], operator_person_id=person_id, operator_name=said.get("kube", ""),
            address=said["address"], area=said["area"], covers=tuple(said["covers"]),
        )  # fmt: skip


class AppointForm(forms.Form):
    """The decree that appoints."""

    number = forms.CharField(label=gettext_lazy("Nomor SK"), max_length=80)
    signed_on = DateBoxes(label=gettext_lazy("Tanggal SK"), past_only=True)
    valid_from = DateBoxes(label=gettext_lazy("Berlaku mulai"))
    valid_until = DateBoxes(
        label=gettext_lazy("Berlaku sampai"), required=False, help_text=gettext_lazy("Hari terakhir; kosongkan bila sampai dicabut.")
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Naskah SK (PDF atau foto)"), required=False, help_text=gettext_lazy("Boleh menyusul.")
    )

    def told(self) -> DecreeForm:
        """The form as the action takes it."""
        said = self.cleaned_data
        kept = said.get("file")
        return DecreeForm(
            **{key: said[key] for key in ("number", "signed_on", "valid_from", "valid_until")},
            file=(kept.read(), kept.name) if kept else None,
        )


class PaperForm(forms.Form):
    """The paper of the decree."""

    file = forms.FileField(label=gettext_lazy("Naskah SK (PDF atau foto)"))


class StepForm(forms.Form):
    """From which day, and why where that has to be said."""

    on = DateBoxes(label=gettext_lazy("Mulai tanggal"), past_only=True)
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]


class ReasonForm(forms.Form):
    """One sentence: why it is void, or what was done about it."""

    reason = forms.CharField(label=gettext_lazy("Keterangan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class PurchaseForm(forms.Form):
    """A receipt: the day, and one row for each thing that was bought; empty rows are passed over."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    bought_on = DateBoxes(label=gettext_lazy("Tanggal pembelian"), past_only=True)

    def __init__(self, *args: Any, commodities: Choices, rows: int = FEW_ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(max(rows, FEW_ROWS), MOST_ROWS)
        number = {"inputmode": "decimal", "autocomplete": "off", "class": "w-5"}
        for place in range(self.count):
            self.fields[f"commodity_{place}"] = forms.ChoiceField(
                label=_("Nama barang"), choices=[("", _("Pilih satu")), *commodities], required=False
            )
            self.fields[f"quantity_{place}"] = forms.CharField(
                label=_("Jumlah"), required=False, max_length=LONGEST, widget=forms.TextInput(attrs=number)
            )
            self.fields[f"unit_{place}"] = forms.CharField(
                label=_("Satuan"),
                required=False,
                max_length=20,
                initial=_("kg"),
                widget=forms.TextInput(attrs={"class": "w-5"}),
            )
            self.fields[f"price_{place}"] = forms.CharField(
                label=_("Harga satu satuan (Rp)"), required=False, max_length=LONGEST + 3, widget=forms.TextInput(attrs=number)
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[int, list[BoundField]]]:
        """(number, fields) of each row."""
        return [
            (place + 1, [self[f"{name}_{place}"] for name in ("commodity", "quantity", "unit", "price")])
            for place in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        """Rows that were begun are whole; there is at least one."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        lines = []
        for place in range(self.count):
            chosen, quantity, price = (said.get(f"{name}_{place}", "") for name in ("commodity", "quantity", "price"))
            if not (chosen or quantity or price):
                continue
            if not chosen:
                self.add_error(f"commodity_{place}", _("Pilih barangnya."))
            amount, rupiah = quantity_of(quantity), rupiah_of(price)
            if amount is None:
                self.add_error(f"quantity_{place}", _("Tulis angka, misalnya 2 atau 0,5."))
            if rupiah is None:
                self.add_error(f"price_{place}", _("Tulis rupiah tanpa sen, misalnya 28.000."))
            if chosen and amount is not None and rupiah is not None:
                unit = said.get(f"unit_{place}", "")
                lines.append(BoughtLine(commodity_id=UUID(chosen), quantity=amount, unit=unit, price=rupiah))
        if not lines and not self.errors:
            self.add_error("commodity_0", _("Isi sedikitnya satu barang."))
        said["lines"] = tuple(lines)
        return said


def quantity_of(text: str) -> Decimal | None:
    """A number above nought as people write it ("0,5"), with at most two decimals; None when it is none."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    is_plain = found.is_finite() and 0 < found < 10_000
    return found if is_plain and found == found.quantize(Decimal("0.01")) else None


def rupiah_of(text: str) -> int | None:
    """Whole rupiah above nought, dots for thousands dropped; None when it is none."""
    digits = text.strip().removeprefix("Rp").strip().replace(".", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() and int(digits) > 0 else None
