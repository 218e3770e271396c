"""Forms of the import pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.platform.importing import queries
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference
from rangkul.web.shared.fields import DateBoxes


class UploadForm(forms.Form):
    """A file, the day it speaks of, and the area it may speak of."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("Excel (.xlsx, .xls), ODS, atau CSV; paling besar 300 MB."),
        allow_empty_file=True,
    )
    as_of = DateBoxes(
        label=_("Tanggal data"),
        help_text=_("Tanggal berkas diunduh dari aplikasinya, misalnya 1 7 2022."),
        past_only=True,
    )
    area = forms.ChoiceField(
        label=_("Wilayah"), help_text=_("Berkas OpenSID: pilih desanya. Baris di luar wilayah ini ditolak.")
    )
    format_code = forms.ChoiceField(label=_("Jenis berkas"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """`actor` limits the areas that can be chosen."""
        super().__init__(*args, **kwargs)
        area, kind = self.fields["area"], self.fields["format_code"]
        assert isinstance(area, forms.ChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        area.choices = list(_areas_of(actor))
        kind.choices = [("", _("kenali sendiri")), *((each.code, each.title) for each in queries.list_formats())]


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Alasan"), max_length=300)


def _areas_of(actor: Actor) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for own in actor.areas:
        found[str(own)] = reference.area_label(own)
        for village in reference.list_villages(own):
            found.setdefault(str(village.code), "")
    labels = reference.labels_of({code for code, label in found.items() if not label})
    return [(code, label or labels[code]) for code, label in found.items()]
