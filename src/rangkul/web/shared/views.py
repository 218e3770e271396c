"""Error pages in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rangkul.kernel.errors import Denied


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be understood."""
    return render(request, "400.html", status=400)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the role or the area does not allow it."""
    message = exception.message if isinstance(exception, Denied) else ""
    return render(request, "403.html", {"message": message}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing at this address, or nothing that the actor may see."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a defect; nothing of the request was kept."""
    return render(request, "500.html", status=500)
