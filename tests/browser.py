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
_SHAPE = """() => {
    const told = /^(class|type|role|lang|aria-|for$|scope|open$)/;
    const points = /^(for|aria-(labelledby|describedby|controls|owns|details|errormessage|activedescendant))$/;
    const mustSpeak = /^(A|BUTTON|LABEL|TH|SUMMARY|LEGEND|H[1-6])$/;
    const landmark = /^(NAV|MAIN|HEADER|FOOTER|ASIDE|SECTION|FORM)\\b/;
    const value = one => points.test(one.name) ? one.value.split(' ').every(id => document.getElementById(id))
        : one.name === 'aria-label' && !landmark.test(one.ownerElement.tagName) ? one.value.trim() !== '' : one.value;
    const shape = each => {
        const own = [...each.attributes].filter(one => told.test(one.name)).map(one => one.name + value(one));
        const mute = mustSpeak.test(each.tagName) && each.textContent.trim() === '' ? '!' : '';
        const inner = [...each.children].map(shape);
        const kinds = inner.filter((one, at) => landmark.test(one) || inner.indexOf(one) === at);
        return `${each.tagName}${mute} ${own}(${kinds})`;
    };
    const ranks = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(each => each.tagName);
    const steps = new Set(ranks.map((rank, at) => (ranks[at - 1] || '') + rank));
    const ids = [...document.querySelectorAll('[id]')].map(each => each.id);
    return [shape(document.documentElement), ...[...steps].sort(), new Set(ids).size === ids.length].join();
}"""
"""What axe could tell apart: elements, classes and states, whether what is pointed at is there and what must speak does,
steps of headings, and whether ids are used once. More rows of the same kinds, names and numbers make no new shape."""
_LOOK = """async ([tags, met]) => {
    const before = new Set(met), now = new Set();
    const told = /^(class|type|role|lang|scope|open|disabled|checked|data-|aria-(?!label|desc|contr|owns|det|err|act))/;
    const mixed = text => {
        let [one, two] = [0xdeadbeef, 0x41c6ce57];
        for (let at = 0; at < text.length; at++) {
            one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
            two = Math.imul(two ^ text.charCodeAt(at), 1597334677);
        }
        return `${(one >>> 0).toString(36)}.${(two >>> 0).toString(36)}`;
    };
    const look = (each, above) => {
        const own = [...each.attributes].filter(one => told.test(one.name)).map(one => one.name + one.value);
        const ends = [!each.previousElementSibling, !each.nextElementSibling];
        const place = mixed([above, each.tagName, ...own, ...ends].join());
        const isSeen = each.checkVisibility({visibilityProperty: true});
        if (!isSeen || !before.has(place) && !now.has(place)) each.setAttribute('data-unmet', '');
        if (isSeen) now.add(place);
        for (const child of each.children) look(child, place);
    };
    look(document.documentElement, '');
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-unmet]'}]});
    const found = await axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false});
    for (const each of document.querySelectorAll('[data-unmet]')) each.removeAttribute('data-unmet');
    return [found.violations, [...now].filter(place => !before.has(place))];
}"""
"""Axe on a page. Contrast is more than half of its work: it is looked at once for each kind of place, which is the way of
elements, classes and states from the root down, for by those the style sheet colours."""
_PLACES: dict[int | None, set[str]] = {}
"""The kinds of places in which this process has looked at the contrast, by width."""
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
    places = _PLACES.setdefault((page.viewport_size or {}).get("width"), set())
    violations, met = page.evaluate(_LOOK, [WCAG, list(places)])
    found = [
        f"{rule['id']}: {rule['help']} at {', '.join(str(node['target']) for node in rule['nodes'][:4])}"
        for rule in violations
    ]
    assert not found, "\n".join([page.url, *found])
    places.update(met)


def is_new_shape(page: Page) -> bool:
    """Whether nobody in this run has looked yet at a page of this shape (`_SHAPE`) at this width."""
    width = (page.viewport_size or {}).get("width")
    page.wait_for_load_state("load")  # a click may come back while the next page is still empty
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
    """All of the above: what every page of a journey must be. Axe looks once at each shape, whichever test it is in."""
    if is_new_shape(page):
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


def take_picture(page: Page, name: str, *, highest: int = HIGHEST) -> None:
    """Keep a picture for the documentation when `RANGKUL_PICTURES` names a folder: 64 colours, at most `highest` px high."""
    folder = os.environ.get("RANGKUL_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.evaluate("scrollTo(0, 0)")  # what sticks to the top stands at the top
        with Image.open(io.BytesIO(page.screenshot(full_page=True))) as shot:
            part = shot.crop((0, 0, shot.width, min(shot.height, highest))).convert("RGB")
            part.quantize(64).save(Path(folder) / f"{name}.png", optimize=True)
