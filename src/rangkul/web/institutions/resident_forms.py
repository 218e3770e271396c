"""Forms about residents: admission, discharge, transfer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rangkul.institutions.enums import ASKED_REASONS
from rangkul.institutions.queries import Room
from rangkul.web.shared.fields import DateBoxes


def room_choices(rooms: Iterable[Room], *, prefix: str = "") -> list[tuple[str, str]]:
    """Rooms with whom they take in and how many beds are free."""
    found = []
    for room in rooms:
        free = ngettext("%(n)s kosong", "%(n)s kosong", room.free) % {"n": room.free}
        words = [room.name, room.serves_label, room.sex_label, free]
        found.append((str(room.id), prefix + ", ".join(each for each in words if each)))
    return found


class AdmitForm(forms.Form):
    """When, why, and in which room."""

    since = DateBoxes(label=_("Tanggal masuk"), past_only=True)
    room = forms.ChoiceField(label=_("Kamar"), required=False)
    reason = forms.CharField(
        label=_("Keadaan dan alasan masuk"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Disimpan tersandi; hanya dibaca petugas yang mengurus penghuni."),
    )
    overfill_reason = forms.CharField(
        label=_("Alasan melampaui kapasitas"),
        required=False,
        max_length=300,
        help_text=_("Hanya bila semua tempat tidur terisi dan warga tetap harus diterima."),
    )

    def __init__(self, *args: Any, rooms: Iterable[Room], may_overfill: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = room_choices(rooms)
        field = self.fields["room"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _now("belum ditentukan")), *choices]
        if not choices:
            del self.fields["room"]
        if not may_overfill:
            del self.fields["overfill_reason"]

    @property
    def bed_group_id(self) -> UUID | None:
        """The room that was chosen."""
        chosen = self.cleaned_data.get("room")
        return UUID(chosen) if chosen else None


class ReferredForm(AdmitForm):
    """Admission of a referred person: the institution and its room are chosen together."""

    field_order = ("place", "since", "reason", "overfill_reason")
    place = forms.ChoiceField(label=_("Lembaga dan kamar"))

    def __init__(
        self, *args: Any, homes: Iterable[tuple[UUID, str, tuple[Room, ...]]], may_overfill: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, rooms=(), may_overfill=may_overfill, **kwargs)
        choices: list[tuple[str, str]] = [("", _now("pilih lembaga"))]
        for pk, name, rooms in homes:
            choices.append((f"{pk}/", f"{name}: {_now('kamar belum ditentukan')}"))
            choices += [(f"{pk}/{room}", label) for room, label in room_choices(rooms, prefix=f"{name}: ")]
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def institution_id(self) -> UUID:
        """The institution that was chosen."""
        return UUID(self.cleaned_data["place"].partition("/")[0])

    @property
    def bed_group_id(self) -> UUID | None:
        """The room that was chosen."""
        room = self.cleaned_data["place"].partition("/")[2]
        return UUID(room) if room else None


class TransferForm(ReferredForm):
    """Where to, since when and why."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class DischargeForm(forms.Form):
    """Why somebody leaves and where to."""

    on = DateBoxes(label=_("Tanggal keluar"), past_only=True, help_text=_("Malam pertama di tempat lain."))
    reason = forms.ChoiceField(label=_("Alasan keluar"), choices=ASKED_REASONS, widget=forms.RadioSelect)
    destination = forms.CharField(
        label=_("Tujuan"), required=False, max_length=300, help_text=_("Misalnya rumah anak di Desa Gattareng.")
    )
    note = forms.CharField(
        label=_("Catatan"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
