"""Forms of change requests, one for each event of life; each knows what it proposes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.reference import queries as reference_queries
from rangkul.registry.enums import ChangeKind, Relation, Sex
from rangkul.registry.queries import HOUSEHOLD_LABELS, KNOWN_AS_LABELS, FamilyView, PersonView, Returner, area_labels
from rangkul.web.registry.change_form_base import AskForm, kept, new_head, offer, others
from rangkul.web.registry.forms import BLANK, NOT_CHANGED, CorrectForm, KkOfFamily, NikOfPerson, member_key
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.wording import date_in_words

WITHOUT_HEAD = "tanpa"
_REGENCY = 5


class BirthForm(AskForm):
    """A child is born."""

    named = ("name", "sex", "birth_place", "mother_name", "relation", "nik")
    name = forms.CharField(label=_("Nama anak"), max_length=200)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=Sex.choices, widget=forms.RadioSelect)
    birth_place = forms.CharField(label=_("Tempat lahir"), required=False, max_length=100)
    mother_name = forms.CharField(label=_("Nama ibu kandung"), required=False, max_length=200)
    relation = forms.ChoiceField(
        label=_("Hubungan dengan kepala keluarga"),
        choices=[each for each in Relation.choices if each[0] not in ("HEAD", "SPOUSE", "PARENT")],
        initial=Relation.CHILD,
    )
    nik = NikOfPerson(label=_("NIK"), required=False, help_text=_("Kosongkan bila belum terbit."))
    field_order = ("form_id", "on", *named, "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Tanggal lahir")


class DeathAskForm(AskForm):
    """A death; when the head died, who heads the family now, or that nobody does yet."""

    named = ("evidence", "new_head", "without_head")
    evidence = forms.CharField(label=_("Bukti"), help_text=_("Misalnya: nomor akta kematian atau surat desa."))
    field_order = ("form_id", "on", "evidence", "new_head", "note")

    def __init__(self, *args: Any, person: PersonView, family: FamilyView | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Tanggal meninggal")
        left = others(family, person.id) if person.family and person.family.relation == Relation.HEAD else []
        if left:
            self.fields["new_head"] = forms.ChoiceField(
                label=_("Siapa kepala keluarga sesudahnya"),
                widget=forms.RadioSelect,
                choices=[*left, (WITHOUT_HEAD, _("Belum ada; tandai keluarga ini untuk dibereskan"))],
            )
            self.order_fields(self.field_order)

    def proposed(self) -> dict[str, Any]:
        """A marked family names no head."""
        said = super().proposed()
        without = said.get("new_head") == WITHOUT_HEAD
        return said | {"new_head": "" if without else said.get("new_head") or "", "without_head": without}


class AliveForm(AskForm):
    """Somebody recorded dead lives."""

    named = ("evidence",)
    evidence = forms.CharField(
        label=_("Bukti"),
        max_length=200,
        help_text=_("Misalnya: surat keterangan hidup dari desa. Lampirkan dokumennya."),
    )
    field_order = ("form_id", "on", "evidence", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Tanggal diketahui masih hidup")


class _PlaceForm(AskForm):
    """Where somebody will live, in any village of the district."""

    area = forms.ChoiceField(label=_("Desa/kelurahan"))
    address = forms.CharField(label=_("Alamat"), required=False, max_length=300)
    hamlet = forms.CharField(label=_("Dusun/lingkungan"), required=False, max_length=100)
    rt = forms.CharField(label=_("RT"), required=False, max_length=5, widget=forms.TextInput({"class": "w-4"}))
    rw = forms.CharField(label=_("RW"), required=False, max_length=5, widget=forms.TextInput({"class": "w-4"}))

    def __init__(self, *args: Any, areas: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = area_labels(areas)
        choices = sorted(((code, labels.get(code, code)) for code in areas), key=lambda choice: choice[1])
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices if len(choices) == 1 else [("", _("Pilih desa/kelurahan")), *choices]


class MoveAskForm(_PlaceForm):
    """The family moves within the district."""

    named = ("area", "address", "hamlet", "rt", "rw")
    field_order = ("form_id", "on", *named, "note")

    def to_area(self) -> str:
        """The village it moves to."""
        return str(self.cleaned_data["area"])


class AddressForm(AskForm):
    """The family lives where it lived; its address was written down wrongly."""

    named = ("address", "hamlet", "rt", "rw")
    address = forms.CharField(label=_("Alamat yang benar"), max_length=300)
    hamlet = forms.CharField(label=_("Dusun/lingkungan"), required=False, max_length=100)
    rt = forms.CharField(label=_("RT"), required=False, max_length=5, widget=forms.TextInput({"class": "w-4"}))
    rw = forms.CharField(label=_("RW"), required=False, max_length=5, widget=forms.TextInput({"class": "w-4"}))
    field_order = ("form_id", "on", *named, "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Diketahui pada")


class MoveOutForm(AskForm):
    """The family leaves the district."""

    named = ("destination",)
    destination = forms.CharField(
        label=_("Pindah ke"), max_length=300, help_text=_("Kabupaten/kota dan desa tujuan seperti pada surat pindah.")
    )
    field_order = ("form_id", "on", "destination", "note")


class MoveInForm(_PlaceForm):
    """Somebody comes from outside the district: into a family here, or as the head of a new one."""

    named = (
        *("nik", "known_as", "name", "sex", "birth_place", "birth_date", "mother_name", "origin", "relation", "kk"),
        *("area", "address", "hamlet", "rt", "rw"),
    )
    name = forms.CharField(label=_("Nama lengkap"), max_length=200)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=Sex.choices, widget=forms.RadioSelect)
    birth_place = forms.CharField(label=_("Tempat lahir"), required=False, max_length=100)
    birth_date = DateBoxes(label=_("Tanggal lahir"), required=False, past_only=True)
    mother_name = forms.CharField(label=_("Nama ibu kandung"), required=False, max_length=200)
    nik = NikOfPerson(
        label=_("NIK"), required=False, help_text=_("Bila NIK ini sudah tercatat, data orangnya dapat dibawa kembali.")
    )
    known_as = forms.ChoiceField(
        label=_("Orang dengan NIK ini"), choices=list(KNOWN_AS_LABELS.items()), widget=forms.RadioSelect
    )
    origin = forms.CharField(label=_("Pindah dari"), max_length=200, help_text=_("Kabupaten/kota asal."))
    relation = forms.ChoiceField(label=_("Hubungan dalam KK"), required=False, choices=[BLANK, *Relation.choices])
    kk = KkOfFamily(label=_("Nomor KK baru"), required=False)
    field_order = ("form_id", "on", *named, "note")

    def __init__(self, *args: Any, family: FamilyView | None, known: Returner | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Tinggal di sini sejak")
        if known is None:
            del self.fields["known_as"]
        else:
            self.fields["known_as"].help_text = _told_of(known)
        for name in ("kk", "area", "address", "hamlet", "rt", "rw") if family else ("relation",):
            del self.fields[name]
        if family:
            self.fields["relation"].required = True


class SplitAskForm(AskForm):
    """Some members form a family of their own."""

    def __init__(self, *args: Any, family: FamilyView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = family.members
        chosen: dict[str, str] = dict((self.initial or {}).get("members", []))
        names = []
        for member in family.members:
            names.append(member_key(member))
            self.fields[names[-1]] = forms.ChoiceField(
                label=f"{member.name} ({member.relation_label})",
                required=False,
                choices=[NOT_CHANGED, *Relation.choices],
                initial=chosen.get(str(member.person_id), ""),
            )
        self.fields["kk"] = KkOfFamily(label=_("Nomor KK baru"), required=False)
        self.fields["new_head"] = new_head(family, None)
        self.order_fields(["form_id", "on", *names, "kk", "new_head", "note"])

    def proposed(self) -> dict[str, Any]:
        """Who leaves and in which place."""
        leaving = [
            [str(member.person_id), self.cleaned_data[member_key(member)]]
            for member in self.members
            if self.cleaned_data.get(member_key(member))
        ]
        return {"members": leaving, "kk": self.cleaned_data["kk"], "new_head": self.cleaned_data["new_head"]}


class JoinForm(AskForm):
    """A person enters another family."""

    named = ("to_family", "relation", "new_head")
    to_family = forms.ChoiceField(label=_("KK yang dimasuki"), widget=forms.RadioSelect)
    relation = forms.ChoiceField(
        label=_("Hubungan di KK itu"), choices=[each for each in Relation.choices if each[0] != Relation.HEAD]
    )
    field_order = ("form_id", "on", "to_family", "relation", "new_head", "note")

    def __init__(
        self, *args: Any, person: PersonView, family: FamilyView | None, found: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["to_family"], found)
        if person.family and person.family.relation == Relation.HEAD and others(family, person.id):
            self.fields["new_head"] = new_head(family, person.id)
            self.order_fields(self.field_order)


class MarriageForm(AskForm):
    """Two persons marry; where they live is told, not guessed."""

    named = ("partner", "household", "kk", "new_head")
    partner = forms.ChoiceField(label=_("Pasangan"), widget=forms.RadioSelect)
    household = forms.ChoiceField(
        label=_("KK sesudah menikah"), choices=list(HOUSEHOLD_LABELS.items()), widget=forms.RadioSelect
    )
    kk = KkOfFamily(label=_("Nomor KK baru"), required=False, help_text=_("Bila KK baru sudah terbit."))
    field_order = ("form_id", "on", "partner", "household", "kk", "new_head", "note")

    def __init__(
        self, *args: Any, person: PersonView, family: FamilyView | None, found: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Tanggal perkawinan")
        offer(self.fields["partner"], found)
        if person.family and person.family.relation == Relation.HEAD and others(family, person.id):
            self.fields["new_head"] = new_head(family, person.id)
            self.order_fields(self.field_order)


class NewHeadForm(AskForm):
    """Another member heads the family, because the former head left or no longer can."""

    named = ("head", "former")
    head = forms.ChoiceField(label=_("Kepala keluarga yang baru"), widget=forms.RadioSelect)
    former = forms.ChoiceField(
        label=_("Hubungan kepala lama sesudahnya"),
        choices=[choice for choice in Relation.choices if choice[0] != Relation.HEAD],
        initial=Relation.OTHER,
    )
    field_order = ("form_id", "on", *named, "note")

    def __init__(self, *args: Any, family: FamilyView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Berlaku sejak")
        heirs = [(str(each.person_id), each.name) for each in family.members if each.relation != Relation.HEAD]
        offer(self.fields["head"], heirs)


class CorrectionForm(CorrectForm):
    """Fields of a person that are wrong; only what differs is asked for."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    revision = None  # type: ignore[assignment]  # the request keeps every field as it stood
    field_order = ("form_id",)

    def __init__(self, *args: Any, person: PersonView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["reason"].label = _("Dasar perbaikan")

    def proposed(self) -> dict[str, Any]:
        """Only what differs from the record."""
        asked = {name: value for name, value in self.cleaned_data.items() if name not in ("form_id", "reason", "nik")}
        changes = {name: kept(value) for name, value in asked.items() if getattr(self.person, name) != value}
        nik = self.cleaned_data["nik"]
        return {"changes": ({"nik": nik} if nik else {}) | changes}

    def to_area(self) -> str:
        """Corrections move nobody."""
        return ""

    def happened_on(self, today: date) -> date:
        """A correction has no day of its own."""
        return today

    def clean(self) -> dict[str, Any]:
        """Something has to differ."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.proposed()["changes"]:
            self.add_error(None, _("Belum ada isian yang berubah. Ubah isian yang salah."))
        return data


ChangeForm = AskForm | CorrectionForm


def form_of(
    kind: ChangeKind,
    data: Any,
    *,
    family: FamilyView | None,
    person: PersonView | None,
    own_areas: Sequence[str],
    found: Sequence[tuple[str, str]],
    initial: Mapping[str, Any],
    known: Returner | None = None,
) -> ChangeForm:
    """The form of a kind; `found` are (id, name) of what was searched, `known` is who has the NIK of a move in."""
    given: dict[str, Any] = {"data": data, "initial": dict(initial)}
    if kind in (ChangeKind.MOVE, ChangeKind.MOVE_IN):
        given["areas"] = _district(own_areas) if kind == ChangeKind.MOVE else own_areas
    if kind in (ChangeKind.SPLIT, ChangeKind.NEW_HEAD, ChangeKind.MOVE_IN):
        given["family"] = family
    if kind == ChangeKind.MOVE_IN:
        given["known"] = known
    if kind in (ChangeKind.DEATH, ChangeKind.JOIN, ChangeKind.MARRIAGE):
        given |= {"person": person, "family": family}
    if kind in (ChangeKind.JOIN, ChangeKind.MARRIAGE):
        given["found"] = found
    if kind == ChangeKind.CORRECTION:
        given["person"] = person
    form: ChangeForm = _FORMS[kind](**given)
    return form


_FORMS: dict[ChangeKind, Any] = {
    ChangeKind.BIRTH: BirthForm,
    ChangeKind.DEATH: DeathAskForm,
    ChangeKind.MOVE: MoveAskForm,
    ChangeKind.MOVE_OUT: MoveOutForm,
    ChangeKind.MOVE_IN: MoveInForm,
    ChangeKind.SPLIT: SplitAskForm,
    ChangeKind.JOIN: JoinForm,
    ChangeKind.MARRIAGE: MarriageForm,
    ChangeKind.NEW_HEAD: NewHeadForm,
    ChangeKind.CORRECTION: CorrectionForm,
    ChangeKind.ADDRESS: AddressForm,
    ChangeKind.ALIVE: AliveForm,
}


def _district(areas: Sequence[str]) -> list[str]:
    regencies = dict.fromkeys(area[:_REGENCY] for area in areas)
    return [str(village.code) for regency in regencies for village in reference_queries.list_villages(regency)] or list(
        areas
    )


def _told_of(known: Returner) -> str:
    """Where the person is registered, and as far as they may be seen who it is."""
    told = _("NIK ini sudah tercatat di %(where)s.") % {"where": known.where}
    if known.name:
        born = known.rows[1][2] or "–"
        told += " " + _("Atas nama %(name)s, lahir %(born)s.") % {"name": known.name, "born": born}
    if known.away_since:
        told += " " + _("Pindah ke luar sejak %(day)s.") % {"day": date_in_words(known.away_since)}
    return str(told)
