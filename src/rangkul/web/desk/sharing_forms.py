"""Forms of a case that divisions work on together."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.desk.policies import Reader
from rangkul.kernel.ids import new_id
from rangkul.web.shared.fields import DateBoxes


class ShareForm(forms.Form):
    """To whom, what for, until when."""

    user_id = forms.ChoiceField(
        label=_("Bagikan kepada"), help_text=_("Petugas bidang lain di wilayah kasus ini yang belum dapat membacanya.")
    )
    reason = forms.CharField(
        label=_("Untuk apa?"), help_text=_("Misalnya: menyiapkan kursi roda. Terbaca oleh penerima."), max_length=300
    )
    until_on = DateBoxes(label=_("Sampai tanggal"), help_text=_("Paling lama 180 hari; dapat dicabut kapan saja."))

    def __init__(self, *args: Any, people: tuple[Reader, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Pilih petugas")), *((str(each.user_id), each.label) for each in people)]


class RemarkForm(forms.Form):
    """What is said to the others."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(
        label=_("Catatan antarbidang"),
        help_text=_("Tulis @ dan nama untuk memberi tahu petugas itu."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
