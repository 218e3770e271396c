"""Forms of the desk, for citizens and for staff."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.desk.enums import Outcome, Unmet
from rangkul.kernel.area_code import AreaLevel
from rangkul.reference import queries as reference_queries
from rangkul.web.desk.flow_forms import Revised

TOLD = _("Boleh kami kabari lewat SMS, WhatsApp, atau e-mail?")
TOLD_HINT = _("Kabarnya hanya nomor tiket, tanpa nama dan tanpa isi laporan. Boleh dihentikan kapan saja.")
CHOOSE_VILLAGE = ("", _("Pilih desa/kelurahan"))


def email_field(autocomplete: str = "off") -> forms.CharField:
    """An e-mail address that nobody has to have; what is wrong with it the room below says in words."""
    return forms.CharField(
        label=_("Alamat e-mail"),
        help_text=_("Kosongkan bila tidak punya."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
    )


def told_field() -> forms.BooleanField:
    """The consent to be told, asked in every channel; never ticked beforehand."""
    return forms.BooleanField(label=TOLD, help_text=TOLD_HINT, required=False)


def village_choices(*areas: str) -> list[tuple[str, str]]:
    """Villages inside the areas as choices, by name; only one area's kecamatan is left out of the label."""
    villages = {str(each.code): each for area in areas for each in reference_queries.list_villages(area)}
    labels = reference_queries.labels_of(set(villages))
    return sorted(((code, labels.get(code, code)) for code in villages), key=lambda choice: choice[1])


def with_blank(choices: list[tuple[str, str]]) -> list[Any]:
    """The choices with "choose" in front, unless there is only one."""
    return choices if len(choices) == 1 else [CHOOSE_VILLAGE, *choices]


class DistrictForm(forms.Form):
    """First question of a citizen: which kecamatan."""

    kecamatan = forms.ChoiceField(label=_("Anda tinggal di kecamatan mana?"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kecamatan"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Pilih kecamatan")), *choices]


class FollowForm(forms.Form):
    """The ticket and the last four digits of the phone number."""

    ticket = forms.CharField(
        label=_("Nomor tiket"),
        help_text=_("Misalnya R-2611-7KQ4-M2XH. Huruf kecil dan tanpa tanda hubung pun boleh."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "w-20"}),
    )
    phone_last4 = forms.RegexField(
        label=_("Empat angka terakhir nomor HP"),
        help_text=_("Atau empat angka kunci yang Anda dapat bersama tiket."),
        regex=r"^\s*\d{4}\s*$",
        error_messages={"invalid": _("Tulis empat angka, misalnya 7890.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-4"}),
    )


class ReturnForm(Revised):
    """What is missing, where the list of requirements does not say it."""

    reason = forms.CharField(
        label=_("Apa yang perlu dilengkapi warga?"),
        help_text=_("Dibaca warga di halaman tiketnya. Jangan menulis penyakit atau urusan pribadi."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, has_items: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not has_items
        if has_items:
            self.fields["reason"].label = _("Pesan lain untuk warga")


class ContactForm(Revised):
    """How the citizen may be reached, and whether they agree to it."""

    phone = forms.CharField(
        label=_("Nomor HP"),
        help_text=_("Empat angka terakhirnya membuka halaman tiket. Kosongkan bila tidak punya."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "w-20"}),
    )
    email = email_field()
    may_be_told = told_field()


class NoteForm(forms.Form):
    """A note for colleagues."""

    text = forms.CharField(label=_("Catatan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class CloseForm(Revised):
    """How it ended, for colleagues and for the citizen."""

    outcome = forms.ChoiceField(
        label=_("Bagaimana kasus ini berakhir?"), widget=forms.RadioSelect, choices=Outcome.choices
    )
    unmet_reason = forms.ChoiceField(
        label=_("Bila tidak dapat ditangani: apa sebabnya?"),
        help_text=_("Masuk laporan kebutuhan yang tidak terpenuhi, tanpa nama."),
        required=False,
        choices=[("", _("Pilih sebab")), *Unmet.choices],
    )
    public_note = forms.CharField(
        label=_("Kalimat untuk warga"),
        help_text=_("Dibaca warga di halaman tiketnya. Jangan menulis penyakit atau urusan pribadi."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=_("Catatan untuk petugas"),
        help_text=_("Disimpan tersandi, hanya dibaca petugas yang melayani."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def kecamatan_choices(office_area: str) -> list[tuple[str, str]]:
    """Kecamatan of the office's area, by name."""
    area = reference_queries.get_area(office_area)
    if area.level == AreaLevel.DISTRICT:
        return [(str(area.code), area.name)]
    if area.level == AreaLevel.REGENCY:
        return [(str(each.code), each.name) for each in reference_queries.list_children(office_area)]
    return [
        (str(each.code), f"{each.name}, {regency.name}")
        for regency in reference_queries.list_children(office_area)
        for each in reference_queries.list_children(regency.code)
    ]
