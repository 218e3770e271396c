"""Forms of the queue at a counter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.desk.enums import QueuePriority, QueuePurpose
from rangkul.kernel.ids import new_id


class NumberForm(forms.Form):
    """A number: what for, and whether somebody should not stand long. No name is asked."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    purpose = forms.ChoiceField(
        label=_("Keperluan"), widget=forms.RadioSelect, initial=QueuePurpose.NEED, choices=QueuePurpose.choices
    )
    priority = forms.ChoiceField(
        label=_("Didahulukan"), widget=forms.RadioSelect, initial=QueuePriority.NONE, choices=QueuePriority.choices
    )
