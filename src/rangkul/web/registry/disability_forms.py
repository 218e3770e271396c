"""Forms of the disability profile: record it, validate it, send it back."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.registry import washington
from rangkul.registry.actions import SINGLE_TYPES, Device
from rangkul.registry.enums import (
    Caregiver,
    Communication,
    DeviceKind,
    DeviceState,
    Difficulty,
    DisabilityCause,
    Source,
)
from rangkul.registry.queries import FamilyView, ProfileView
from rangkul.registry.queries.disability import DOMAIN_LABELS
from rangkul.web.registry.forms import BLANK
from rangkul.web.shared.fields import DateBoxes

_NOT_ASKED = ("", _("Belum ditanyakan"))
_NONE = ("", _("Tidak punya, tidak butuh"))


class DisabilityForm(forms.Form):
    """Everything a profile holds; only the types and the basis are required, the rest may follow later."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    types = forms.MultipleChoiceField(
        label=_("Ragam disabilitas"),
        help_text=_("Boleh lebih dari satu."),
        widget=forms.CheckboxSelectMultiple,
        choices=[(each.value, each.label) for each in SINGLE_TYPES],
    )
    detail = forms.CharField(
        label=_("Rincian"),
        required=False,
        max_length=200,
        help_text=_("Misalnya: netra, rungu, down syndrome, lumpuh."),
    )
    cause = forms.ChoiceField(label=_("Penyebab"), required=False, choices=[BLANK, *DisabilityCause.choices])
    since_on = DateBoxes(label=_("Sejak"), required=False, past_only=True)

    def __init__(self, *args: Any, family: FamilyView | None, person_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for domain in washington.DOMAINS:
            self.fields[domain] = forms.TypedChoiceField(
                label=_("Kesulitan %(what)s") % {"what": DOMAIN_LABELS[domain]},
                required=False,
                coerce=int,
                empty_value=None,
                choices=[_NOT_ASKED, *((str(value), label) for value, label in Difficulty.choices)],
            )
        for kind in DeviceKind:
            self.fields[f"device_{kind.value}"] = forms.ChoiceField(
                label=_("Alat bantu: %(what)s") % {"what": kind.label},
                required=False,
                choices=[_NONE, *DeviceState.choices],
            )
        self.fields["device_detail"] = forms.CharField(
            label=_("Ukuran atau rincian alat"),
            required=False,
            max_length=40,
            help_text=_("Misalnya: ukuran anak, kiri."),
        )
        self.fields["has_asked_devices"] = forms.BooleanField(
            label=_("Alat bantu sudah ditanyakan, juga bila tidak ada"), required=False
        )
        self.fields["caregiver"] = forms.ChoiceField(
            label=_("Pendamping"), required=False, choices=[BLANK, *Caregiver.choices]
        )
        members = [each for each in (family.members if family else ()) if each.person_id != person_id]
        self.fields["caregiver_person"] = forms.ChoiceField(
            label=_("Anggota keluarga yang mendampingi"),
            required=False,
            choices=[("", _("Bukan anggota KK ini")), *((str(each.person_id), each.name) for each in members)],
        )
        self.fields["caregiver_name"] = forms.CharField(
            label=_("Nama dan nomor telepon pendamping lain"),
            required=False,
            max_length=200,
            help_text=_("Disimpan terenkripsi."),
        )
        self.fields["communication"] = forms.ChoiceField(
            label=_("Cara berkomunikasi"), required=False, choices=[BLANK, *Communication.choices]
        )
        self.fields["source"] = forms.ChoiceField(
            label=_("Sumber"),
            choices=[choice for choice in Source.choices if choice[0] in (Source.SURVEY, Source.DESK, Source.OTHER)],
        )
        self.fields["reason"] = forms.CharField(
            label=_("Dasar"), max_length=300, help_text=_("Misalnya: kunjungan rumah, surat dokter, kartu disabilitas.")
        )

    def told(self) -> dict[str, Any]:
        """Arguments of the action."""
        data = self.cleaned_data
        devices = [
            Device(kind.value, data[f"device_{kind.value}"], data["device_detail"])
            for kind in DeviceKind
            if data[f"device_{kind.value}"]
        ]
        plain = ("types", "detail", "cause", "since_on", "has_asked_devices", "caregiver", "caregiver_name")
        return {name: data[name] for name in (*plain, "communication", "source", "reason")} | {
            "answers": {domain: data[domain] for domain in washington.DOMAINS},
            "devices": devices,
            "caregiver_person_id": UUID(data["caregiver_person"]) if data["caregiver_person"] else None,
            "expected_version": data["version"],
        }


def initial_of(profile: ProfileView | None) -> dict[str, Any]:
    """The present profile as the form shows it."""
    if profile is None:
        return {"version": 0, "source": Source.SURVEY}
    names = ("types", "detail", "cause", "since_on", "has_asked_devices", "caregiver", "communication", "version")
    return {
        **{name: getattr(profile, name) for name in names},
        **profile.answers,
        **{f"device_{device.kind}": device.state for device in profile.devices},
        "device_detail": next((device.detail for device in profile.devices if device.detail), ""),
        "caregiver_person": str(profile.caregiver_id or ""),
        "caregiver_name": "" if profile.caregiver_id else profile.caregiver_name,
        "source": Source.SURVEY,
    }


class ValidateForm(forms.Form):
    """Confirm a profile until a day."""

    due_on = DateBoxes(label=_("Validasi berikutnya"), help_text=_("Sesudah hari itu profil ini harus diperiksa lagi."))
    remark = forms.CharField(label=_("Catatan"), required=False, max_length=500)


class ReturnForm(forms.Form):
    """Send a profile back."""

    remark = forms.CharField(label=_("Yang perlu diperbaiki"), max_length=500)
