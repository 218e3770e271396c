"""Pages of the channels: settings, the test message, on and off."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.outbox import actions, policies, queries
from rangkul.platform.outbox.enums import Channel
from rangkul.platform.outbox.messages import list_templates
from rangkul.web.platform.outbox_forms import ChannelForm, TestForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other


@require_safe
@never_cache
def channel_list(request: HttpRequest) -> HttpResponse:
    """Every channel: on or off, what waits, what failed."""
    actor = acting(request)
    context = {"channels": queries.list_channels(actor), "may_change": actor.may(policies.CHANGE)}
    return render(request, "platform/channel_list.html", context)


@never_cache
def channel(request: HttpRequest, channel: str) -> HttpResponse:
    """The settings of one channel."""
    actor, code = acting(request), _code(channel)
    view = queries.get_channel(actor, code)
    form = ChannelForm(request.POST or None, view=view)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_channel(channel=code, given=form.given(), quiet=form.quiet(), by=actor, at=clock.now())
        except Refused as error:
            form.add_error(_field(form, error), error.message)
        else:
            messages.success(request, _("Pengaturan tersimpan. Kirim pesan percobaan sebelum menyalakan saluran."))
            return _back(code)
    context = _context(request, view, form, TestForm(channel=code))
    return render(request, "platform/channel.html", context, status=422 if form.errors else 200)


@require_POST
def channel_test(request: HttpRequest, channel: str) -> HttpResponse:
    """Sends one test message."""
    actor, code = acting(request), _code(channel)
    view = queries.get_channel(actor, code)
    form = TestForm(request.POST, channel=code)
    if form.is_valid():
        try:
            actions.test_channel(channel=code, to=form.cleaned_data["to"], by=actor, at=clock.now())
        except Refused as error:
            form.add_error("to", error.message)
        else:
            messages.success(request, _("Pesan percobaan masuk antrean. Muat ulang halaman ini sebentar lagi."))
            return _back(code)
    context = _context(request, view, ChannelForm(view=view), form)
    return render(request, "platform/channel.html", context, status=422)


@require_POST
def channel_switch_on(request: HttpRequest, channel: str) -> HttpResponse:
    """Lets a tested channel send."""
    code = _code(channel)
    words = _("Saluran dinyalakan.")
    return _step(
        request, code, lambda: actions.switch_channel_on(channel=code, by=acting(request), at=clock.now()), words
    )


@require_POST
def channel_switch_off(request: HttpRequest, channel: str) -> HttpResponse:
    """Stops a channel."""
    code = _code(channel)
    words = _("Saluran dimatikan; yang masih menunggu tidak dikirim.")
    return _step(
        request, code, lambda: actions.switch_channel_off(channel=code, by=acting(request), at=clock.now()), words
    )


@require_POST
def channel_retry(request: HttpRequest, channel: str) -> HttpResponse:
    """Sends everything that failed on a channel again."""
    code = _code(channel)
    count = actions.retry_dead(channel=code, by=acting(request), at=clock.now())
    words = ngettext("%(n)s kiriman masuk antrean lagi.", "%(n)s kiriman masuk antrean lagi.", count) % {"n": count}
    messages.success(request, words)
    return see_other(reverse("web:platform:channel-list"))


def _code(text: str) -> Channel:
    try:
        return Channel(text.upper())
    except ValueError:
        raise Http404 from None


def _context(request: HttpRequest, view: queries.ChannelView, form: ChannelForm, test_form: TestForm) -> dict[str, Any]:
    return {
        "view": view,
        "form": form,
        "test_form": test_form,
        "is_push": view.channel == Channel.PUSH,
        "news_url": request.build_absolute_uri(reverse("web:platform:whatsapp-news")) if _is_whatsapp(view) else "",
        "templates": list_templates() if _is_whatsapp(view) else [],
    }


def _is_whatsapp(view: queries.ChannelView) -> bool:
    return view.channel == Channel.WHATSAPP


def _field(form: ChannelForm, error: Refused) -> str | None:
    return next((name for name, field in form.fields.items() if str(field.label) == error.field), None)


def _step(request: HttpRequest, code: Channel, act: Callable[[], Any], words: str) -> HttpResponse:
    try:
        act()
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return _back(code)


def _back(code: Channel) -> HttpResponse:
    return see_other(reverse("web:platform:channel", args=[code.lower()]))
