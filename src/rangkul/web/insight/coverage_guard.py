"""What a page of coverage shows while there is no snapshot of everybody, or when a question took too long."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rangkul.insight.everybody import NoSnapshotYet, TooSlow
from rangkul.web.insight.snapshot import no_snapshot


def over_everybody[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page over the kept snapshot: without one it says how to have it made."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoSnapshotYet:
            return no_snapshot(request, _("Cakupan bantuan"))
        except TooSlow as slow:
            return render(request, "insight/coverage_slow.html", {"message": str(slow)}, status=503)

    return run
