"""Forms of the outbox: the filter of deliveries, a channel's settings, how one wants to be reached."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rangkul.platform.outbox.enums import Channel, DeliveryState
from rangkul.platform.outbox.messages import list_templates
from rangkul.platform.outbox.queries import ChannelView
from rangkul.platform.outbox.settings_of import LONGEST, Setting, settings_of

_ALL = ("", _("semua"))


def _template_choices() -> list[tuple[str, Any]]:
    return [_ALL, *((each.code, each.code) for each in list_templates())]


class DeliveryFilterForm(forms.Form):
    """Which deliveries to show."""

    status = forms.ChoiceField(label=_("Status"), required=False, choices=[_ALL, *DeliveryState.choices])
    saluran = forms.ChoiceField(label=_("Saluran"), required=False, choices=[_ALL, *Channel.choices])
    templat = forms.ChoiceField(label=_("Pesan"), required=False, choices=_template_choices)


class ChannelForm(forms.Form):
    """The settings of one channel, a field each; what is secret is never shown again."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, view: ChannelView):
        super().__init__(data)
        for setting in settings_of(view.channel):
            self.fields[setting.name] = _field_of(setting, view)
        hours = {"quiet_from": _("Jam tenang mulai"), "quiet_until": _("Jam tenang sampai")}
        for name, label in hours.items():
            self.fields[name] = forms.TimeField(
                label=label,
                required=False,
                input_formats=["%H:%M", "%H.%M"],
                initial=_clock(getattr(view.setting, name, None)) if view.setting else "",
                help_text=_("Misalnya 20.00. Pesan menunggu sampai jam tenang lewat; kosongkan bila tidak perlu."),
                widget=forms.TextInput(attrs={"class": "w-10", "inputmode": "decimal"}),
            )

    def given(self) -> dict[str, str]:
        """What was typed for the channel itself."""
        return {name: str(value) for name, value in self.cleaned_data.items() if not name.startswith("quiet_")}

    def quiet(self) -> tuple[time | None, time | None]:
        """The quiet hours; none unless both ends are given."""
        begin, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return (begin, end) if begin and end else (None, None)


def _field_of(setting: Setting, view: ChannelView) -> forms.Field:
    is_kept = setting.is_secret and setting.name in view.secrets
    hint = _("Sudah tersimpan. Kosongkan bila tidak berubah.") if is_kept else setting.help_text
    common: dict[str, Any] = {
        "label": setting.label,
        "required": setting.is_required and not is_kept,
        "help_text": hint,
    }
    initial = "" if setting.is_secret else view.config.get(setting.name, setting.default)
    if setting.choices:
        return forms.ChoiceField(choices=setting.choices, initial=initial or setting.default, **common)
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    widget: forms.Widget = forms.TextInput(attrs=attrs)
    if setting.is_long:
        widget = forms.Textarea(attrs={**attrs, "rows": 4})
    elif setting.is_secret:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(initial=initial, max_length=LONGEST, widget=widget, **common)


class TestForm(forms.Form):
    """Where the test message goes."""

    __test__ = False  # pytest takes the name for its own

    to = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, data: Mapping[str, Any] | None = None, *, channel: Channel):
        super().__init__(data)
        field = self.fields["to"]
        is_email = channel == Channel.EMAIL
        field.label = _("Alamat surel untuk percobaan") if is_email else _("Nomor ponsel untuk percobaan")
        field.required = channel != Channel.PUSH


class ReachForm(forms.Form):
    """One's own addresses and which channels one wants, for the channels the office has switched on."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        channels: Sequence[Channel],
        shown: Mapping[str, tuple[bool, str]],
    ):
        super().__init__(data)
        self.channels = channels
        for channel in channels:
            is_wanted, masked = shown.get(channel, (False, ""))
            kept = (
                gettext("Sekarang: %(address)s. Kosongkan bila tidak berubah.") % {"address": masked} if masked else ""
            )
            words = {"channel": channel.label}
            number = gettext("Nomor ponsel untuk %(channel)s") % words
            self.fields[f"{channel.lower()}_wanted"] = forms.BooleanField(
                label=gettext("Kirim juga lewat %(channel)s") % words, required=False, initial=is_wanted
            )
            self.fields[f"{channel.lower()}_address"] = forms.CharField(
                label=_("Alamat surel") if channel == Channel.EMAIL else number,
                required=False,
                max_length=200,
                help_text=kept,
            )


def _clock(value: time | None) -> str:
    return value.strftime("%H.%M") if value else ""
