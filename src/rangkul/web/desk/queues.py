"""The queue of a counter: numbers, who is next, the screen of the waiting room."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.desk import actions, queries
from rangkul.desk.errors import NoSuchTicket
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.web.desk.lists import may_register
from rangkul.web.desk.queue_forms import NumberForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other
from rangkul.web.shared.wording import span_in_words

COUNTER_KEY = "queue_counter"


def check_may_queue(request: HttpRequest, verb: str) -> None:
    """Raise `Denied` unless the role works with the queue in this way."""
    if not acting(request).may(f"desk.queue.{verb}"):
        raise Denied(permission=f"desk.queue.{verb}", message=_("Peran Anda tidak melayani antrean."))


@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """The queue of a post (`?pos=`) today; with several posts and none chosen, the posts."""
    return queue_page(request, _post_of(request))


def queue_page(
    request: HttpRequest, post_id: UUID | None, *, problem: str = "", form: NumberForm | None = None
) -> HttpResponse:
    """The page itself, with what was refused a moment ago on top."""
    check_may_queue(request, "view")
    actor = acting(request)
    posts = queries.list_queue_posts(actor)
    if post_id is None and len(posts) != 1:
        return render(request, "desk/queue_posts.html", {"posts": posts})
    day = queries.queue_of(actor, post_id or posts[0].id)
    context = {
        "day": day,
        "others": [each for each in day.called if day.mine is None or each.id != day.mine.id],
        "figures": figures_of(day.figures),
        "has_many": len(posts) > 1,
        "form": form or NumberForm(),
        "counter": request.session.get(COUNTER_KEY, ""),
        "problem": problem,
        "may_call": actor.may("desk.queue.call"),
        "may_take": actor.may("desk.queue.take"),
        "may_display": actor.may("desk.queue.display"),
        "may_register": may_register(actor),
        "screen_url": request.build_absolute_uri(reverse("web:desk:queue-screen", args=[day.address]))
        if day.address
        else "",
        "here": f"{reverse('web:desk:queue')}?{urlencode({'pos': str(day.post.id)})}",
    }
    is_wrong = bool(problem or (form and form.errors))
    return render(request, "desk/queue.html", context, status=UNPROCESSABLE if is_wrong else 200)


def figures_of(figures: queries.QueueFigures) -> list[dict[str, Any]]:
    """The day in numbers, as tiles with their unit."""
    return [
        {"label": _("Nomor diambil"), "value": str(figures.taken)},
        {"label": _("Menunggu"), "value": str(figures.waiting)},
        {"label": _("Selesai dilayani"), "value": str(figures.served)},
        {"label": _("Tidak hadir"), "value": str(figures.absent)},
        {"label": _("Rata-rata menunggu"), "value": span_in_words(figures.average_wait)},
        {"label": _("Rata-rata dilayani"), "value": span_in_words(figures.average_service)},
    ]


def _post_of(request: HttpRequest) -> UUID | None:
    raw = (request.POST if request.method == "POST" else request.GET).get("pos", "")
    try:
        return UUID(raw) if raw else None
    except ValueError:
        raise NoSuchTicket(raw) from None


def _url(post_id: UUID) -> str:
    return f"{reverse('web:desk:queue')}?{urlencode({'pos': str(post_id)})}"


def _post_or_404(request: HttpRequest) -> UUID:
    post_id = _post_of(request)
    if post_id is None:
        raise NoSuchTicket("")
    return queries.get_queue_post(acting(request), post_id).id


@never_cache
@require_POST
def queue_take(request: HttpRequest) -> HttpResponse:
    """Hand out a number; the page of the number can be printed. Sent twice it is one number."""
    check_may_queue(request, "take")
    post_id, form = _post_or_404(request), NumberForm(request.POST)
    if not form.is_valid():
        return queue_page(request, post_id, form=form)
    made: list[Any] = []
    problem = attempt(
        lambda: made.append(
            actions.take_number(post_id=post_id, by=acting(request), at=clock.now(), **form.cleaned_data)
        )
    )
    if problem:
        return queue_page(request, post_id, problem=problem)
    return see_other(reverse("web:desk:queue-number", args=[made[0].pk]))


@never_cache
def queue_number(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """A number to print: the number, the place, the day, how many are before it, and nothing about anybody."""
    row = queries.get_queue_ticket(acting(request), ticket_id)
    before = queries.count_before(acting(request), row) if row.state == "WAITING" else 0
    return render(request, "desk/queue_number.html", {"row": row, "before": before, "back": _url(row.post_id)})


@never_cache
@require_POST
def queue_call(request: HttpRequest) -> HttpResponse:
    """Call the next number; `served` names the one called before, which the same press ends."""
    check_may_queue(request, "call")
    actor, post_id, at = acting(request), _post_or_404(request), clock.now()
    counter = request.POST.get("counter", "").strip()[:20]
    request.session[COUNTER_KEY] = counter
    served = _end_before(request, post_id)
    if isinstance(served, HttpResponse):
        return served
    made: list[Any] = []
    problem = attempt(lambda: made.append(actions.call_next(post_id=post_id, counter=counter, by=actor, at=at)))
    if problem and served:
        messages.info(request, f"{_('Nomor %(number)s selesai dilayani.') % {'number': served}} {problem}")
        return see_other(_url(post_id))
    if problem:
        return queue_page(request, post_id, problem=problem)
    messages.success(request, _("Nomor %(number)s dipanggil.") % {"number": made[0].label})
    return see_other(_url(post_id))


def _end_before(request: HttpRequest, post_id: UUID) -> str | HttpResponse:
    """End the number that was called before, when the same press says it is served; its label, or the page that says why not."""
    try:
        ticket_id = UUID(request.POST.get("served", ""))
    except ValueError:
        return ""
    row = queries.get_queue_ticket(acting(request), ticket_id)
    problem = attempt(lambda: actions.serve_ticket(ticket_id=ticket_id, by=acting(request), at=clock.now()))
    return queue_page(request, post_id, problem=problem) if problem else row.label


def _step(request: HttpRequest, ticket_id: UUID, verb: str, deed: Callable[..., Any], said: str) -> HttpResponse:
    check_may_queue(request, verb)
    row = queries.get_queue_ticket(acting(request), ticket_id)
    problem = attempt(lambda: deed(ticket_id=ticket_id, by=acting(request), at=clock.now()))
    if problem:
        return queue_page(request, row.post_id, problem=problem)
    messages.success(request, said % {"number": row.label})
    return see_other(_url(row.post_id))


@never_cache
@require_POST
def queue_recall(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Call a number once more."""
    return _step(request, ticket_id, "recall", actions.recall_ticket, _("Nomor %(number)s dipanggil ulang."))


@never_cache
@require_POST
def queue_skip(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Nobody came when the number was called."""
    return _step(request, ticket_id, "skip", actions.skip_ticket, _("Nomor %(number)s tidak hadir."))


@never_cache
@require_POST
def queue_serve(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Whoever was called has been served."""
    return _step(request, ticket_id, "serve", actions.serve_ticket, _("Nomor %(number)s selesai dilayani."))


@never_cache
@require_POST
def queue_display(request: HttpRequest) -> HttpResponse:
    """Make the address of the waiting-room screen, or a new one."""
    check_may_queue(request, "display")
    post_id = _post_or_404(request)
    problem = attempt(lambda: actions.open_display(post_id=post_id, by=acting(request), at=clock.now()))
    if problem:
        return queue_page(request, post_id, problem=problem)
    messages.success(request, _("Alamat layar dibuat. Alamat yang lama tidak berlaku lagi."))
    return see_other(f"{_url(post_id)}#layar")


@login_not_required
@never_cache
def queue_screen(request: HttpRequest, address: str) -> HttpResponse:
    """The screen of a waiting room: the numbers being called in big letters; it renews itself, also without a script."""
    screen = queries.screen_at(address)
    if screen is None:
        raise Http404
    return render(request, "desk/queue_screen.html", {"screen": screen, "at": clock.now()})
