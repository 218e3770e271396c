"""Forms of the office's activities."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.organisation.enums import ActivityKind
from rangkul.web.shared.fields import DateBoxes


class ActivityForm(forms.Form):
    """What is held, when, where and for which area."""

    kind = forms.ChoiceField(label=_("Jenis kegiatan"), choices=ActivityKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Nama kegiatan"), max_length=200, help_text=_("Seperti pada undangan."))
    held_on = DateBoxes(label=_("Tanggal"))
    until = DateBoxes(label=_("Hari terakhir"), required=False, help_text=_("Kosongkan bila kegiatan hanya satu hari."))
    venue = forms.CharField(
        label=_("Tempat"), max_length=200, help_text=_("Misalnya UPT Lingkungan Pondok Sosial, atau aula kecamatan.")
    )
    area = forms.ChoiceField(label=_("Wilayah peserta"))
    topic = forms.CharField(
        label=_("Materi"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: object, areas: list[tuple[str, str]], **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = areas if len(areas) == 1 else [("", _("Pilih satu")), *areas]


class ParticipantsForm(forms.Form):
    """A pasted list; leading empty lines stay, so that the numbers of the lines are those that were pasted."""

    lines = forms.CharField(
        label=_("Daftar peserta"),
        strip=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "Satu peserta satu baris: nama; peran; desa. Peran: kepala desa, kesra, operator desa, fasilitator, TKSK "
            "(dengan nama kecamatannya), atau lainnya. Salinan tiga kolom dari lembar kerja juga bisa ditempel."
        ),
    )


class AttendanceForm(forms.Form):
    """Who was there: a box for each participant."""

    present = forms.TypedMultipleChoiceField(
        label=_("Siapa yang hadir?"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Yang tidak ditandai tercatat tidak hadir."),
    )

    def __init__(self, *args: object, people: list[tuple[str, str]], **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["present"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = people
