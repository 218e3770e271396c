"""Forms of verivali: a plan, a division, a visit's parts, a review."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.registry import queries as registry_queries
from rangkul.verivali import pairs
from rangkul.verivali.enums import Sampling, Verdict
from rangkul.verivali.queries import Pair
from rangkul.verivali.questionnaires import Kind, Question, newest
from rangkul.verivali.questionnaires.answers import Asked
from rangkul.verivali.results import results_for
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.wording import date_in_words

MOST_RADIOS = 12
Choices = Sequence[tuple[str, Any]]


def _choices(field: forms.Field, choices: Choices) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class CampaignForm(forms.Form):
    """A plan: whom, where, as of when, with which questionnaire, all of them or a sample."""

    title = forms.CharField(label=gettext_lazy("Nama kegiatan"), max_length=200)
    cohort = forms.ChoiceField(label=gettext_lazy("Siapa yang dikunjungi?"), widget=forms.RadioSelect)
    age = forms.IntegerField(
        label=gettext_lazy("Umur tertinggi yang masih bersekolah (tahun)"), required=False,
        help_text=gettext_lazy("Hanya untuk penerima KIP di atas usia sekolah. Kosong berarti 21."),
    )  # fmt: skip
    decile = forms.IntegerField(
        label=gettext_lazy("Desil tertinggi"), required=False,
        help_text=gettext_lazy("Hanya untuk keluarga sampai desil tertentu. Kosong berarti 4."),
    )  # fmt: skip
    area = forms.ChoiceField(label=gettext_lazy("Wilayah"))
    as_of = DateBoxes(
        label=gettext_lazy("Tanggal data"), past_only=True,
        help_text=gettext_lazy("Kelompok sasaran dibaca menurut keadaan registri pada tanggal ini."),
    )  # fmt: skip
    due_on = DateBoxes(label=gettext_lazy("Batas waktu kunjungan"), required=False)
    questionnaire = forms.ChoiceField(label=gettext_lazy("Kuesioner"), widget=forms.RadioSelect)
    sampling = forms.ChoiceField(
        label=gettext_lazy("Berapa yang dikunjungi?"), choices=Sampling.choices, initial=Sampling.ALL,
        widget=forms.RadioSelect,
    )  # fmt: skip
    sample_size = forms.IntegerField(
        label=gettext_lazy("Jumlah atau persen"), required=False,
        help_text=gettext_lazy("Diundi acak sederhana; benih undian disimpan sehingga undian dapat diulang."),
    )  # fmt: skip
    revisit_percent = forms.IntegerField(
        label=gettext_lazy("Kunjungan ulang oleh petugas lain (persen)"), required=False, initial=0,
        help_text=gettext_lazy("Bagian sasaran yang diundi untuk dikunjungi lagi, guna melihat kesesuaian jawaban."),
    )  # fmt: skip

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _choices(self.fields["area"], areas)
        cohorts = registry_queries.COHORTS.values()
        _choices(self.fields["cohort"], [(each.code, each.label) for each in cohorts])
        self.fields["cohort"].widget.option_hints = {each.code: str(each.meaning) for each in cohorts}
        _choices(self.fields["questionnaire"], [(each.name, each.title) for each in newest()])
        self.fields["questionnaire"].widget.option_hints = {
            each.name: _("untuk keluarga") if each.unit == "FAMILY" else _("untuk orang") for each in newest()
        }

    def parameters(self) -> dict[str, int]:
        """Parameters of the chosen cohort that were filled in."""
        told = self.cleaned_data
        wanted = registry_queries.COHORTS[told["cohort"]].parameters
        return {each.name: told[each.name] for each in wanted if told.get(each.name) is not None}


class AssignForm(forms.Form):
    """Subjects of a village, of one RT, of one colleague, to a facilitator."""

    village = forms.ChoiceField(label=gettext_lazy("Desa/kelurahan"))
    rt = forms.CharField(
        label=gettext_lazy("RT"), max_length=5, required=False, help_text=gettext_lazy("Kosongkan untuk seluruh desa.")
    )
    of = forms.ChoiceField(
        label=gettext_lazy("Yang sekarang dipegang"), required=False,
        help_text=gettext_lazy("Kosongkan untuk semua yang belum selesai di desa itu."),
    )  # fmt: skip
    to = forms.ChoiceField(label=gettext_lazy("Serahkan kepada"))

    def __init__(self, *args: Any, villages: Choices, officers: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _choices(self.fields["village"], [("", _("Pilih satu")), *villages])
        _choices(self.fields["of"], [("", _("Siapa pun")), ("-", _("Belum dibagi")), *officers])
        _choices(self.fields["to"], [("", _("Pilih satu")), *officers])


class ReasonForm(forms.Form):
    """Why something is called off or sent back."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class RevisitForm(forms.Form):
    """Who visits again."""

    to = forms.ChoiceField(label=gettext_lazy("Petugas yang berkunjung ulang"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, officers: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _choices(self.fields["to"], officers)


class ResultForm(forms.Form):
    """When the visit was, what it found, where, and what colleagues should know."""

    visited_on = DateBoxes(label=gettext_lazy("Tanggal kunjungan"), past_only=True)
    result = forms.ChoiceField(label=gettext_lazy("Hasil kunjungan"), widget=forms.RadioSelect)
    died_on = DateBoxes(
        label=gettext_lazy("Tanggal meninggal"), required=False, past_only=True,
        help_text=gettext_lazy("Hanya bila hasilnya meninggal."),
    )  # fmt: skip
    latitude = forms.DecimalField(
        label=gettext_lazy("Lintang"), required=False, localize=False, widget=forms.TextInput,
        max_digits=9, decimal_places=6, help_text=gettext_lazy("Dari GPS ponsel, misalnya -4.350112"),
    )  # fmt: skip
    longitude = forms.DecimalField(
        label=gettext_lazy("Bujur"), required=False, localize=False, widget=forms.TextInput,
        max_digits=9, decimal_places=6, help_text=gettext_lazy("Misalnya 119.886231"),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Catatan"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Disimpan tersandi; hanya dibaca petugas yang berkunjung dan pemeriksanya."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _choices(self.fields["result"], [(each.result.value, each.result.label) for each in results_for(kind)])

    def clean(self) -> dict[str, Any]:
        """A point is both numbers or none."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if (told.get("latitude") is None) != (told.get("longitude") is None):
            self.add_error("longitude", _("Isi lintang dan bujur, atau kosongkan keduanya."))
        return told

    def point(self) -> tuple[Decimal, Decimal] | None:
        """The point, when it was given."""
        told = self.cleaned_data
        return (told["latitude"], told["longitude"]) if told.get("latitude") is not None else None


class BlockForm(forms.Form):
    """The questions of one block that apply now; nothing is required, because drafts are saved as they are."""

    def __init__(self, *args: Any, asked: Iterable[Asked], answers: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for each in asked:
            if each.question.kind is Kind.PHOTO:
                continue
            field = field_for(each.question)
            field.initial = answers.get(each.key)
            self.fields[each.question.code] = field

    def answers(self) -> dict[str, Any]:
        """Raw answers by question."""
        return {code: self.cleaned_data.get(code) for code in self.fields}


def field_for(question: Question) -> forms.Field:
    """The form field of a question."""
    label, required = question.text, False
    options = [(code, words) for code, words in question.options]
    hint = question.hint
    if question.kind is Kind.MANY:
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=label, required=required, choices=options, widget=boxes, help_text=hint)
    if question.kind in (Kind.ONE, Kind.YES_NO):
        if len(options) <= MOST_RADIOS:
            radios = forms.RadioSelect
            return forms.ChoiceField(label=label, required=required, choices=options, widget=radios, help_text=hint)
        every = [("", _("Pilih satu")), *options]
        return forms.ChoiceField(label=label, required=required, choices=every, help_text=hint)
    if question.kind is Kind.DATE:
        return DateBoxes(label=label, required=required, past_only=True, help_text=hint)
    if question.kind is Kind.NUMBER:
        hint = _("%(unit)s, antara %(least)s dan %(most)s") % {
            "unit": question.unit, "least": question.least, "most": question.most,
        }  # fmt: skip
        numeric = forms.TextInput(attrs={"inputmode": "decimal", "class": "w-10", "autocomplete": "off"})
        return forms.CharField(label=label, required=required, max_length=12, help_text=hint, widget=numeric)
    return forms.CharField(label=label, required=required, max_length=500, help_text=hint)


class PairsForm(forms.Form):
    """Konfirmasi/perbaikan for each field of the registry: the old value is right, or what is."""

    def __init__(self, *args: Any, shown: Sequence[Pair], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.names = [pair.field for pair in shown]
        for pair in shown:
            old = old_words(pair.field, pair.old) or _("belum diisi")
            verdict = forms.ChoiceField(
                label=capitalised(pair.label), required=False, initial=pair.verdict, widget=forms.RadioSelect,
                choices=[
                    (Verdict.RIGHT, _("Benar: %(old)s") % {"old": old}), (Verdict.CORRECT, _("Perbaiki menjadi …"))
                ],
            )  # fmt: skip
            self.fields[f"{pair.field}_verdict"] = verdict
            value = _value_field(pair.field)
            value.initial = pair.new or None
            self.fields[f"{pair.field}_value"] = value

    def verdicts(self) -> dict[str, tuple[str, Any]]:
        """{field: (verdict, corrected value)} of the fields that were looked at."""
        told = self.cleaned_data
        return {
            name: (told[f"{name}_verdict"], told.get(f"{name}_value"))
            for name in self.names
            if told.get(f"{name}_verdict")
        }


def capitalised(label: str) -> str:
    """The label with a capital in front, abbreviations left alone."""
    return label[:1].upper() + label[1:]


def _value_field(name: str) -> forms.Field:
    label = _("Yang benar: %(field)s") % {"field": pairs.label_of(name)}
    if name in pairs.CHOICES:
        return forms.ChoiceField(label=label, required=False, choices=[("", _("Pilih satu")), *pairs.CHOICES[name]])
    if name == "birth_date":
        return DateBoxes(label=label, required=False, past_only=True)
    return forms.CharField(label=label, required=False, max_length=pairs.LONGEST.get(name, 30))


def old_words(field: str, value: str) -> str:
    """A stored value as a page shows it."""
    if value and field in ("birth_date", pairs.DIED_ON):
        return date_in_words(date.fromisoformat(value))
    if field.startswith(pairs.CONDITION):
        return _("tercatat") if value else _("tidak tercatat")
    return pairs.words_of(field, value)


class PhotoForm(forms.Form):
    """A photo, as the answer to a photo question or for itself."""

    question = forms.ChoiceField(label=gettext_lazy("Foto apa?"))
    photo = forms.FileField(
        label=gettext_lazy("Foto"), help_text=gettext_lazy("JPEG, PNG, atau WebP, paling besar 8 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any):
        super().__init__(*args, **kwargs)
        _choices(
            self.fields["question"],
            [*((each.code, each.text) for each in questions), ("lain", _("Foto kunjungan lainnya"))],
        )


class ReviewForm(forms.Form):
    """For each proposed correction: into the registry, or keep what the registry says."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposals: Sequence[Pair], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.ids: list[UUID] = [pair.id for pair in proposals if pair.id is not None]
        for pair in proposals:
            words = {
                "field": capitalised(pair.label),
                "now": old_words(pair.field, pair.now) or "–",
                "new": old_words(pair.field, pair.new) or "–",
            }
            self.fields[f"c{pair.id}"] = forms.ChoiceField(
                label=words["field"], required=pair.is_clash, initial="" if pair.is_clash else "APPLY",
                widget=forms.RadioSelect,
                help_text=_("Registri berubah setelah kunjungan; waktu dikunjungi: %(old)s")
                % {"old": old_words(pair.field, pair.old) or "–"} if pair.is_clash else "",
                choices=[
                    ("APPLY", _("Ubah menjadi: %(new)s") % words), ("KEEP", _("Tetap: %(now)s") % words)
                ],
            )  # fmt: skip

    def decisions(self) -> dict[UUID, str]:
        """What was chosen for each correction."""
        return {key: self.cleaned_data[f"c{key}"] for key in self.ids if self.cleaned_data.get(f"c{key}")}
