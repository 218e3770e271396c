"""Forms of intake: what is told first, then who it is about, who tells it, how urgent it is, and where it belongs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.desk import queries
from rangkul.desk.enums import CaseKind, Channel, Relationship, Sector, Urgency
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor
from rangkul.registry.enums import Relation, Sex
from rangkul.web.desk.forms import email_field, told_field, village_choices, with_blank
from rangkul.web.registry.forms import KkOfFamily, NikOfPerson
from rangkul.web.shared.fields import DateBoxes

UNKNOWN = ("", _("Belum tahu"))
_CHANNEL_OF_ROLE = {"FACILITATOR": Channel.FACILITATOR, "TKSK": Channel.OUTREACH}


def category_choices() -> list[Any]:
    """The categories of complaints, those about a programme apart from the others; about officials: not as a case."""
    told = [(each.code, f"{each.code} {each.label}") for each in queries.list_categories() if not each.is_of_staff]
    return [
        UNKNOWN,
        (_("Tentang kepesertaan program"), [each for each in told if each[0].startswith("K")]),
        (_("Selain kepesertaan"), [each for each in told if each[0].startswith("N")]),
    ]


def service_choices() -> list[tuple[str, Any]]:
    """The office's services by name."""
    named = sorted((each.name, each.code) for each in queries.list_services())
    return [UNKNOWN, *((code, name) for name, code in named)]


class ClassForm(forms.Form):
    """Of what kind a case is; asked after the story, or later."""

    kind = forms.ChoiceField(label=_("Jenis"), required=False, initial=CaseKind.NEED, choices=CaseKind.choices)
    sector = forms.ChoiceField(label=_("Bidang"), required=False, choices=[UNKNOWN, *Sector.choices])
    category = forms.ChoiceField(
        label=_("Kategori pengaduan"), required=False, help_text=_("Untuk pengaduan; kosongkan bila bukan.")
    )
    service_code = forms.ChoiceField(
        label=_("Layanan"), required=False, help_text=_("Bila dipilih tanpa bidang, bidangnya mengikuti layanan.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category, service = self.fields["category"], self.fields["service_code"]
        assert isinstance(category, forms.ChoiceField)
        assert isinstance(service, forms.ChoiceField)
        category.choices = category_choices()
        service.choices = service_choices()


class ClassifyForm(ClassForm):
    """The same on a page of its own, against the revision that was shown."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class IntakeForm(ClassForm):
    """Intake at the desk. Only the story and the village are indispensable; nobody is asked for a card first."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    queue_ticket = forms.UUIDField(widget=forms.HiddenInput, required=False)
    story = forms.CharField(
        label=_("Apa yang dibutuhkan?"),
        help_text=_("Tulis seperti yang diceritakan warga. Penggolongan menyusul."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )
    of_staff = forms.BooleanField(
        label=_("Ini tentang perbuatan seorang petugas"),
        help_text=_("Dicatat sebagai pengaduan, agar petugas itu tidak dapat membacanya."),
        required=False,
    )
    concerned_name = forms.CharField(
        label=_("Nama warga yang butuh bantuan"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    area = forms.ChoiceField(label=_("Desa/kelurahan"))
    nik = NikOfPerson(label=_("NIK"), required=False, help_text=_("Kosongkan bila tidak dibawa atau tidak punya."))
    kk = KkOfFamily(label=_("Nomor KK"), required=False)
    relation = forms.ChoiceField(
        label=_("Hubungan dalam KK"), required=False, choices=[("", _("Belum diketahui")), *Relation.choices]
    )
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"), required=False, choices=[("", _("Belum diketahui")), *Sex.choices]
    )
    birth_date = DateBoxes(label=_("Tanggal lahir"), required=False, past_only=True)
    address = forms.CharField(
        label=_("Alamat atau tempat ditemui"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relationship = forms.ChoiceField(
        label=_("Yang melapor"), required=False, initial=Relationship.SELF, choices=Relationship.choices
    )
    reporter_name = forms.CharField(
        label=_("Nama pelapor"),
        help_text=_("Bila bukan warga itu sendiri."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Nomor HP"),
        help_text=_("Untuk memeriksa tiket sendiri. Kosongkan bila tidak punya."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "w-20"}),
    )
    email = email_field()
    may_be_told = told_field()
    is_anonymous = forms.BooleanField(
        label=_("Pelapor tidak ingin disebut namanya"),
        help_text=_(
            "Boleh untuk pengaduan, pertanyaan, saran dan penjangkauan. Tidak untuk permintaan bantuan: bantuan hanya"
            " diserahkan kepada orang yang dikenal dan diperiksa datanya."
        ),
        required=False,
    )
    urgency = forms.ChoiceField(
        label=_("Mendesak?"),
        required=False,
        help_text=_("Kasus mendesak didahulukan dan jatuh tempo hari ini."),
        choices=[("", _("Tidak mendesak")), *Urgency.choices],
    )
    urgency_reason = forms.CharField(
        label=_("Alasan mendesak"),
        help_text=_("Hanya dibaca petugas yang melayani."),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    channel = forms.ChoiceField(label=_("Datang lewat"), required=False, initial=Channel.COUNTER)
    reporter_agency = forms.CharField(
        label=_("Lembaga yang merujuk"),
        help_text=_("Bila datang lewat rujukan lembaga."),
        max_length=200,
        required=False,
    )

    sheet = forms.CharField(
        label=_("Nomor lembar"),
        help_text=_("Di pojok kanan atas. Kosongkan bila lembarnya tidak bernomor."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "w-20"}),
    )
    heard_on = DateBoxes(label=_("Tanggal di lembar"), required=False, past_only=True)

    who = ("concerned_name", "area")
    identity = ("nik", "kk", "relation", "sex", "birth_date", "address")
    reporter = (
        "channel",
        "relationship",
        "reporter_name",
        "phone",
        "email",
        "may_be_told",
        "is_anonymous",
        "reporter_agency",
    )
    urgent = ("urgency", "urgency_reason")
    paper = ("sheet", "heard_on")
    later = ("kind", "sector", "category", "service_code")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area, channel = self.fields["area"], self.fields["channel"]
        assert isinstance(area, forms.ChoiceField)
        assert isinstance(channel, forms.ChoiceField)
        area.choices = with_blank(village_choices(*map(str, actor.areas)))
        # What comes from the citizen's page is registered by the citizen.
        channel.choices = [each for each in Channel.choices if each[0] != Channel.WEB]
        channel.initial = _CHANNEL_OF_ROLE.get(actor.role, Channel.COUNTER)

    def group(self, name: str) -> list[forms.BoundField]:
        """The fields of one part of the page."""
        return [self[field] for field in getattr(self, name)]

    def parts(self) -> dict[str, Any]:
        """Parts of the page by name, and which of the folded ones hold something to look at."""
        names = ("who", "identity", "reporter", "urgent", "later", "paper")
        found: dict[str, Any] = {name: self.group(name) for name in names}
        found["is_open"] = {
            name: self.is_bound and any(bound.errors or _is_filled(bound) for bound in found[name])
            for name in ("identity", "later", "paper")
        }
        found["is_open"]["paper"] |= bool(self.initial.get("is_paper"))
        return found

    def clean(self) -> dict[str, Any]:
        """The person's own name where they tell it themselves; a number without a name is no person yet."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("concerned_name") and data.get("relationship") in ("", Relationship.SELF):
            data["concerned_name"] = data.get("reporter_name", "")
        if data.get("sheet") and not data.get("heard_on") and "heard_on" not in self.errors:
            self.add_error("heard_on", _("Tulis tanggal yang ada di lembarnya."))
        if data.get("kk") and not data.get("relation"):
            self.add_error("relation", _("Pilih hubungan dalam KK."))
        return data

    def says_who(self) -> bool:
        """Whether anything was told by which a person can be searched."""
        return any(self.cleaned_data.get(name) for name in ("concerned_name", "nik", "kk"))

    def has_papers(self) -> bool:
        """Whether more than a name was told: then the search is shown even when it finds nobody."""
        return any(self.cleaned_data.get(name) for name in ("nik", "kk", "birth_date"))


def _is_filled(bound: forms.BoundField) -> bool:
    """Something was typed or chosen there that the empty form does not hold already."""
    value = bound.value()
    if isinstance(value, list):
        return any(value)
    return bool(value) and value != bound.initial
