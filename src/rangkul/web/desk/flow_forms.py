"""Forms of a case's way: service, completeness, assessment, decision, tasks, confidential notes."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rangkul.desk.actions import Found
from rangkul.desk.enums import RequirementState, Risk, Verdict, Way
from rangkul.desk.queries import RequirementView, Service
from rangkul.kernel.ids import new_id
from rangkul.web.shared.fields import DateBoxes


class Revised(forms.Form):
    """A form that remembers which revision of the case its page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ServiceForm(Revised):
    """Which service of the catalogue the case is about."""

    code = forms.ChoiceField(label=_("Layanan"), help_text=_("Syarat dan lamanya mengikuti layanan ini."))

    def __init__(self, *args: Any, services: list[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Pilih layanan")), *((each.code, f"{each.code} {each.name}") for each in services)]


class CheckForm(Revised):
    """Each requirement: there, missing with why and what to bring, or not needed."""

    def __init__(self, *args: Any, requirements: tuple[RequirementView, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = requirements
        choices = [each for each in RequirementState.choices if each[0] != RequirementState.UNCHECKED]
        for row in requirements:
            self.fields[f"state-{row.id}"] = forms.ChoiceField(
                label=row.label,
                widget=forms.RadioSelect,
                choices=choices,
                required=False,
                initial=row.state if row.state != RequirementState.UNCHECKED else None,
            )
            self.fields[f"reason-{row.id}"] = forms.CharField(
                label=format_lazy("{}: {}", _("Mengapa kurang"), row.label),
                max_length=200,
                required=False,
                initial=row.reason,
            )
            self.fields[f"bring-{row.id}"] = forms.CharField(
                label=format_lazy("{}: {}", _("Yang perlu dibawa"), row.label),
                max_length=200,
                required=False,
                initial=row.bring,
            )

    def rows(self) -> list[tuple[RequirementView, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each requirement with its three fields."""
        return [
            (row, self[f"state-{row.id}"], self[f"reason-{row.id}"], self[f"bring-{row.id}"])
            for row in self.requirements
        ]

    def clean(self) -> dict[str, Any]:
        """A missing item says why; at least one item was answered."""
        data = super().clean() or self.cleaned_data
        for row in self.requirements:
            is_missing = data.get(f"state-{row.id}") == RequirementState.MISSING
            if is_missing and len((data.get(f"reason-{row.id}") or "").strip()) < 3:
                self.add_error(f"reason-{row.id}", _("Tulis mengapa kurang, misalnya: fotokopi tidak terbaca."))
        if not any(data.get(f"state-{row.id}") for row in self.requirements):
            self.add_error(None, _("Belum ada yang dijawab. Pilih ada, kurang atau tidak perlu pada tiap syarat."))
        return data

    def found(self) -> dict[Any, Found]:
        """The answers, by requirement; those without an answer are left out."""
        data = self.cleaned_data
        return {
            row.id: Found(data[f"state-{row.id}"], data[f"reason-{row.id}"], data[f"bring-{row.id}"])
            for row in self.requirements
            if data[f"state-{row.id}"]
        }


class AssessForm(Revised):
    """Need, situation, risk, recommendation."""

    need = forms.CharField(
        label=_("Kebutuhan"),
        help_text=_("Apa yang sebenarnya dibutuhkan, setelah bertemu warga."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    situation = forms.CharField(
        label=_("Keadaan"),
        help_text=_("Keluarga, tempat tinggal, penghasilan, surat yang dimiliki."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    risk = forms.ChoiceField(label=_("Risiko bila tidak ditangani"), widget=forms.RadioSelect, choices=Risk.choices)
    way = forms.ChoiceField(label=_("Jalan yang disarankan"), widget=forms.RadioSelect, choices=Way.choices)
    recommendation = forms.CharField(
        label=_("Rekomendasi petugas"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecideForm(Revised):
    """Approve with a way, refuse, hand up, or ask for rework."""

    verdict = forms.ChoiceField(label=_("Penetapan"), widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label=_("Jalan, bila disetujui"), required=False, choices=[("", _("Pilih jalan")), *Way.choices]
    )
    reason = forms.CharField(
        label=_("Alasan atau pesan"),
        help_text=_("Wajib bila tidak disetujui, diteruskan atau dikaji ulang. Disimpan tersandi."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, may_raise: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verdict"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [each for each in Verdict.choices if may_raise or each[0] != Verdict.RAISED]

    def clean(self) -> dict[str, Any]:
        """An approval names its way."""
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == Verdict.APPROVED and not data.get("way"):
            self.add_error("way", _("Pilih jalan layanan yang disetujui."))
        return data


class TaskForm(forms.Form):
    """What is to be done, by when, by whom."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    title = forms.CharField(
        label=_("Apa yang harus dikerjakan?"),
        help_text=_("Misalnya: ambil surat keterangan di kantor desa. Jangan menulis penyakit."),
        max_length=200,
    )
    due_on = DateBoxes(label=_("Paling lambat"))
    assigned_to = forms.ChoiceField(label=_("Untuk siapa"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assigned_to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Siapa saja di tim")), *people]


class TaskAssignForm(forms.Form):
    """To whom the task goes."""

    assigned_to = forms.ChoiceField(label=_("Serahkan kepada"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assigned_to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Pilih petugas")), *people]


class TaskEndForm(forms.Form):
    """What came of it, or why it is dropped."""

    step = forms.ChoiceField(
        label=_("Bagaimana tugas ini berakhir?"),
        widget=forms.RadioSelect,
        choices=[("done", _("Sudah dikerjakan")), ("cancel", _("Tidak perlu lagi"))],
    )
    result = forms.CharField(label=_("Hasil atau alasan"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """What is dropped says why."""
        data = super().clean() or self.cleaned_data
        if data.get("step") == "cancel" and len((data.get("result") or "").strip()) < 3:
            self.add_error("result", _("Tulis mengapa tugas ini tidak perlu lagi."))
        return data


class ConfidentialForm(forms.Form):
    """A confidential note."""

    text = forms.CharField(
        label=_("Catatan rahasia"),
        help_text=_(
            "Disimpan tersandi. Hanya petugas yang berwenang yang membacanya, dan setiap kali dibaca tercatat."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PurposeForm(forms.Form):
    """What for the notes are read."""

    purpose = forms.CharField(
        label=_("Untuk apa catatan dibaca?"),
        help_text=_("Misalnya: menyiapkan kunjungan rumah hari ini."),
        max_length=300,
    )
