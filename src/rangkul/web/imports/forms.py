"""Forms of the import pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.platform.importing import queries
from rangkul.platform.importing.columns import JOINABLE, PAIRS, Plan
from rangkul.platform.importing.enums import RowDecision, Unit
from rangkul.platform.importing.landing import OTHER_FORMAT
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.wording import number_in_words


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
    unit = forms.ChoiceField(
        label=_("Setiap baris adalah satu"),
        required=False,
        choices=[("", _("belum tahu")), *Unit.choices],
        help_text=_(
            "Dicocokkan dengan nomor KK dan jumlah penduduk, agar daftar orang tidak disangka daftar keluarga."
        ),
    )
    format_code = forms.ChoiceField(label=_("Jenis berkas"), required=False)

    def __init__(self, *args: Any, actor: Actor, is_correction: bool = False, **kwargs: Any) -> None:
        """`actor` limits the areas that can be chosen; a correction takes all but the file from what it corrects."""
        super().__init__(*args, **kwargs)
        if is_correction:
            for name in ("as_of", "area", "unit", "format_code"):
                del self.fields[name]
            return
        area, kind = self.fields["area"], self.fields["format_code"]
        assert isinstance(area, forms.ChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        area.choices = list(_areas_of(actor))
        kind.choices = [
            ("", _("kenali sendiri")),
            *((each.code, each.title) for each in queries.list_formats()),
            (OTHER_FORMAT, _("format lain: saya padankan kolomnya")),
        ]


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Alasan"), max_length=300)


class ColumnsForm(forms.Form):
    """What each column of a file is, what stands for those it lacks, and a name to keep that under."""

    def __init__(
        self,
        *args: Any,
        labels: Sequence[str],
        hints: Sequence[str],
        format_code: str,
        plan: Plan,
        name: str,
        **kwargs: Any,
    ) -> None:
        """`labels` are the file's columns with `hints` of what they hold; `plan` is what is chosen to begin with."""
        super().__init__(*args, **kwargs)
        self.ours = queries.columns_of(format_code)
        titles = {ours: title for ours, title, _must in self.ours}
        self.pairs = {
            "+".join(pair): f"{titles[pair[0]]} / {titles[pair[1]]}" for pair in PAIRS if titles.keys() >= {*pair}
        }
        choices = [
            ("", _("tidak dipakai")),
            *((ours, f"{title} *" if must else title) for ours, title, must in self.ours),
            *self.pairs.items(),
        ]
        chosen: dict[str, str] = {}
        for ours, label in plan.columns.items():
            chosen[label] = f"{chosen[label]}+{ours}" if label in chosen else ours
        chosen |= {label: ours for ours, labels in plan.more.items() for label in labels}
        for place, (label, hint) in enumerate(zip(labels, hints, strict=True)):
            self.fields[f"kolom_{place}"] = forms.ChoiceField(
                label=label, help_text=hint, choices=choices, required=False, initial=chosen.get(label, "")
            )
        for ours, title, _must in self.ours:
            self.fields[f"tetap_{ours}"] = forms.CharField(
                label=title, required=False, max_length=200, initial=plan.constants.get(ours, "")
            )
        self.fields["nama"] = forms.CharField(
            label=_("Simpan padanan ini dengan nama"),
            help_text=_(
                "Berkas berikutnya dengan kolom yang sama dikenali sendiri. Kosongkan bila hanya untuk berkas ini."
            ),
            required=False,
            max_length=120,
            initial=name,
        )

    def plan(
        self,
        format_code: str,
        header: Sequence[str],
        labels: Sequence[str],
        values: dict[str, dict[str, str]],
        *,
        shape: str = "",
    ) -> Plan:
        """What was chosen. A column of ours that was chosen twice is joined where it may be, an error elsewhere."""
        chosen: dict[str, str] = {}
        more: dict[str, list[str]] = {}
        for place, label in enumerate(labels):
            told = self.cleaned_data.get(f"kolom_{place}", "")
            for ours in told.split("+") if told else ():
                if ours in chosen and ours in JOINABLE and told == ours:
                    more.setdefault(ours, []).append(label)
                elif ours in chosen:
                    said = _("Sudah dipilih untuk kolom “%(other)s”.") % {"other": chosen[ours]}
                    self.add_error(f"kolom_{place}", said)
                else:
                    chosen[ours] = label
        constants = {ours: self.cleaned_data.get(f"tetap_{ours}", "") for ours, _title, _must in self.ours}
        return Plan(format_code, list(header), chosen, constants, values, more, shape)

    def column_fields(self) -> list[forms.BoundField]:
        """The choices for the file's columns, in its order."""
        return [self[name] for name in self.fields if name.startswith("kolom_")]

    def constant_fields(self) -> list[forms.BoundField]:
        """The texts for columns that the file lacks."""
        return [self[name] for name in self.fields if name.startswith("tetap_")]


class ValuesForm(forms.Form):
    """What unknown codes mean, one box for each."""

    def __init__(self, *args: Any, unknown: Sequence[queries.UnknownValue], format_code: str, **kwargs: Any) -> None:
        """`unknown` as `queries.unknown_values` gives it."""
        super().__init__(*args, **kwargs)
        self.unknown = unknown
        for place, each in enumerate(unknown):
            if each.within:
                self.fields[f"isi_{place}"] = _place_field(each)
                continue
            self.fields[f"isi_{place}"] = forms.CharField(
                label=f"{queries.column_title(format_code, each.column)}: “{each.text}”",
                help_text=_("%(count)s baris. Seharusnya %(expected)s.")
                % {"count": number_in_words(each.count), "expected": each.expected},
                required=False,
                max_length=100,
            )

    def told(self) -> dict[str, dict[str, str]]:
        """{our column: {their code: ours}} of the boxes that were filled in."""
        found: dict[str, dict[str, str]] = {}
        for place, each in enumerate(self.unknown):
            if mine := self.cleaned_data.get(f"isi_{place}", ""):
                found.setdefault(each.column, {})[each.text] = mine
        return found


class DoubtForm(forms.Form):
    """Whom a doubtful row is about."""

    decision = forms.ChoiceField(label=_("Baris ini tentang"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, persons: Sequence[tuple[str, str]], may_be_somebody: bool, **kwargs: Any) -> None:
        """`persons` are (id, who they are); without `may_be_somebody` the row can only be left out."""
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        known = [(key, _("Orang ini: %(who)s") % {"who": who}) for key, who in persons]
        new = [(RowDecision.NEW.value, _("Orang baru; daftarkan"))] if may_be_somebody else []
        field.choices = [*known, *new, (RowDecision.SKIP.value, _("Lewati baris ini"))]


def _place_field(unknown: queries.UnknownValue) -> forms.ChoiceField:
    """A village or kecamatan by its written name: the nearest names first, then all others of the area."""
    others = [each.name for each in reference.list_children(unknown.within) if each.name not in unknown.choices]
    return forms.ChoiceField(
        label=f"“{unknown.text}”",
        help_text=_("%(count)s baris di %(area)s.")
        % {"count": number_in_words(unknown.count), "area": reference.area_label(unknown.within)},
        required=False,
        choices=[
            ("", _("belum tahu; barisnya tetap ditolak")),
            (_("paling mirip"), [(name, name) for name in unknown.choices]),
            (_("nama lain di wilayah itu"), [(name, name) for name in dict.fromkeys(others)]),
        ],
    )


def _areas_of(actor: Actor) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for own in actor.areas:
        found[str(own)] = reference.area_label(own)
        for village in reference.list_villages(own):
            found.setdefault(str(village.code), "")
    labels = reference.labels_of({code for code, label in found.items() if not label})
    return [(code, label or labels[code]) for code, label in found.items()]
