"""Where gateways tell what became of a message."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rangkul.kernel import clock
from rangkul.platform.outbox.gateways.whatsapp import challenge_of, is_signed, news_in
from rangkul.platform.outbox.news import take_news, whatsapp_secrets

LARGEST = 1_000_000


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def whatsapp_news(request: HttpRequest) -> HttpResponse:
    """Meta asks once whether the address is ours (GET), and tells signed news afterwards (POST)."""
    secrets = whatsapp_secrets()
    if request.method == "GET":
        challenge = challenge_of(request.GET.dict(), secrets.get("verify_token", ""))
        if challenge is None:
            return HttpResponse(status=403)
        return HttpResponse(challenge[:200], content_type="text/plain; charset=utf-8")
    try:
        body = request.body
    except RawPostDataException:
        return HttpResponse(status=400)
    signature = request.headers.get("X-Hub-Signature-256", "")
    if len(body) > LARGEST or not is_signed(body, signature, secrets.get("app_secret", "")):
        return HttpResponse(status=403)
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    take_news(news_in(payload), at=clock.now())
    return HttpResponse(status=200)
