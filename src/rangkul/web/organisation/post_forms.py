"""Forms of posts: plan, status, readiness, people."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.business_time import Stretches
from rangkul.organisation.enums import OpenDay, PostRole, PostStatus, ReadinessAnswer, ReadinessItem
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.week import WeekForm

PICK = _("Pilih satu")


class PlanForm(forms.Form):
    """Villages that get a planned post, one a line."""

    lines = forms.CharField(
        label=_("Daftar desa"),
        strip=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("Satu desa satu baris; bila namanya ada di beberapa kecamatan, tulis kecamatannya sesudah koma."),
    )
    since = DateBoxes(
        label=_("Direncanakan sejak"),
        past_only=True,
        help_text=_("Perubahan status tidak dapat dicatat sebelum hari itu."),
    )


class StatusForm(forms.Form):
    """What one or many posts become."""

    posts = forms.MultipleChoiceField(
        label=_("Puskesos"), widget=forms.CheckboxSelectMultiple, help_text=_("Semua yang ditandai berubah bersama.")
    )
    status = forms.ChoiceField(label=_("Status baru"), widget=forms.RadioSelect)
    on = DateBoxes(label=_("Berlaku sejak"), past_only=True)
    decree_number = forms.CharField(
        label=_("Nomor SK"), max_length=100, required=False, help_text=_("Wajib untuk status aktif dan ditutup.")
    )
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, posts: list[tuple[str, str]], statuses: list[PostStatus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("posts", posts), ("status", [(str(each), str(each.label)) for each in statuses])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if len(posts) == 1:
            self.fields["posts"].widget = forms.MultipleHiddenInput()


class CheckForm(forms.Form):
    """What was found at a post, item by item."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_on"] = DateBoxes(label=_("Tanggal pemeriksaan"), past_only=True)
        for item in ReadinessItem:
            self.fields[str(item)] = forms.ChoiceField(
                label=item.label, choices=ReadinessAnswer.choices, widget=forms.RadioSelect
            )
        self.fields["remark"] = forms.CharField(
            label=_("Catatan"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
        )


class DetailsForm(WeekForm):
    """Where a post is, how it is reached and when it is open."""

    address = forms.CharField(label=_("Alamat"), max_length=300, required=False)
    phone = forms.CharField(
        label=_("Telepon"), max_length=50, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, max_length=2000)

    def __init__(self, *args: Any, known: Mapping[str, Stretches], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_week(OpenDay.choices, known)
        self.fields["hours_note"] = forms.CharField(
            label=_("Catatan jam"), max_length=150, required=False, help_text=_("Misalnya: tutup saat hari pasar.")
        )


class MemberForm(forms.Form):
    """Who takes a seat of a post."""

    role = forms.ChoiceField(label=_("Peran"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Nama"), max_length=200)
    since = DateBoxes(label=_("Mulai bertugas"))
    decree_number = forms.CharField(label=_("Nomor SK"), max_length=100, required=False)

    def __init__(self, *args: Any, vacant: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(role), str(PostRole(role).label)) for role in vacant]


class EndForm(forms.Form):
    """When and why somebody's service ends."""

    on = DateBoxes(label=_("Tidak bertugas lagi sejak"))
    reason = forms.CharField(label=_("Alasan"), max_length=300, help_text=_("Misalnya pindah, mengundurkan diri."))


class PostFilterForm(forms.Form):
    """Narrowing the list of posts."""

    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False)
    kurang = forms.ChoiceField(label=_("Yang kurang"), required=False)

    def __init__(self, *args: Any, districts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lacks = [("petugas", _("petugas")), ("sk", _("nomor SK")), ("periksa", _("pemeriksaan kesiapan")),
                 ("sinyal", _("sinyal internet (bekerja dengan kertas)"))]  # fmt: skip
        for name, choices in (("kecamatan", districts), ("kurang", lacks)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Semua")), *choices]
