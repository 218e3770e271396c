"""What the forms of change requests share: the day, the word to the checker, and choices among a family."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.registry.queries import FamilyView
from rangkul.web.shared.fields import DateBoxes


class AskForm(forms.Form):
    """What every request says: when it happened, and a word to the checker."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    on = DateBoxes(label=_("Tanggal kejadian"), past_only=True)
    note = forms.CharField(
        label=_("Keterangan untuk pemeriksa"),
        required=False,
        max_length=2000,
        help_text=_("Misalnya: nomor akta, surat desa, atau siapa yang melapor."),
    )
    named: tuple[str, ...] = ()

    def proposed(self) -> dict[str, Any]:
        """What the request proposes, ready to be kept."""
        return {name: kept(self.cleaned_data.get(name)) for name in self.named}

    def to_area(self) -> str:
        """Where a move leads."""
        return ""

    def happened_on(self, today: date) -> date:
        """The day of the event; corrections have none."""
        return self.cleaned_data.get("on") or today


def others(family: FamilyView | None, person_id: UUID) -> list[tuple[str, str]]:
    """(id, name) of everybody in the family but one person."""
    return (
        [(str(each.person_id), each.name) for each in family.members if each.person_id != person_id] if family else []
    )


def new_head(family: FamilyView | None, leaving: UUID | None) -> forms.ChoiceField:
    """Who of those who stay leads the family when its head leaves."""
    members = [each for each in (family.members if family else ()) if each.person_id != leaving]
    return forms.ChoiceField(
        label=_("Kepala keluarga lama yang baru"),
        required=False,
        help_text=_("Hanya bila kepala keluarga ikut keluar dan ada anggota yang tinggal."),
        choices=[("", _("Tidak berganti")), *((str(each.person_id), each.name) for each in members)],
    )


def offer(field: forms.Field, choices: Sequence[tuple[str, str]]) -> None:
    """Give a choice its entries."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def kept(value: Any) -> Any:
    """A value as a request keeps it."""
    return value.isoformat() if isinstance(value, date) else value
