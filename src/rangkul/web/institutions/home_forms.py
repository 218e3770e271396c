"""Forms about institutions: registration, accreditation, management, beds, and what becomes of them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.institutions.enums import BedSex, Grade, InstitutionKind, Ownership, Serves
from rangkul.institutions.queries import Room
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.wording import today

LAST_DAY = _("Hari terakhir berlaku. Kosongkan bila tanpa batas.")


class HomeFilterForm(forms.Form):
    """What the list of institutions is narrowed to."""

    q = forms.CharField(label=_("Nama, juga nama lama"), required=False, max_length=100)
    jenis = forms.ChoiceField(label=_("Jenis"), required=False)
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)
    akreditasi = forms.ChoiceField(label=_("Akreditasi"), required=False)
    kosong = forms.ChoiceField(label=_("Tempat tidur kosong"), required=False)
    habis = forms.BooleanField(label=_("Tanda daftar atau akreditasi hampir atau sudah habis"), required=False)
    tutup = forms.BooleanField(label=_("Sertakan yang sudah tidak berjalan"), required=False)

    def __init__(self, *args: Any, areas: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("semua"))
        grades = [every, *[(each.value, each.value) for each in Grade], ("NONE", _("belum atau tidak berlaku"))]
        for name, choices in (
            ("jenis", [every, *InstitutionKind.choices]),
            ("wilayah", [every, *areas]),
            ("akreditasi", grades),
            ("kosong", [every, ("ANY", _("ada")), *Serves.choices]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class DescribeForm(forms.Form):
    """Address and what is plain about an institution."""

    address = forms.CharField(label=_("Alamat"), required=False, max_length=300)
    phone = forms.CharField(label=_("Telepon"), required=False, max_length=50)
    owner = forms.ChoiceField(
        label=_("Pemilik"), required=False, choices=[("", _("belum diketahui")), *Ownership.choices]
    )
    serves_area = forms.ChoiceField(
        label=_("Menerima warga dari"), required=False, help_text=_("Panti biasanya menerima dari seluruh kabupaten.")
    )
    client_count = forms.IntegerField(
        label=_("Klien menurut laporan lembaga"),
        min_value=0,
        max_value=100_000,
        help_text=_("Dipakai selama buku penghuni belum diisi."),
    )

    def __init__(self, *args: Any, areas: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["serves_area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("wilayah tempatnya berdiri")), *areas]


class RegistrationForm(forms.Form):
    """A registration (tanda daftar) with its deed."""

    number = forms.CharField(label=_("Nomor tanda daftar"), max_length=100)
    issued_by = forms.CharField(label=_("Diterbitkan oleh"), required=False, max_length=200)
    since = DateBoxes(label=_("Berlaku mulai"))
    until = DateBoxes(label=_("Berlaku sampai"), required=False, help_text=LAST_DAY)
    deed_number = forms.CharField(label=_("Nomor akta notaris"), required=False, max_length=100)
    deed_on = DateBoxes(label=_("Tanggal akta"), required=False, past_only=True)
    notary = forms.CharField(label=_("Notaris"), required=False, max_length=200)


class AccreditationForm(forms.Form):
    """An accreditation."""

    grade = forms.ChoiceField(label=_("Peringkat"), choices=Grade.choices, widget=forms.RadioSelect)
    body = forms.CharField(label=_("Lembaga akreditasi"), max_length=200, help_text=_("Misalnya BALKS."))
    number = forms.CharField(label=_("Nomor sertifikat"), required=False, max_length=100)
    since = DateBoxes(label=_("Berlaku mulai"), past_only=True)
    until = DateBoxes(
        label=_("Berlaku sampai"),
        required=False,
        help_text=_("Kosongkan untuk masa yang biasa: A lima tahun, B tiga tahun, C dua tahun."),
    )


class BoardForm(forms.Form):
    """Somebody who manages."""

    name = forms.CharField(label=_("Nama"), max_length=200)
    position = forms.CharField(
        label=_("Jabatan"), max_length=100, help_text=_("Misalnya ketua, sekretaris, bendahara.")
    )
    phone = forms.CharField(label=_("Telepon"), required=False, max_length=50)
    since = DateBoxes(label=_("Mulai"))
    until = DateBoxes(label=_("Akhir masa jabatan"), required=False)


class DayForm(forms.Form):
    """One day."""

    on = DateBoxes(label=_("Hari pertama tanpa jabatan"))


class BedForm(forms.Form):
    """Beds of a room."""

    name = forms.CharField(
        label=_("Kamar atau wisma"),
        max_length=100,
        help_text=_("Nama yang sama mengganti jumlahnya mulai tanggal itu."),
    )
    beds = forms.IntegerField(label=_("Tempat tidur"), min_value=0, max_value=5000, help_text=_("0 berarti ditutup."))
    serves = forms.ChoiceField(label=_("Untuk"), choices=Serves.choices)
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"),
        choices=[("", _("keduanya")), *BedSex.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    since = DateBoxes(label=_("Mulai"))


class GroundForm(forms.Form):
    """The ground of a change: day, study, decree, paper."""

    on = DateBoxes(label=_("Berlaku mulai"), past_only=True)
    decree = forms.CharField(label=_("Nomor surat keputusan"), required=False, max_length=100)
    reason = forms.CharField(
        label=_("Hasil kajian atau alasan"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = forms.FileField(label=_("Naskah kajian atau keputusan (PDF atau foto)"), required=False)


class RenameForm(GroundForm):
    """Another name or kind."""

    name = forms.CharField(label=_("Nama baru"), max_length=200)
    kind = forms.ChoiceField(label=_("Jenis lembaga"), choices=InstitutionKind.choices)
    is_sensitive = forms.BooleanField(
        label=_("Nama lembaga membuka keadaan kesehatan atau disabilitas penghuninya"),
        required=False,
        help_text=_("Namanya disembunyikan di halaman warga dari petugas yang tidak boleh melihat data kesehatan."),
    )
    field_order = ("name", "kind", "is_sensitive", "on", "decree", "reason", "file")


class MergeForm(GroundForm):
    """Which institutions become part of this one."""

    sources = forms.MultipleChoiceField(
        label=_("Lembaga yang digabungkan ke sini"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("sources", "on", "decree", "reason", "file")

    def __init__(self, *args: Any, others: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sources"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(pk), name) for pk, name in others]


class SplitForm(GroundForm):
    """The new institution that comes out, with the rooms and residents it takes along."""

    name = forms.CharField(label=_("Nama lembaga baru"), max_length=200)
    kind = forms.ChoiceField(label=_("Jenis lembaga baru"), choices=InstitutionKind.choices)
    rooms = forms.MultipleChoiceField(label=_("Kamar yang ikut"), required=False, widget=forms.CheckboxSelectMultiple)
    residents = forms.MultipleChoiceField(
        label=_("Penghuni yang ikut"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("name", "kind", "rooms", "residents", "on", "decree", "reason", "file")

    def __init__(self, *args: Any, rooms: Iterable[Room], residents: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("rooms", [(str(each.id), f"{each.name} ({each.beds})") for each in rooms]),
            ("residents", [(str(pk), label) for pk, label in residents]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices
            if not choices:
                del self.fields[name]


def starts_today() -> dict[str, Any]:
    """Initial values of a form whose day is usually today."""
    return {"since": today(), "on": today()}
