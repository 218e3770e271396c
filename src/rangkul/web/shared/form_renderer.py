"""Draws the plain form controls without a template for each option: a list of filters is on every page of work."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import escape

_PLAIN_INPUTS = frozenset(
    f"django/forms/widgets/{kind}.html" for kind in ("text", "hidden", "number", "email", "input")
)
_SELECT = "django/forms/widgets/select.html"


class QuickRenderer(DjangoTemplates):
    """Django's own renderer, with its templates for a select and for a one-line input written out in Python."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The same HTML that the template would give."""
        if template_name == _SELECT:
            return _select(context["widget"])
        if template_name in _PLAIN_INPUTS:
            return _input(context["widget"])
        return super().render(template_name, context, request)


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: dict[str, Any]) -> str:
    value = widget["value"]
    told = "" if value is None else f' value="{escape(str(value))}"'
    return (
        f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{told}{_attributes(widget["attrs"])}>'
    )


def _select(widget: dict[str, Any]) -> str:
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{escape(group)}">')
        parts += [
            f'<option value="{escape(str(each["value"]))}"{_attributes(each["attrs"])}>{escape(each["label"])}</option>'
            for each in options
        ]
        if group:
            parts.append("</optgroup>")
    return "".join([*parts, "</select>"])
