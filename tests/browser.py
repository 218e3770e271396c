"""A real browser for tests: pages at a width, with what they asked for, what they complained of, and what axe finds.

The fixtures are imported once, in `tests/conftest.py`: a second import would start a second Playwright.
"""

import gzip
import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, expect, sync_playwright

SHELL, WINDOW = "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"
CHROMIUM = os.environ.get("RANGKUL_CHROMIUM") or shutil.which(SHELL) or WINDOW
"""Debian's headless shell when it is there: the same engine without the window, which costs half the time."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PACKED = ("text/", "application/javascript", "application/json", "image/svg")
PHONE = 360
DESK = 1280
HIGHEST = 1400
_AXE = Axe()
_WIDE = """() => [...document.querySelectorAll('body *')].filter(
    each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
).slice(-6).map(each => each.outerHTML.slice(0, 120)).join(' | ')"""
_SHAPE = """() => [...document.querySelectorAll('*')].map(each => each.tagName + [...each.attributes].filter(
    one => /^(class|type|role|lang|aria-|for|scope|open$)/.test(one.name)).map(one => one.name + one.value)).join()"""
_SHAPES: list[Path] = []
"""The folder in which the workers of a run tell each other which shapes of pages axe has looked at."""
PATIENCE = 15_000
"""Milliseconds that a page may take under the load of a parallel run before a test gives it up."""
expect.set_options(timeout=PATIENCE)

PageAt = Callable[..., Page]


@dataclass
class Log:
    """What a page did since it was opened."""

    complaints: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)


_LOGS: dict[Page, Log] = {}


def log_of(page: Page) -> Log:
    """The log of a page that `page_at` opened."""
    return _LOGS[page]


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """The folder that WhiteNoise looks into, which `collectstatic` makes on a real installation."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium of the machine; without it the test is skipped, or fails when RANGKUL_REQUIRE_BROWSER=1."""
    if shutil.which(CHROMIUM) is None:
        if os.environ.get("RANGKUL_REQUIRE_BROWSER") == "1":
            pytest.fail(f"Chromium is required and not at {CHROMIUM}")
        pytest.skip(f"no Chromium at {CHROMIUM}")
    own = tmp_path_factory.getbasetemp()
    _SHAPES[:] = [(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shapes"]
    _SHAPES[0].mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield browser
        browser.close()


@pytest.fixture
def page_at(chromium: Browser) -> Iterator[PageAt]:
    """Opens pages: `page_at(360)`, `page_at(1280, javascript=False)`, `page_at(360, locale="en-GB")`.

    Each call is a new visitor with cookies of its own; the clock of the browser is the office's.
    """
    contexts: list[BrowserContext] = []
    pages: list[Page] = []

    def open_page(width: int = DESK, *, height: int = 800, javascript: bool = True, locale: str = "id-ID") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale=locale,
            timezone_id="Asia/Makassar",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        log = _LOGS[page] = Log()
        page.on("console", lambda said: log.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: log.complaints.append(str(error)))
        page.on("request", lambda request: log.addresses.append(request.url))
        page.on("response", lambda response: log.responses.append(response))
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        del _LOGS[page]
    for context in contexts:
        context.close()


def assert_accessible(page: Page) -> None:
    """Axe finds nothing against WCAG 2.0 to 2.2 A and AA nor against its good practice."""
    page.evaluate(_AXE.axe_script)
    violations = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",  # what passed is much, and nobody reads it
        {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]},
    )
    found = [
        f"{rule['id']}: {rule['help']} at {', '.join(str(node['target']) for node in rule['nodes'][:4])}"
        for rule in violations
    ]
    assert not found, "\n".join([page.url, *found])


def is_new_shape(page: Page) -> bool:
    """Whether nobody in this run has looked yet at a page of these elements, classes, labels and states at this width."""
    width = (page.viewport_size or {}).get("width")
    shape = sha256(f"{width} {page.evaluate(_SHAPE)}".encode()).hexdigest()
    try:
        (_SHAPES[0] / shape).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def assert_no_foreign_requests(page: Page) -> None:
    """Everything came from the host of the page itself."""
    home = urlsplit(page.url).netloc
    foreign = [url for url in log_of(page).addresses if urlsplit(url).netloc not in (home, "")]
    assert not foreign, foreign


def assert_no_complaints(page: Page) -> None:
    """Nothing was written to the console as an error, so no script failed and the CSP refused nothing."""
    assert not log_of(page).complaints, log_of(page).complaints


def assert_no_sideways_scroll(page: Page) -> None:
    """The page fits its width."""
    extra = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert extra <= 0, f"{page.url} is {extra} px too wide: {page.evaluate(_WIDE)}"


def assert_sound(page: Page) -> None:
    """All of the above: what every page of a journey must be."""
    assert_accessible(page)
    assert_no_foreign_requests(page)
    assert_no_complaints(page)
    assert_no_sideways_scroll(page)


def wire_bytes(page: Page) -> int:
    """Bytes a first visit costs: headers and bodies of everything loaded so far.

    The test server sends static files unpacked; text is counted as gzip packs it, which is how they are served.
    """
    total = 0
    for response in log_of(page).responses:
        headers = response.headers
        total += sum(len(name) + len(value) + 4 for name, value in headers.items())
        try:
            body = response.body()
        except Error:  # a redirect has no body
            continue
        kind = headers.get("content-type", "")
        total += len(gzip.compress(body, 6)) if kind.startswith(PACKED) else len(body)
    return total


def take_picture(page: Page, name: str) -> None:
    """Keep a picture for the documentation when `RANGKUL_PICTURES` names a folder: 64 colours, at most 1,400 px high."""
    folder = os.environ.get("RANGKUL_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.evaluate("scrollTo(0, 0)")  # what sticks to the top stands at the top
        with Image.open(io.BytesIO(page.screenshot(full_page=True))) as shot:
            part = shot.crop((0, 0, shot.width, min(shot.height, HIGHEST))).convert("RGB")
            part.quantize(64).save(Path(folder) / f"{name}.png", optimize=True)
