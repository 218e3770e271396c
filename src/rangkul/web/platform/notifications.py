"""One's own messages: the bell's list, opening one, marking all read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.ids import read_id
from rangkul.platform.outbox import inbox, policies, queries, sight
from rangkul.web.shared.about import link_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.lists import with_query

PAGE = 25


@require_safe
@never_cache
def notification_list(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first; `?lihat=baru` the unread ones only."""
    actor = acting(request)
    policies.check_can_read_own(actor)
    is_unread = request.GET.get("lihat") == "baru"
    found = inbox.list_messages(actor, is_unread=is_unread, before=read_id(request.GET.get("sesudah")), limit=PAGE + 1)
    shown = found[:PAGE]
    gone = sight.out_of_sight(actor, shown)
    context = {
        "notices": [(each, "" if each.pk in gone else queries.words_of(each)) for each in shown],
        "is_unread": is_unread,
        "all_url": reverse("web:platform:notification-list"),
        "unread_url": reverse("web:platform:notification-list") + "?lihat=baru",
        "next_url": with_query(request, {"sesudah": str(shown[-1].pk)}) if len(found) > PAGE else "",
        "before_url": with_query(request, {"sesudah": None}) if request.GET.get("sesudah") else "",
    }
    return render(request, "platform/notification_list.html", context)


@require_safe
@never_cache
def notification(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Opens what the message is about, and marks it read; what has moved out of sight is told as such."""
    actor = acting(request)
    policies.check_can_read_own(actor)
    found = inbox.get_message(actor, message_id)
    inbox.mark_read(actor, found.pk, at=clock.now())
    if sight.out_of_sight(actor, [found]):
        messages.info(
            request, _("Urusan ini sudah berpindah ke petugas lain, atau bukan bagian tugas yang sedang Anda pilih.")
        )
        return HttpResponseRedirect(reverse("web:platform:notification-list"))
    target = link_of(found.about_kind, found.about_id) or reverse("web:platform:notification-list")
    return HttpResponseRedirect(target)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Marks all of one's messages read."""
    actor = acting(request)
    policies.check_can_read_own(actor)
    count = inbox.mark_all_read(actor, at=clock.now())
    words = ngettext("%(n)s pesan ditandai sudah dibaca.", "%(n)s pesan ditandai sudah dibaca.", count) % {"n": count}
    messages.success(request, words)
    return see_other(reverse("web:platform:notification-list"))
