"""How an official wants to be reached: addresses, channels, browsers; and the small program of web push."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.outbox import actions, policies, queries
from rangkul.platform.outbox.actions.reach import FIELDS
from rangkul.platform.outbox.enums import Channel
from rangkul.web.platform.outbox_forms import ReachForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other

WORKER = """self.addEventListener('push', (event) => {
  const told = event.data ? event.data.json() : {};
  const options = { body: told.body || '', tag: told.tag, data: { url: told.url || '/' } };
  event.waitUntil(self.registration.showNotification(told.title || 'Rangkul', options));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
"""


@never_cache
def reach(request: HttpRequest) -> HttpResponse:
    """One's own ways of being reached besides the bell."""
    actor = acting(request)
    policies.check_can_read_own(actor)
    on = queries.channels_on()
    channels = [each for each in Channel if each in on and each != Channel.PUSH]
    shown = {code: (each.is_wanted, each.shown) for code, each in queries.list_reaches(actor).items()}
    form = ReachForm(request.POST or None, channels=channels, shown=shown)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wishes = [
            actions.Wish(each, given[f"{each.lower()}_address"], given[f"{each.lower()}_wanted"]) for each in channels
        ]
        try:
            actions.change_reach(wishes=wishes, by=actor, at=clock.now())
        except Refused as error:
            form.add_error(
                next(f"{each.lower()}_address" for each in channels if FIELDS[each][0] == error.field), error.message
            )
        else:
            messages.success(request, _("Pilihan pemberitahuan tersimpan."))
            return see_other(reverse("web:platform:reach"))
    context = {
        "form": form,
        "push_key": queries.push_public_key() if Channel.PUSH in on else "",
        "browsers": queries.list_browsers(actor),
    }
    return render(request, "platform/reach.html", context, status=422 if form.errors else 200)


@require_POST
def push_subscribe(request: HttpRequest) -> HttpResponse:
    """A browser of one's own signs on; the page's script sends what the browser gave it."""
    actor = acting(request)
    policies.check_can_read_own(actor)
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth", "label")}
    try:
        actions.subscribe_push(**given, by=actor, at=clock.now())
    except Refused as error:
        return HttpResponse(error.message, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
def push_unsubscribe(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Takes a browser off."""
    actions.unsubscribe_push(subscription_id=subscription_id, by=acting(request), at=clock.now())
    messages.success(request, _("Peramban itu tidak lagi menerima pemberitahuan."))
    return see_other(reverse("web:platform:reach"))


@login_not_required
@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of web push: shows a message, opens its page when pressed. It keeps nothing."""
    return HttpResponse(WORKER, content_type="text/javascript; charset=utf-8")
