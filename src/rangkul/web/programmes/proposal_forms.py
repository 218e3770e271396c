"""Forms of proposals, decisions and enrolment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.programmes.enums import EnrolmentState, ExitReason, RefusalReason, ReturnReason
from rangkul.web.shared.fields import DateBoxes

Choices = list[tuple[str, str]]


class MusyawarahForm(forms.Form):
    """What the minutes of the musyawarah say."""

    musyawarah_on = DateBoxes(label=_("Tanggal musyawarah"), past_only=True)
    musyawarah_place = forms.CharField(label=_("Tempat musyawarah"), max_length=200)
    musyawarah_attendance = forms.IntegerField(
        label=_("Jumlah hadir"),
        min_value=1,
        max_value=100_000,
        help_text=_("Menurut daftar hadir yang ditandatangani."),
        error_messages={"invalid": _("Tulis angka saja, misalnya 37.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-5"}),
    )


class SubmitForm(MusyawarahForm):
    """The minutes, and why the musyawarah's order differs from the declared one."""

    ranking_reason = forms.CharField(
        label=_("Alasan urutan musyawarah berbeda"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wajib bila urutannya tidak sama dengan urutan menurut ketentuan; tercantum dalam SK."),
    )


class ProposalCreateForm(forms.Form):
    """For which component and year a village proposes; the musyawarah may follow later."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    area = forms.ChoiceField(label=_("Desa/kelurahan"))
    component = forms.ChoiceField(label=_("Program dan bantuan"))
    fiscal_year = forms.ChoiceField(label=_("Tahun anggaran"))
    note = forms.CharField(
        label=_("Catatan"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: object, areas: Choices, components: Choices, years: Choices, **kwargs: object) -> None:
        """`areas`, `components`, `years`: what this actor may choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, choices in (("area", areas), ("component", components), ("fiscal_year", years)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices if len(choices) == 1 else [("", _("Pilih satu")), *choices]


class NoteForm(forms.Form):
    """A remark that goes into the trail."""

    note = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Boleh dikosongkan."),
    )


class ReturnForm(forms.Form):
    """Why a batch goes back, and what the village has to mend."""

    reason = forms.ChoiceField(label=_("Alasan dikembalikan"), choices=ReturnReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Yang perlu diperbaiki desa"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wajib bila alasannya “lainnya”."),
    )


class WithdrawForm(forms.Form):
    """Why the village takes its batch back."""

    reason = forms.CharField(
        label=_("Mengapa usulan ini ditarik?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RefuseLineForm(forms.Form):
    """Why one line is refused."""

    reason = forms.ChoiceField(label=_("Alasan penolakan"), choices=RefusalReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Penjelasan untuk desa dan warga"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wajib bila alasannya “lainnya”."),
    )


class EnrolmentEndForm(forms.Form):
    """Why somebody is struck off, since when, and what shows it."""

    reason = forms.ChoiceField(label=_("Alasan dicoret"), choices=ExitReason.choices, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("Bukti"),
        max_length=300,
        help_text=_("Misalnya nomor akta kematian, berita acara, atau tanggal kunjungan."),
    )
    on = DateBoxes(label=_("Berakhir sejak"), past_only=True)
    note = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wajib bila alasannya “lainnya”."),
    )


class EnrolmentFilter(forms.Form):
    """Which recipients the list shows."""

    program = forms.ChoiceField(label=_("Program dan bantuan"), required=False)
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[*EnrolmentState.choices, ("semua", _("semua"))]
    )
    per = forms.CharField(label=_("Per tanggal"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: object, components: Choices, areas: Choices, **kwargs: object) -> None:
        """`components`, `areas`: what this actor may choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, choices in (("program", components), ("wilayah", areas)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Semua")), *choices]
