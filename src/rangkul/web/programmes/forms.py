"""Forms of the catalogue and screening."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.web.shared.fields import DateBoxes


class ScreeningRunForm(forms.Form):
    """Which components to judge, where, and as of which day."""

    component = forms.ChoiceField(label=_("Komponen"), required=False)
    area = forms.ChoiceField(label=_("Wilayah"))
    as_of = DateBoxes(label=_("Keadaan per tanggal"), help_text=_("Misalnya 1 6 2022"))

    def __init__(
        self,
        *args: Any,
        components: Iterable[tuple[str, str]] = (),
        areas: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        component, area = self.fields["component"], self.fields["area"]
        assert isinstance(component, forms.ChoiceField)
        assert isinstance(area, forms.ChoiceField)
        component.choices = [("", _("Semua komponen")), *components]
        area.choices = list(areas)


class ScreeningListForm(forms.Form):
    """As of which day a list is judged and, where the list names none, for which component."""

    component = forms.ChoiceField(label=_("Komponen"))
    as_of = DateBoxes(label=_("Keadaan per tanggal"), help_text=_("Misalnya 1 6 2022"))

    def __init__(self, *args: Any, components: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`components`: empty where the list is of one component already."""
        super().__init__(*args, **kwargs)
        component, choices = self.fields["component"], list(components)
        assert isinstance(component, forms.ChoiceField)
        component.choices = choices
        if not choices:
            del self.fields["component"]
