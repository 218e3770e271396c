"""Forms of letters: the questions of a kind, why one goes back or is cancelled, filters of the lists, numbers, signers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.desk.queries import LetterField, LetterKind, list_letter_kinds
from rangkul.desk.workflow import LETTER
from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import Capacity
from rangkul.web.shared.fields import DateBoxes


class LetterForm(forms.Form):
    """The questions of one kind of letter, in its own words."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, kind: LetterKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in kind.fields:
            self.fields[each.name] = _field(each)

    def answers(self) -> dict[str, object]:
        """The answers without the form's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("form_key", "revision")}


def _field(each: LetterField) -> forms.Field:
    common: dict[str, Any] = {"label": each.label, "help_text": each.hint, "required": not each.is_optional}
    if each.kind == "date":
        return DateBoxes(past_only=True, **common)
    if each.kind == "text":
        return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), **common)
    return forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}), **common)


class LetterReasonForm(forms.Form):
    """What is to be changed, or why a letter is cancelled."""

    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: Any = None, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].help_text = hint


class LetterFilter(forms.Form):
    """Narrows the list of letters by kind, state, month and part of a number."""

    jenis = forms.ChoiceField(label=_("Jenis surat"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    bulan = forms.CharField(
        label=_("Bulan"),
        required=False,
        max_length=7,
        help_text=_("Tahun dan bulan, misalnya 2026-11."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-10"}),
    )
    nomor = forms.CharField(
        label=_("Nomor surat"), required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, state = self.fields["jenis"], self.fields["status"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(state, forms.ChoiceField)
        kind.choices = [("", _("Semua jenis")), *((each.code, each.name) for each in list_letter_kinds())]
        state.choices = [("", _("Semua status")), *LETTER.choices()]


class SeriesForm(forms.Form):
    """How the numbers of a series look."""

    classification = forms.CharField(
        label=_("Kode klasifikasi arsip"),
        help_text=_("Menurut tata naskah dinas daerah, misalnya 460."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-10"}),
    )
    pattern = forms.CharField(
        label=_("Pola nomor"),
        help_text=_(
            "Pakai {classification} kode klasifikasi, {seq} nomor urut empat angka atau {bare} tanpa nol di depan, "
            "{unit} kode kantor, {month} bulan romawi, {year} tahun. Huruf lain ditulis apa adanya."
        ),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class LinkForm(forms.Form):
    """Whose account an official's is."""

    user = forms.ChoiceField(label=_("Akun"))

    def __init__(self, *args: Any, users: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Pilih akun")), *users]


class MandateForm(forms.Form):
    """Who may sign in place of which office, in which capacity, from when until when, by which decree."""

    official = forms.ChoiceField(label=_("Pejabat yang diberi kuasa"))
    capacity = forms.ChoiceField(label=_("Jenis kuasa"), widget=forms.RadioSelect, choices=Capacity.choices)
    position = forms.ChoiceField(label=_("Jabatan yang diwakili"))
    basis = forms.CharField(
        label=_("Dasar kuasa"), max_length=200, help_text=_("Nomor dan tanggal surat perintah atau keputusan.")
    )
    since = DateBoxes(label=_("Berlaku mulai"))
    until = DateBoxes(label=_("Berlaku sampai"), required=False, help_text=_("Kosongkan bila belum ditentukan."))

    def __init__(
        self, *args: Any, officials: list[tuple[str, str]], positions: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("official", officials), ("position", positions)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Pilih satu")), *choices]


class EndMandateForm(forms.Form):
    """The last day of a power to sign."""

    last_day = DateBoxes(label=_("Hari terakhir kuasa berlaku"))
