"""Forms of persons and families."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.area_code import AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.ids import new_id
from rangkul.kernel.nik import Nik
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry.enums import Livelihood, MaritalStatus, NikStatus, Relation, Sex
from rangkul.registry.queries import MemberView, PersonHit, PersonView, area_labels
from rangkul.web.shared.fields import DateBoxes, NikField

BLANK = ("", _("Belum diketahui"))
NOT_CHANGED = ("", _("Tetap di KK lama"))


def area_choices(actor: Actor) -> list[tuple[str, str]]:
    """Villages the actor works in; a kecamatan too, for somebody whose village is not known yet."""
    codes: dict[str, None] = {}
    for own in actor.areas:
        if own.level >= AreaLevel.DISTRICT:
            codes[str(own)] = None
        for village in reference_queries.list_villages(own):
            codes[village.code] = None
    labels = area_labels(codes)
    return sorted(((code, labels.get(code, code)) for code in codes), key=lambda choice: choice[1])


class NikOfPerson(NikField):
    """Sixteen digits that can be a NIK."""

    def clean(self, value: Any) -> str:
        """The digits; what cannot be a NIK is refused in words."""
        digits: str = super().clean(value)
        return _checked(Nik, digits)


class KkOfFamily(NikField):
    """Sixteen digits that can be a family-card number."""

    def clean(self, value: Any) -> str:
        """The digits; what cannot be a card number is refused in words."""
        digits: str = super().clean(value)
        return _checked(NomorKK, digits)


def _checked(kind: type[Nik] | type[NomorKK], digits: str) -> str:
    try:
        return str(kind.parse(digits)) if digits else ""
    except Refused as error:
        raise forms.ValidationError(f"{error.expected}; {error.remedy}.") from error


class PlacedForm(forms.Form):
    """Where somebody lives."""

    area = forms.ChoiceField(label=_("Desa/kelurahan"))
    address = forms.CharField(label=_("Alamat"), required=False, max_length=300)
    hamlet = forms.CharField(label=_("Dusun/lingkungan"), required=False, max_length=100)
    rt = forms.CharField(label=_("RT"), required=False, max_length=5, widget=forms.TextInput({"class": "w-4"}))
    rw = forms.CharField(label=_("RW"), required=False, max_length=5, widget=forms.TextInput({"class": "w-4"}))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = area_choices(actor)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = choices if len(choices) == 1 else [("", _("Pilih desa/kelurahan")), *choices]


class PersonForm(PlacedForm):
    """Register somebody; nothing but the name and the village is required."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Nama lengkap"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    nik = NikOfPerson(
        label=_("NIK"), required=False, help_text=_("Kosongkan bila warga tidak membawa atau tidak punya.")
    )
    nik_status = forms.ChoiceField(
        label=_("Keadaan NIK"),
        widget=forms.RadioSelect,
        choices=[
            (NikStatus.UNCHECKED, _("Ada, belum dicocokkan dengan Dukcapil")),
            (NikStatus.MATCHED, _("Ada, padan dengan Dukcapil")),
            (NikStatus.NOT_RECORDED, _("Belum rekam KTP-el")),
            (NikStatus.NONE, _("Tidak punya")),
        ],
        initial=NikStatus.UNCHECKED,
    )
    kk = KkOfFamily(label=_("Nomor KK"), required=False, help_text=_("Bila ada, warga dimasukkan ke keluarga itu."))
    relation = forms.ChoiceField(label=_("Hubungan dalam KK"), required=False, choices=[BLANK, *Relation.choices])
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"), required=False, widget=forms.RadioSelect, choices=[*Sex.choices, BLANK]
    )
    birth_place = forms.CharField(label=_("Tempat lahir"), required=False, max_length=100)
    birth_date = DateBoxes(label=_("Tanggal lahir"), required=False, past_only=True)
    mother_name = forms.CharField(label=_("Nama ibu kandung"), required=False, max_length=200)
    phone = forms.CharField(
        label=_("Nomor telepon"), required=False, max_length=30, widget=forms.TextInput({"inputmode": "tel"})
    )

    field_order = (
        *("form_id", "name", "nik", "nik_status", "sex", "birth_place", "birth_date", "mother_name", "phone"),
        *("kk", "relation", "area", "address", "hamlet", "rt", "rw"),
    )

    def clean(self) -> dict[str, Any]:
        """The state of the NIK follows what was filled in."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        status = data.get("nik_status")
        if "nik" in data and not data["nik"] and status in (NikStatus.MATCHED, NikStatus.UNCHECKED):
            data["nik_status"] = NikStatus.NONE
            if status == NikStatus.MATCHED:
                self.add_error("nik", _("Isi NIK, atau pilih keadaan NIK yang lain."))
        if data.get("kk") and not data.get("relation"):
            self.add_error("relation", _("Pilih hubungan dalam KK."))
        return data


def fresh_form_id() -> UUID:
    """The id of the record a form will make: sent twice, it makes one."""
    return new_id()


class CorrectForm(forms.Form):
    """Correct single fields of a person against the revision shown."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Nama lengkap"), max_length=200)
    nik = NikOfPerson(
        label=_("NIK baru"), required=False, help_text=_("Isi hanya bila NIK berubah atau baru diketahui.")
    )
    nik_status = forms.ChoiceField(label=_("Keadaan NIK"), choices=NikStatus.choices)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), required=False, choices=[BLANK, *Sex.choices])
    birth_place = forms.CharField(label=_("Tempat lahir"), required=False, max_length=100)
    birth_date = DateBoxes(label=_("Tanggal lahir"), required=False, past_only=True)
    mother_name = forms.CharField(label=_("Nama ibu kandung"), required=False, max_length=200)
    marital_status = forms.ChoiceField(
        label=_("Status perkawinan"), required=False, choices=[BLANK, *MaritalStatus.choices]
    )
    address = forms.CharField(label=_("Alamat"), required=False, max_length=300)
    hamlet = forms.CharField(label=_("Dusun/lingkungan"), required=False, max_length=100)
    rt = forms.CharField(label=_("RT"), required=False, max_length=5, widget=forms.TextInput({"class": "w-4"}))
    rw = forms.CharField(label=_("RW"), required=False, max_length=5, widget=forms.TextInput({"class": "w-4"}))
    reason = forms.CharField(label=_("Dasar perbaikan"), help_text=_("Misalnya: KTP-el, akta lahir, surat desa."))

    def changes_to(self, person: PersonView) -> dict[str, Any]:
        """Only what differs from the page that was shown."""
        asked = {name: value for name, value in self.cleaned_data.items() if name not in ("revision", "reason", "nik")}
        changes = {name: value for name, value in asked.items() if getattr(person, name) != value}
        nik = self.cleaned_data["nik"]
        return ({"nik": nik} if nik else {}) | changes


class MergeForm(forms.Form):
    """Two records are one person."""

    ANOTHER = "cari"

    other = forms.ChoiceField(label=_("Data yang digabungkan ke orang ini"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Mengapa keduanya satu orang"))

    def __init__(self, *args: Any, hits: Sequence[PersonHit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["other"], hits, (self.ANOTHER, _("tidak ada di daftar ini; saya cari")))


class ReasonForm(forms.Form):
    """A deed that only needs its reason."""

    reason = forms.CharField(label=_("Alasan"))


class FamilyForm(PlacedForm):
    """Register a family by its head."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    head = forms.UUIDField(widget=forms.HiddenInput)
    kk = KkOfFamily(label=_("Nomor KK"), required=False, help_text=_("Kosongkan bila keluarga belum punya KK."))
    livelihood = forms.ChoiceField(
        label=_("Mata pencaharian pokok"), required=False, choices=[BLANK, *Livelihood.choices]
    )
    field_order = ("form_id", "head", "kk", "livelihood", "area", "address", "hamlet", "rt", "rw")


class PurposeForm(forms.Form):
    """Why somebody needs to see whole numbers."""

    purpose = forms.CharField(
        label=_("Keperluan melihat nomor"),
        max_length=300,
        help_text=_("Dicatat bersama nama Anda. Misalnya: mencocokkan KTP warga di loket."),
    )


def member_key(member: MemberView) -> str:
    """The name of a member's field in a form about a family."""
    return f"member_{member.person_id.hex}"


def _offer(field: forms.Field, hits: Sequence[PersonHit], *others: tuple[str, str | Promise]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [*((str(hit.id), hit.name) for hit in hits), *others]
    notes = {str(hit.id): " · ".join(filter(None, [hit.masked_nik, hit.area_label, *hit.reasons])) for hit in hits}
    field.widget.option_hints = notes
