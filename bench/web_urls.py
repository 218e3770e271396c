"""The product's pages and an empty one behind the same middleware: the floor under every page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from rangkul.config import urls

EMPTY = "_kosong/"


@login_not_required
def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing at all."""
    return HttpResponse("")


urlpatterns = [path(EMPTY, empty), *urls.urlpatterns]
handler400 = getattr(urls, "handler400", "django.views.defaults.bad_request")
handler403 = getattr(urls, "handler403", "django.views.defaults.permission_denied")
handler404 = getattr(urls, "handler404", "django.views.defaults.page_not_found")
handler500 = getattr(urls, "handler500", "django.views.defaults.server_error")
