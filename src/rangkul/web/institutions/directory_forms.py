"""Forms of the service directory: searching, one service, its hours, an agency, a file."""

from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.institutions import queries
from rangkul.institutions.entries import OpenHours, ServiceEntry
from rangkul.institutions.enums import AgencyKind, NeedKind, ServiceStatus, Weekday
from rangkul.institutions.queries import ServiceView
from rangkul.kernel.business_time import Stretches
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.web.shared.week import WeekForm

FILE_LIMIT = 2_500_000


class SearchForm(forms.Form):
    """What is needed, where, for whom, and whether there must be room."""

    q = forms.CharField(required=False, max_length=100)
    wilayah = forms.ChoiceField(label=_("Melayani wilayah"), required=False)
    jenis = forms.ChoiceField(label=_("Jenis kasus"), required=False, choices=[("", _("Semua")), *NeedKind.choices])
    lembaga = forms.ChoiceField(
        label=_("Jenis lembaga"), required=False, choices=[("", _("Semua")), *AgencyKind.choices]
    )
    ada_tempat = forms.BooleanField(label=_("Hanya yang masih ada tempat"), required=False)
    dihentikan = forms.BooleanField(label=_("Juga yang sudah dihentikan"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields["wilayah"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = [("", _("Semua")), *area_choices(actor)]


def area_choices(actor: Actor) -> list[tuple[str, str]]:
    """The actor's areas, the kecamatan in them, and the villages of a kecamatan or below."""
    codes: dict[str, None] = {}
    for own in actor.areas:
        codes[str(own)] = None
        for child in reference_queries.list_children(own):
            codes[str(child.code)] = None
    labels = reference_queries.labels_of(set(codes))
    return [(code, labels.get(code, code)) for code in sorted(codes)]


class ServiceForm(WeekForm):
    """One service of an agency."""

    service_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agency = forms.ChoiceField(label=_("Lembaga"))
    name = forms.CharField(label=_("Nama layanan"), max_length=200)
    also_called = forms.CharField(
        label=_("Kata yang dipakai warga"),
        help_text=_("Supaya ditemukan: misalnya “KIS, BPJS mati, kartu sehat”."),
        max_length=300,
        required=False,
    )
    description = forms.CharField(
        label=_("Keterangan"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    kinds = forms.MultipleChoiceField(
        label=_("Jenis kasus yang diterima"), choices=NeedKind.choices, widget=forms.CheckboxSelectMultiple
    )
    requirements = forms.CharField(
        label=_("Syarat"), help_text=_("Satu baris satu surat."), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    eligibility = forms.CharField(label=_("Untuk siapa"), required=False, max_length=1000)
    output = forms.CharField(label=_("Yang didapat warga"), required=False, max_length=300)
    how_to_apply = forms.CharField(label=_("Cara mengurus"), required=False, max_length=1000)
    fees = forms.CharField(label=_("Biaya"), required=False, max_length=200)
    address = forms.CharField(label=_("Tempat layanan"), required=False, max_length=300)
    phone = forms.CharField(label=_("Telepon"), required=False, max_length=50)
    email = forms.CharField(label=_("Alamat e-mail"), required=False, max_length=254)
    areas = forms.CharField(
        label=_("Wilayah yang dilayani"),
        help_text=_("Kode Kemendagri, dipisah koma, misalnya 73.12.01. Kosong: seluruh wilayah lembaganya."),
        required=False,
        max_length=2000,
    )
    feedback_days = forms.IntegerField(
        label=_("Hari kerja sampai rujukan dijawab"), required=False, help_text=_("Kosong: ikut lembaganya.")
    )
    capacity_unit = forms.CharField(
        label=_("Satuan daya tampung"), required=False, max_length=60, help_text=_("Misalnya: tempat tidur.")
    )
    capacity_maximum = forms.IntegerField(label=_("Daya tampung"), required=False)
    capacity_available = forms.IntegerField(label=_("Tempat tersedia sekarang"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[each for each in ServiceStatus.choices if each[0] != ServiceStatus.DEFUNCT],
        initial=ServiceStatus.ACTIVE,
    )

    def __init__(self, *args: Any, actor: Actor, view: ServiceView | None = None, **kwargs: Any) -> None:
        if view is not None:
            kwargs["initial"] = _initial(view)
        super().__init__(*args, **kwargs)
        self.view = view
        before = list(self.fields)[: list(self.fields).index("email") + 1]
        self.add_week(Weekday.choices, _week_of(view))
        self.fields["hours_note"] = forms.CharField(
            label=_("Catatan jam"), max_length=200, required=False, help_text=_("Misalnya: tutup saat hari pasar."),
            initial="; ".join(dict.fromkeys(each.note for each in view.hours if each.note)) if view else "",
        )  # fmt: skip
        self.order_fields([*before, *(f"day_{each}" for each in Weekday.values), "hours_note"])
        if view is not None:
            del self.fields["agency"]
            return
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ChoiceField)
        known = [(str(each.pk), each.name) for each in queries.list_agencies(actor)]
        agency.choices = [("", _("Pilih lembaga")), *known]

    def entry(self) -> ServiceEntry:
        """The service as the action takes it; what the form does not ask stays as it was."""
        data, view = self.cleaned_data, self.view
        return ServiceEntry(
            name=data["name"],
            code=view.code if view else "",
            also_called=data["also_called"],
            description=data["description"],
            status=data["status"],
            kinds=tuple(data["kinds"]),
            eligibility=data["eligibility"],
            requirements=tuple(line for line in data["requirements"].splitlines() if line.strip()),
            output=data["output"],
            how_to_apply=data["how_to_apply"],
            fees=data["fees"],
            wait=view.wait if view else "",
            address=data["address"],
            phone=data["phone"],
            email=data["email"],
            url=view.url if view else "",
            capacity_unit=data["capacity_unit"],
            capacity_maximum=data["capacity_maximum"],
            capacity_available=data["capacity_available"],
            feedback_days=data["feedback_days"],
            areas=tuple(each.strip() for each in data["areas"].split(",") if each.strip()),
            hours=_hours_of(self.week(), data["hours_note"]),
        )

    def agency_id(self) -> UUID:
        """The agency that was chosen."""
        return UUID(self.cleaned_data["agency"])


def _week_of(view: ServiceView | None) -> dict[str, Stretches]:
    """The rows of a service day by day; a day with told hours in one row and none in another has those told."""
    week: dict[str, Stretches] = {}
    for each in view.hours if view else ():
        told: Stretches = ((each.opens_at, each.closes_at),) if each.opens_at and each.closes_at else ()
        for day in each.days.split(","):
            week[day] = tuple(sorted({*week.get(day, ()), *told}))
    return week


def _hours_of(week: dict[str, Stretches], note: str) -> tuple[OpenHours, ...]:
    """A row for each stretch with the days that have it, as HSDS writes schedules; the note stands with the first."""
    days: dict[tuple[time | None, time | None], list[str]] = {}
    for day, stretches in week.items():
        for opens, closes in stretches or ((None, None),):
            days.setdefault((opens, closes), []).append(day)
    return tuple(
        OpenHours(",".join(found), opens, closes, note if number == 0 else "")
        for number, ((opens, closes), found) in enumerate(days.items())
    )


def _initial(view: ServiceView) -> dict[str, Any]:
    names = (
        "name also_called description eligibility output how_to_apply fees address phone email feedback_days"
        " capacity_unit capacity_maximum capacity_available status revision"
    )
    return {name: getattr(view, name) for name in names.split()} | {
        "kinds": list(view.kinds),
        "requirements": "\n".join(view.requirements),
        "areas": ", ".join(view.own_areas),
    }


class RetireForm(forms.Form):
    """Why a service ends."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Mengapa layanan ini berhenti?"), max_length=300)


class AgencyForm(forms.Form):
    """How an agency is reached."""

    address = forms.CharField(label=_("Alamat"), required=False, max_length=300)
    phone = forms.CharField(label=_("Telepon"), required=False, max_length=50)
    email = forms.CharField(
        label=_("Alamat e-mail"), required=False, max_length=254, help_text=_("Pengingat rujukan dikirim ke sini.")
    )
    feedback_days = forms.IntegerField(label=_("Hari kerja sampai rujukan dijawab"))


class FileForm(forms.Form):
    """A file of services in HSDS 3.1."""

    area = forms.ChoiceField(label=_("Direktori wilayah"))
    file = forms.FileField(
        label=_("Berkas HSDS 3.1"), help_text=_("JSON (services atau contents), atau paket CSV dalam .zip.")
    )
    is_trial = forms.BooleanField(
        label=_("Periksa saja, jangan simpan"), required=False, initial=True,
        help_text=_("Lihat dulu baris mana yang akan ditolak dan mengapa."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        own = {str(each) for each in actor.areas}
        labels = reference_queries.labels_of(own)
        area.choices = [(code, labels.get(code, code)) for code in sorted(own)]
