"""Trying out the demo over real HTTP: the front page, then each role signs in and fetches its worklist."""

import dataclasses
import http.cookiejar
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from html.parser import HTMLParser

from rangkul.cli import demonstration, serving
from rangkul.cli.demonstration import Stopwatch
from rangkul.cli.district import DemoAccount
from rangkul.cli.installation import Database
from rangkul.config.env import Env

OPEN_SECONDS = 60.0


@dataclasses.dataclass
class Form:
    """One form of a page: where it goes and what it carries."""

    action: str
    fields: dict[str, str] = dataclasses.field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif self.forms and tag == "input" and given.get("name") and given.get("type") != "radio":
            self.forms[-1].fields[given["name"]] = given.get("value", "")


class Visitor:
    """A browser of the plainest kind: keeps cookies, follows redirects, presses buttons."""

    def __init__(self, address: str) -> None:
        self.jar = http.cookiejar.CookieJar()
        keeper = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), keeper)
        self.address = address
        self.at = address

    @property
    def cookies(self) -> str:
        """The cookies kept so far, as a browser's header sends them."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def get(self, path: str) -> str:
        """Fetch a page; raises OSError with the status where it is not there."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.address, path)))  # noqa: S310 - our server

    def press(self, page: str, action: str) -> str | None:
        """Send the form that goes to `action` with what it carries; None where the page has no such form."""
        parser = _Forms()
        parser.feed(page)
        for form in parser.forms:
            if form.action != action:
                continue
            target = urllib.parse.urljoin(self.at, action)
            body = urllib.parse.urlencode(form.fields).encode()
            return self._open(urllib.request.Request(target, data=body, headers={"Referer": self.at}))  # noqa: S310
        return None

    def _open(self, request: urllib.request.Request) -> str:
        with self.opener.open(request, timeout=60) as answer:
            self.at = answer.geturl()
            return str(answer.read().decode("utf-8"))


def check(env: Env, database: Database, stopwatch: Stopwatch) -> list[str]:
    """Open the server on a free port, walk in as everybody, close it; returns what failed, each in a sentence."""
    env = dataclasses.replace(env, port=_free_port(), bind="127.0.0.1", workers=1)
    problems: list[str] = []
    finished = threading.Event()

    def walk() -> None:
        started = time.monotonic()
        try:
            while not serving.is_open(env) and time.monotonic() - started < OPEN_SECONDS and not finished.is_set():
                time.sleep(0.05)
            stopwatch.laps.append(("server web terbuka", time.monotonic() - started))
            problems.extend(_walk(f"http://127.0.0.1:{env.port}", stopwatch))
        finally:
            finished.set()

    visitor = threading.Thread(target=walk, daemon=True)
    visitor.start()
    serving.serve(env, database, announce=lambda: None, until=finished.is_set)
    return problems


def _walk(address: str, stopwatch: Stopwatch) -> list[str]:
    from django.conf import settings
    from django.urls import NoReverseMatch, reverse

    try:
        sign_in, worklist = reverse(settings.LOGIN_URL), reverse(settings.LOGIN_REDIRECT_URL)
        front = reverse(settings.LOGOUT_REDIRECT_URL)
    except NoReverseMatch as error:
        return [f"Halaman belum ada: {error}"]
    problems = []
    with stopwatch.step("halaman depan"):
        problems += _try("halaman depan", lambda: Visitor(address).get(front))
    accounts = demonstration.accounts()
    if not accounts:
        problems.append("Tidak ada akun contoh.")
    for account in accounts:
        problems += _enter(address, account, sign_in, worklist, stopwatch)
    return problems


def _enter(address: str, account: DemoAccount, sign_in: str, worklist: str, stopwatch: Stopwatch) -> list[str]:
    from django.urls import reverse

    visitor = Visitor(address)

    def enter() -> None:
        if visitor.press(visitor.get(sign_in), reverse("web:accounts:sign-in-demo", args=[account.user_id])) is None:
            raise OSError(f"halaman masuk tidak menawarkan akun {account.username}")

    with stopwatch.step(f"masuk: {account.role}"):
        problems = _try(f"masuk sebagai {account.username} ({account.role})", enter)
    if problems:
        return problems

    def fetch() -> None:
        visitor.get(worklist)
        if urllib.parse.urlsplit(visitor.at).path != worklist:
            raise OSError(f"dialihkan ke {visitor.at}")

    with stopwatch.step(f"daftar kerja: {account.role}"):
        return _try(f"daftar kerja {account.username} ({account.role})", fetch)


def _try(what: str, deed: Callable[[], object]) -> list[str]:
    try:
        deed()
    except urllib.error.HTTPError as error:
        return [f"{what}: server menjawab {error.code} di {error.geturl()}"]
    except (OSError, ValueError) as error:
        return [f"{what}: {error}"]
    return []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
