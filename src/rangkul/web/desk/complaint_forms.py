"""Forms of complaints: the citizen's short pages, and what officials write."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rangkul.desk import queries
from rangkul.desk.enums import Against, Channel, ComplaintOutcome
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor
from rangkul.web.desk.forms import email_field, told_field, village_choices, with_blank

SUBJECTS = (
    ("K", _("Bantuan, kartu, atau data saya atau orang lain")),
    ("N", _("Pelayanan, petugas, barang, atau hal lain")),
    ("Q", _("Saya ingin bertanya")),
    ("S", _("Saya ingin memberi saran")),
)


class SubjectForm(forms.Form):
    """First page: complaint, question or suggestion."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    subject = forms.ChoiceField(label=_("Apa yang ingin Anda sampaikan?"), widget=forms.RadioSelect, choices=SUBJECTS)


class CategoryForm(forms.Form):
    """Second page: what is wrong, by the office's categories."""

    category = forms.ChoiceField(label=_("Masalahnya apa?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, group: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.code, each.label) for each in queries.list_categories(group=group)]


class GrievanceForm(forms.Form):
    """Third page: where and what happened."""

    area = forms.ChoiceField(label=_("Desa atau kelurahan"))
    programme = forms.CharField(
        label=_("Bantuan atau program apa?"),
        help_text=_("Misalnya PKH, Sembako, KIS, beras."),
        max_length=100,
        required=False,
    )
    story = forms.CharField(
        label=_("Ceritakan"),
        help_text=_("Apa yang terjadi, kapan, dan apa yang Anda harapkan."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    of_staff = forms.BooleanField(label=_("Ini tentang seorang petugas"), required=False)

    def __init__(self, *args: Any, villages: list[tuple[str, str]], asks_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = with_blank(villages)
        if not asks_staff:
            del self.fields["of_staff"]


class WhomForm(forms.Form):
    """A further page when it is about somebody: which official, or whose aid."""

    against = forms.ChoiceField(
        label=_("Petugas dari mana?"),
        help_text=_("Pengaduan ini tidak dapat dibaca oleh petugas itu; atasannya yang memeriksa."),
        widget=forms.RadioSelect,
        choices=[each for each in Against.choices if each[0] != Against.NOBODY],
    )
    about = forms.CharField(
        label=_("Nama atau jabatannya"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, is_of_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_of_staff:
            del self.fields["against"]
            self.fields["about"].label = _now("Siapa yang dimaksud?")
            self.fields["about"].help_text = _now("Nama dan dusun atau RT/RW. Kosongkan bila tidak tahu.")


class ComplainantForm(forms.Form):
    """Last page: a name and a phone, or neither."""

    is_anonymous = forms.BooleanField(
        label=_("Sampaikan tanpa nama"),
        help_text=_("Anda mendapat empat angka sebagai kunci untuk membaca jawabannya."),
        required=False,
    )
    reporter_name = forms.CharField(
        label=_("Nama Anda"), max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Nomor HP"),
        help_text=_("Dengan empat angka terakhirnya Anda dapat membaca jawaban. Kosongkan bila tidak punya."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "w-20"}),
    )
    email = email_field("email")
    may_be_told = told_field()

    def clean(self) -> dict[str, Any]:
        """Either a name or the wish to stay without one."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("is_anonymous") and not (data.get("reporter_name") or "").strip():
            self.add_error(
                "reporter_name", ValidationError(_now("Tulis nama Anda, atau pilih “Sampaikan tanpa nama”."))
            )
        return data


class ComplaintIntakeForm(forms.Form):
    """A complaint told at the counter or on the phone, on one page."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    story = forms.CharField(
        label=_("Apa yang diadukan?"),
        help_text=_("Tulis seperti yang diceritakan warga."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    category = forms.ChoiceField(label=_("Kategori"))
    area = forms.ChoiceField(label=_("Desa/kelurahan"))
    reporter_name = forms.CharField(
        label=_("Nama pengadu"), help_text=_("Kosongkan bila ingin tanpa nama."), max_length=200, required=False
    )
    phone = forms.CharField(
        label=_("Nomor HP"),
        help_text=_("Untuk membaca jawaban sendiri. Tanpa nomor, warga mendapat empat angka sebagai kunci."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "w-20"}),
    )
    email = email_field()
    may_be_told = told_field()
    against = forms.ChoiceField(label=_("Tentang petugas?"), choices=Against.choices, initial=Against.NOBODY)
    about = forms.CharField(label=_("Siapa yang dimaksud"), max_length=300, required=False)
    channel = forms.ChoiceField(label=_("Datang lewat"), initial=Channel.COUNTER)

    def __init__(self, *args: Any, actor: Actor, asks_whom: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        against = self.fields["against"]
        assert isinstance(against, forms.ChoiceField)
        if asks_whom:
            against.initial = ""
            against.choices = [("", _("Pilih petugas dari mana")), *Against.choices[1:]]
        area, channel, category = self.fields["area"], self.fields["channel"], self.fields["category"]
        assert isinstance(area, forms.ChoiceField)
        assert isinstance(channel, forms.ChoiceField)
        assert isinstance(category, forms.ChoiceField)
        area.choices = with_blank(village_choices(*map(str, actor.areas)))
        channel.choices = [each for each in Channel.choices if each[0] != Channel.WEB]
        known = [(each.code, f"{each.code} {each.label}") for each in queries.list_categories()]
        category.choices = [("", _("Pilih kategori")), *known]

    def clean(self) -> dict[str, Any]:
        """Without a name nothing of the sender is kept, so nothing is taken either."""
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("reporter_name") or "").strip():
            for name in ("phone", "email", "may_be_told"):
                if data.get(name):
                    words = _now(
                        "Tanpa nama, nomor HP dan e-mail tidak disimpan. Tulis nama pengadu, atau kosongkan ini."
                    )
                    self.add_error(name, ValidationError(words))
        return data


class ComplaintAnswerForm(forms.Form):
    """The outcome and the words for the citizen."""

    outcome = forms.ChoiceField(
        label=_("Apa hasil pemeriksaannya?"), widget=forms.RadioSelect, choices=ComplaintOutcome.choices
    )
    text = forms.CharField(
        label=_("Jawaban untuk warga"),
        help_text=_("Dibaca pengadu di halaman tiketnya. Jangan menulis nama atau urusan pribadi orang lain."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class NameOfficialForm(forms.Form):
    """Which official a complaint is about."""

    user = forms.ChoiceField(
        label=_("Petugas yang diadukan"),
        help_text=_("Mulai sekarang petugas ini tidak melihat pengaduan ini, dalam peran apa pun."),
    )

    def __init__(self, *args: Any, officials: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.fields["user"]
        assert isinstance(user, forms.ChoiceField)
        user.choices = [("", _("Pilih petugas")), *dict(officials).items()]


class ComplaintCategoryForm(forms.Form):
    """A category of the office."""

    code = forms.CharField(
        label=_("Kode"),
        help_text=_("K untuk kepesertaan, N untuk yang lain, lalu dua angka."),
        max_length=3,
        widget=forms.TextInput(attrs={"class": "w-4", "autocomplete": "off"}),
    )
    label = forms.CharField(label=_("Nama kategori"), help_text=_("Dengan kata-kata warga."), max_length=120)
    days = forms.IntegerField(
        label=_("Dijawab dalam berapa hari kerja?"),
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-4"}),
    )
    is_active = forms.BooleanField(label=_("Dipakai"), required=False, initial=True)
