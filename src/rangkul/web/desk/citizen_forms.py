"""Forms of citizens: a need in two short pages, a photo or letter, what they say to an answer, finding a service."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.desk.enums import Relationship
from rangkul.kernel.ids import new_id
from rangkul.web.desk.forms import email_field, told_field, with_blank


class NeedForm(forms.Form):
    """First page: where, and what is needed."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    area = forms.ChoiceField(label=_("Desa atau kelurahan"))
    story = forms.CharField(
        label=_("Apa yang Anda butuhkan?"),
        help_text=_("Ceritakan dengan kata-kata sendiri. Boleh untuk diri sendiri, keluarga, atau tetangga."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    of_staff = forms.BooleanField(
        label=_("Laporan ini tentang perbuatan seorang petugas"),
        help_text=_("Misalnya meminta uang atau memotong bantuan. Petugas itu tidak akan dapat membacanya."),
        required=False,
    )

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = with_blank(villages)


class NeederForm(forms.Form):
    """Second page: who tells it, about whom, how to reach them."""

    relationship = forms.ChoiceField(
        label=_("Ini tentang siapa?"),
        widget=forms.RadioSelect,
        initial=Relationship.SELF,
        choices=[
            (Relationship.SELF, _("Saya sendiri")),
            (Relationship.FAMILY, _("Keluarga saya")),
            (Relationship.NEIGHBOUR, _("Tetangga saya")),
            (Relationship.OTHER, _("Orang lain")),
        ],
    )
    reporter_name = forms.CharField(
        label=_("Nama Anda"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    concerned_name = forms.CharField(
        label=_("Nama orang yang butuh bantuan"),
        help_text=_("Isi bila bukan Anda sendiri."),
        max_length=200,
        required=False,
    )
    phone = forms.CharField(
        label=_("Nomor HP"),
        help_text=_("Dengan empat angka terakhirnya Anda dapat memeriksa tiket. Kosongkan bila tidak punya."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "w-20"}),
    )
    email = email_field("email")
    may_be_told = told_field()


class AttachForm(forms.Form):
    """One photo or letter."""

    file = forms.FileField(
        label=_("Foto atau surat"),
        help_text=_("Foto (JPEG, PNG, WebP) atau PDF, paling besar 6 MB. Tempat dan waktu pada foto dihapus."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )


class ObjectForm(forms.Form):
    """Why an answer does not satisfy."""

    text = forms.CharField(
        label=_("Apa yang belum terjawab?"),
        help_text=_("Dibaca supervisor atau atasannya, bukan penulis jawaban pertama. Hanya dapat dikirim satu kali."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FindServiceForm(forms.Form):
    """What somebody looks for among the services."""

    q = forms.CharField(label=_("Cari layanan"), max_length=80, required=False)
