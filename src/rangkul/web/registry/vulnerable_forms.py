"""Forms of marks, health data, and of where a family lives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.platform.policy.actor import Actor
from rangkul.registry import groups
from rangkul.registry.enums import GroupKind, HealthKind, HealthSource, HealthStatus, PhotoView, Source
from rangkul.web.registry.forms import area_choices
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.wording import today


class MarkForm(forms.Form):
    """Mark somebody with a type of the official lists."""

    type_code = forms.ChoiceField(label=_("Jenis"))
    on = DateBoxes(label=_("Sejak"), past_only=True)
    evidence = forms.CharField(
        label=_("Bukti"), max_length=300, help_text=_("Misalnya: asesmen petugas, surat desa, laporan kunjungan.")
    )
    source = forms.ChoiceField(
        label=_("Sumber"),
        choices=[choice for choice in Source.choices if choice[0] in (Source.DESK, Source.SURVEY, Source.OTHER)],
    )

    def __init__(self, *args: Any, unit: str, sees_sensitive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type_code"]
        assert isinstance(field, forms.ChoiceField)
        offered = groups.types_for(unit, on=today(), sees_sensitive=sees_sensitive)
        field.choices = [("", _("Pilih jenis"))] + [
            (kind.label, [(each.code, each.name) for each in offered if each.kind == kind]) for kind in GroupKind
        ]


class EndMarkForm(forms.Form):
    """End a mark."""

    on = DateBoxes(label=_("Berakhir pada"), past_only=True)
    reason = forms.CharField(label=_("Alasan"), max_length=300)


class CommunityForm(forms.Form):
    """Register a community or group."""

    name = forms.CharField(label=_("Nama kelompok"), max_length=200)
    area = forms.ChoiceField(label=_("Desa/kelurahan"))
    leader_name = forms.CharField(label=_("Ketua atau tokoh"), required=False, max_length=200)
    member_count = forms.IntegerField(label=_("Jumlah anggota (orang)"), required=False, min_value=0, max_value=100_000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = area_choices(actor)


class HealthForm(forms.Form):
    """A status as the health office told it."""

    kind = forms.ChoiceField(label=_("Jenis data"), choices=HealthKind.choices)
    status = forms.ChoiceField(
        label=_("Status"), choices=HealthStatus.choices, help_text=_("Salin dari sumbernya; tidak dihitung di sini.")
    )
    measured_on = DateBoxes(label=_("Tanggal pemeriksaan"), past_only=True)
    until_on = DateBoxes(label=_("Perkiraan lahir"), required=False, help_text=_("Hanya untuk kehamilan."))
    source = forms.ChoiceField(label=_("Sumber"), choices=HealthSource.choices)
    reported_period = forms.RegexField(
        label=_("Periode laporan"), regex=r"^\d{4}-(0[1-9]|1[0-2])$", required=False, help_text=_("Misalnya: 2026-10."),
        error_messages={"invalid": _("Tulis tahun dan bulan, misalnya 2026-10.")},
    )  # fmt: skip
    note = forms.CharField(label=_("Keterangan"), required=False, max_length=500, help_text=_("Disimpan terenkripsi."))


class PointForm(forms.Form):
    """Where the house stands."""

    latitude = forms.FloatField(
        label=_("Lintang"), localize=False, help_text=_("Derajat desimal, negatif untuk selatan. Misalnya: -4.350121.")
    )
    longitude = forms.FloatField(label=_("Bujur"), localize=False, help_text=_("Misalnya: 119.886512."))
    accuracy_m = forms.IntegerField(label=_("Ketelitian (meter)"), required=False, min_value=0, max_value=10_000)
    taken_on = DateBoxes(label=_("Diambil pada"), past_only=True)


class PhotoForm(forms.Form):
    """A photo of the house."""

    view = forms.ChoiceField(label=_("Foto apa"), choices=PhotoView.choices)
    taken_on = DateBoxes(label=_("Diambil pada"), past_only=True)
    photo = forms.FileField(label=_("Berkas foto"), help_text=_("JPEG, PNG atau WebP, paling besar 8 MB."))
