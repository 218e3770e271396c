"""Pages that belong to no room: the language switch, the component page, and what is said when something fails."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template import loader
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from rangkul.kernel.errors import Denied
from rangkul.web.shared.gaya import gaya_context


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Remember the reader's language and go back to the page she was on."""
    return set_language(request)


@login_not_required
def gaya(request: HttpRequest) -> HttpResponse:
    """Every component in every state: open to all on a demo or a developer's machine, elsewhere to signed-in staff."""
    if not (settings.DEBUG or settings.DEMO or request.user.is_authenticated):
        return redirect_to_login(request.get_full_path())
    return render(request, "web_shared/gaya.html", gaya_context(request))


def error_page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The page for a status, in the citizen frame."""
    return render(request, f"{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent can't be read."""
    return error_page(request, 400)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: says why when the refusal is one of ours."""
    return error_page(request, 403, reason=exception.message if isinstance(exception, Denied) else "")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; drawn without the request, because sessions or database may be what is broken."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)
