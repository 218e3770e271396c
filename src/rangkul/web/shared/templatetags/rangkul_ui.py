"""Tags and filters every Rangkul template may use: `{% load rangkul_ui %}`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rangkul.web.shared import wording
from rangkul.web.shared.charts import chart_context
from rangkul.web.shared.fields import PARTS, DateBoxesWidget
from rangkul.web.shared.maps import MapShapes, MapValue, map_context
from rangkul.web.shared.marks import due_mark, tag_mark
from rangkul.web.shared.tones import tone_of

register = template.Library()

MARK = (
    '<svg viewBox="4 3 24 27" aria-hidden="true" focusable="false"><g fill="none" stroke="currentColor" '
    'stroke-width="4.2" stroke-linecap="round" stroke-linejoin="round"><path d="M9.5 27V17.5c2-3.6 6-4.7 9.3-3.5 '
    '4.2 1.5 6.2 5.5 5.7 9.8-.2 1.5-1.2 2.7-3 3.2"/></g><circle cx="9.5" cy="7.5" r="3.8" '
    'fill="currentColor"/><circle class="mark-kin" cx="16.8" cy="20.6" r="3.1" fill="currentColor"/></svg>'
)


@register.simple_tag
def mark() -> SafeString:
    """The mark of Rangkul, an arm around somebody, in the colour of the text."""
    return mark_safe(MARK)  # noqa: S308 - a constant


@register.filter
def tanggal(value: date | datetime | None, style: str = "") -> str:
    """Date in words: `{{ case.registered_at|tanggal }}`, style "hari" or "pendek"."""
    return wording.date_in_words(value, style)


@register.filter
def waktu(value: datetime | None) -> str:
    """Date and clock in words with the zone."""
    return wording.moment_in_words(value)


@register.filter
def angka(value: Any, decimals: int | None = None) -> str:
    """Number with thousands marks: 1.462."""
    return wording.number_in_words(value, decimals)


@register.filter
def barang(aid: Any) -> str:
    """What is given with its unit, said once: "kg beras", but "paket makan" and not "paket paket makan"."""
    unit, item = str(aid.item_unit), str(aid.item)
    return item if item.casefold().startswith(unit.casefold()) else f"{unit} {item}"


@register.filter
def rupiah(value: Any) -> str:
    """Money: Rp600.000."""
    return wording.money_in_words(value)


@register.filter
def umur(born_on: date | None, on: date | None = None) -> str:
    """Age in words, today or on the day given."""
    return wording.age_in_words(born_on, on)


@register.filter
def topeng(value: Any, keep: int = 4) -> str:
    """A number of identity with all but the last digits hidden."""
    return wording.masked(value, keep)


@register.filter
def kelompok(value: Any) -> str:
    """A long number in groups of four."""
    return wording.in_groups(value)


@register.filter
def ago(value: date | datetime | None) -> str:
    """How long since, in words."""
    return wording.ago_in_words(value)


@register.filter
def sisa_hari(due_on: date | datetime | None) -> str:
    """Days left until due, in words."""
    return wording.due_in_words(due_on)


@register.filter
def tone(state: object) -> str:
    """Tone of a state."""
    return tone_of(state)


@register.simple_tag
def tag(state: object, label: object = "", tone: str = "") -> SafeString:
    """Status tag: `{% tag case.state label=case.get_state_display %}`; `tone` overrides the table of tones."""
    return tag_mark(state, label, tone)


@register.simple_tag
def due(due_on: date | datetime | None) -> SafeString:
    """Due date as days left, with the date itself on hover and for print."""
    return due_mark(due_on)


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    rows: Iterable[Any], *, title: str, unit: str, as_of: Any = None, label: str = "", name: str = "grafik"
) -> dict[str, Any]:
    """Bars of `(label, value)` rows with a table behind them; `label` heads the first column."""
    return chart_context(rows, title=title, unit=unit, as_of=as_of, label=label, name=name)


@register.inclusion_tag("components/bar_chart.html")
def target_chart(
    rows: Iterable[Any], *, title: str, unit: str, as_of: Any = None, label: str = "", name: str = "target"
) -> dict[str, Any]:
    """Realisation against target of `(label, value, target)` rows, the target a dashed line.

    Each row is drawn against its own target, so rows may have different units (say the unit in the row's label).
    """
    return chart_context(rows, title=title, unit=unit, as_of=as_of, label=label, name=name, own_scale=True)


@register.inclusion_tag("components/svg_map.html")
def svg_map(
    shapes: MapShapes | None,
    values: Iterable[MapValue],
    *,
    title: str,
    unit: str,
    as_of: Any = None,
    label: str = "",
    name: str = "peta",
    words: Mapping[float, str] | None = None,
) -> dict[str, Any]:
    """Map of areas coloured by their figures: `shapes` from `reference.maps.map_of`, `values` a `MapValue` each.

    `words` name figures that stand for kinds.
    """
    return map_context(shapes, values, title=title, unit=unit, as_of=as_of, label=label, name=name, words=words)


def kind_of(widget: forms.Widget) -> str:
    """Which shape the field component draws for a widget."""
    if isinstance(widget, DateBoxesWidget):
        return "boxes"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.Select):
        return "select"
    return "input"


def messages_of(bound: BoundField) -> list[str]:
    """The field's errors; an empty required field is told what to do and by its label."""
    default = str(forms.Field.default_error_messages["required"])
    kind = kind_of(bound.field.widget)
    wordings = {
        "radios": _("Pilih salah satu untuk “%(label)s”."),
        "checkboxes": _("Pilih sedikitnya satu untuk “%(label)s”."),
        "select": _("Pilih “%(label)s”."),
        "checkbox": _("Beri tanda centang pada “%(label)s”."),
    }
    asked = wordings.get(kind, _("Isi “%(label)s”.")) % {"label": bound.label}
    return [asked if str(message) == default else str(message) for message in bound.errors]


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    heading: bool = False,
    side: bool = False,
    optional: bool = True,
) -> dict[str, Any]:
    """A form field with label, hint and error tied to it.

    `heading` makes the label the page's h1 (one question per page), `side` puts few short choices beside each other,
    `optional=False` leaves out the words "(tidak wajib)" (filters, where nothing is required).
    """
    widget = bound.field.widget
    kind = kind_of(widget)
    hint = hint or str(bound.help_text or "")
    ids = [f"{bound.auto_id}_hint"] * bool(hint) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    described = " ".join(ids)
    attrs: dict[str, str | bool] = (
        {"aria-describedby": described} if described and kind in ("input", "select", "checkbox") else {}
    )
    option_hints = getattr(widget, "option_hints", {})
    options = []
    if kind in ("radios", "checkboxes"):
        options = [
            {
                "input": item.tag(),
                "label": item.choice_label,
                "id": item.id_for_label,
                "hint": option_hints.get(str(item.data["value"]), ""),
            }
            for item in bound.subwidgets
        ]
    return {
        "bound": bound,
        "kind": kind,
        "is_group": kind in ("boxes", "radios", "checkboxes"),
        "label": label or bound.label,
        "hint": hint,
        "described": described,
        "errors": messages_of(bound),
        "optional": optional and not bound.field.required and kind != "checkbox",
        "control": "" if options else bound.as_widget(attrs=attrs),
        "options": options,
        "heading": heading,
        "side": side,
    }


def first_box_of(bound: BoundField) -> str:
    """Id of the control an error should lead to: the wrong date box, the first choice, or the control itself."""
    widget = bound.field.widget
    if isinstance(widget, DateBoxesWidget):
        wrong = [place for place, part in enumerate(PARTS) if part in widget.wrong_parts]
        return f"{bound.auto_id}_{wrong[0] if wrong else 0}"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return str(bound.auto_id)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm | None, *other_forms: forms.BaseForm, focus: bool = True) -> dict[str, Any]:
    """All errors of one or more forms on top of the page, each a link to its control; nothing when there are none."""
    errors: list[dict[str, str]] = []
    for each in (form, *other_forms):
        if each is None or not each.is_bound:
            continue
        errors += [{"text": str(message), "target": ""} for message in each.non_field_errors()]
        for bound in each.visible_fields():
            target = first_box_of(bound)
            errors += [{"text": named(str(bound.label), message), "target": target} for message in messages_of(bound)]
    return {"errors": errors, "focus": focus}


def named(label: str, message: str) -> str:
    """The message with its field's label in front, unless it names the field already."""
    return message if label in message else f"{label}: {message}"
