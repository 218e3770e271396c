"""Signing in and out, and choosing the duty one acts in."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rangkul.accounts import actions, queries
from rangkul.accounts.models import User
from rangkul.accounts.roles import BY_CODE
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor, citizen_actor
from rangkul.platform.policy.limits import forget, within_limit
from rangkul.web.accounts.forms import SignInForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.middleware import DUTY_KEY
from rangkul.web.shared.visitors import address_of

TRIES = 8
TRIES_PER_ADDRESS = 60
WINDOW = timedelta(minutes=15)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by user name and password; a demo also offers its ready-made accounts."""
    if request.user.is_authenticated:
        return redirect("web:home:worklist")
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = _try_to_sign_in(request, form)
        if response is not None:
            return response
    demo = [(user, _duty_line(user)) for user in queries.list_demo_users()] if settings.DEMO else []
    context = {"form": form, "demo_users": demo, "next": request.GET.get("next", "")}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


def _try_to_sign_in(request: HttpRequest, form: SignInForm) -> HttpResponse | None:
    username, now = form.cleaned_data["username"].strip().lower(), clock.now()
    address = address_of(request)
    free = within_limit("sign-in", username, limit=TRIES, window=WINDOW, at=now)
    free = within_limit("sign-in-from", address, limit=TRIES_PER_ADDRESS, window=WINDOW, at=now) and free
    if not free:
        form.add_error(None, _("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi."))
        return None
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        actions.refuse_session(username=username, by=citizen_actor(), at=now)
        form.add_error(None, _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar-kecil, lalu coba lagi."))
        return None
    forget("sign-in", username)
    return _enter(request, user)


@login_not_required
@require_POST
def sign_in_demo(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One click on a ready-made account. Exists in a demo only, and only for accounts made by it."""
    user = queries.find_user(user_id)
    if not settings.DEMO or user is None or not user.is_demo or not user.is_active:
        raise Http404
    return _enter(request, user)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    actor = Actor(user_id=user.pk, name=user.name, role="SIGN_IN")
    actions.start_session(user_id=user.pk, by=actor, at=clock.now())
    target = request.POST.get("next", "")
    if target and url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return redirect(target)
    return redirect("web:home:worklist")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, _("Anda sudah keluar."))
    return redirect("web:home:front")


@require_POST
def choose_duty(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own duties from now on."""
    user = request.user
    assert isinstance(user, User)
    try:
        duty_id = UUID(request.POST.get("duty", ""))
    except ValueError as error:
        raise Http404 from error
    duty = actions.choose_duty(user=user, duty_id=duty_id, by=acting(request), at=clock.now())
    request.session[DUTY_KEY] = str(duty.pk)
    messages.success(request, _("Sekarang Anda bertugas sebagai %(role)s.") % {"role": duty.get_role_display()})
    return redirect("web:home:worklist")


def _duty_line(user: User) -> str:
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    duty = queries.list_duties(user, on=today).first()
    if duty is None:
        return ""
    names = institutions_queries.names_of([duty.institution_id]) if duty.institution_id else {}
    return " · ".join([str(BY_CODE[duty.role].label), *names.values()])
