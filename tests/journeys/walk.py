"""The vocabulary of the journeys: who sits at the screen, what they open, fill in and press, and what they then see."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.urls import reverse
from playwright.sync_api import Locator, Page, Response, expect
from pypdfium2 import PdfDocument

from tests.browser import (
    DESK,
    HIGHEST,
    PageAt,
    assert_accessible,
    assert_no_complaints,
    assert_no_foreign_requests,
    assert_no_sideways_scroll,
    is_new_shape,
    log_of,
    take_picture,
    wire_bytes,
)
from tests.journeys.district import PEOPLE

_AT_REST = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"
EXPECTED_REFUSALS = re.compile(r"status of (403|404|422)")


@dataclass
class Visitor:
    """Somebody at a screen. Every page that is reached is checked: accessible, quiet, at home, not too wide."""

    page: Page
    address: str
    mirror: Page | None = None
    """For a visitor without JavaScript: a page that has it, in which axe looks at what the visitor was given."""

    def open(self, name: str, *args: object, query: str = "") -> None:
        """Open a page by its URL name, or by a path that begins with a slash."""
        path = name if name.startswith("/") else reverse(name, args=args)
        self._arrived(self.page.goto(self.address + path + query))

    def follow(self, link: str | re.Pattern[str], *, within: str = "") -> None:
        """Follow the link with this text (the first in the page's content)."""
        place = self._part(within)
        with self.page.expect_navigation() as arrival:
            place.get_by_role("link", name=link).first.click()
        self._arrived(arrival.value)

    def press(self, button: str | re.Pattern[str], *, within: str = "", refused: bool = False) -> None:
        """Press the button with this text; `refused` when the page is expected to come back with a reason."""
        place = self._part(within)
        with self.page.expect_navigation() as arrival:
            place.get_by_role("button", name=button).first.click()
        self._arrived(arrival.value, refused=refused)

    def press_for_paper(self, button: str) -> None:
        """Press the button that answers with a PDF, which one browser shows and another keeps as a file."""
        with self.page.expect_response(lambda got: got.headers.get("content-type", "") == "application/pdf") as paper:
            self._part("").get_by_role("button", name=button).first.click()
        assert paper.value.ok
        self._close_paper()

    def unfold(self, summary: str) -> None:
        """Open a folded part of the page."""
        self.page.locator("#isi summary", has_text=summary).first.click()

    def fill(self, label: str, text: str) -> None:
        """Write into the field with this label."""
        self._content.get_by_label(label).first.fill(text)

    def fill_date(self, legend: str, day: date) -> None:
        """Write a date into its three boxes."""
        group = self._content.get_by_role("group", name=legend)
        for label, value in (("Hari", day.day), ("Bulan", day.month), ("Tahun", day.year)):
            group.get_by_label(label).fill(str(value))

    def select(self, label: str, option: str | re.Pattern[str]) -> None:
        """Choose an entry of a list by a part of its text."""
        field_ = self._content.get_by_label(label).first
        wanted = field_.locator("option", has_text=option).first.get_attribute("value")
        field_.select_option(value=wanted)

    def choose(self, label: str, *, within: str = "") -> None:
        """Tick a box or a choice."""
        place = self._content.get_by_role("group", name=within) if within else self._content
        place.get_by_label(label).first.check()

    def attach(self, label: str, file: Path) -> None:
        """Pick a file."""
        self._content.get_by_label(label).first.set_input_files(file)

    def search(self, text: str) -> None:
        """Use the search box of the page."""
        self._content.get_by_role("searchbox").first.fill(text)
        self.press("Cari", within="search")

    def sees(self, *texts: str | re.Pattern[str]) -> None:
        """The page says each of these."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, ignore_case=True)

    def sees_not(self, *texts: str | re.Pattern[str]) -> None:
        """The page says none of these."""
        for text in texts:
            expect(self._content).not_to_contain_text(text, ignore_case=True)

    def sees_row(self, label: str, value: str | re.Pattern[str]) -> None:
        """The row of a summary list with this label has this value."""
        row = self._content.locator("dl > div", has=self.page.locator("dt", has_text=label)).first
        expect(row).to_contain_text(value)

    def text_of(self, selector: str) -> str:
        """The text of the first element of a selector."""
        return self.page.locator(selector).first.inner_text()

    def fetch(self, link: str | re.Pattern[str]) -> bytes:
        """What the link leads to, without leaving the page (a PDF, a workbook)."""
        href = self._content.get_by_role("link", name=link).first.get_attribute("href")
        assert href
        answer = self.page.context.request.get(urljoin(self.page.url, href))
        assert answer.ok, f"{href}: {answer.status}"
        return answer.body()

    def picture(self, name: str, *, highest: int = HIGHEST) -> None:
        """Keep a picture of the page for the documentation (with RANGKUL_PICTURES)."""
        take_picture(self.page, name, highest=highest)

    @property
    def cost(self) -> int:
        """Bytes over the wire since the first page of this visitor."""
        return wire_bytes(self.page)

    @property
    def _content(self) -> Locator:
        return self.page.locator("#isi")

    def _part(self, within: str) -> Locator:
        if within == "search":
            return self._content.get_by_role("search").first
        if within == "page":
            return self.page.locator("body")
        return self._content.locator(within) if within else self._content

    def _arrived(self, response: Response | None, *, refused: bool = False) -> None:
        assert response is not None
        self.page.wait_for_load_state("load")
        if refused:
            assert response.status == 422, f"{response.url}: {response.status}"
            log = log_of(self.page)
            log.complaints[:] = [each for each in log.complaints if not EXPECTED_REFUSALS.search(each)]
        else:
            assert response.ok, f"{response.url}: {response.status}\n{self.text_of('body')[:2000]}"
        if self.mirror is None:
            self.page.wait_for_function(_AT_REST)
            assert_quiet(self.page)
            if is_new_shape(self.page):
                assert_accessible(self.page)
            return
        assert_quiet(self.page)
        given = self.page.content()
        self.mirror.unroute_all()
        self.mirror.route(self.page.url, lambda route: route.fulfill(body=given, content_type="text/html"))
        self.mirror.goto(self.page.url)
        if is_new_shape(self.mirror):
            assert_accessible(self.mirror)

    def _close_paper(self) -> None:
        """Leave the browser's own PDF viewer, which loads parts of the browser and is no page of ours."""
        self.page.goto("about:blank")
        log = log_of(self.page)
        log.complaints.clear()
        log.addresses[:] = [each for each in log.addresses if not each.startswith("chrome")]


def assert_quiet(page: Page) -> None:
    """Nothing came from another host, nothing was complained of, and the page fits its width."""
    assert_no_foreign_requests(page)
    assert_no_complaints(page)
    assert_no_sideways_scroll(page)


@dataclass
class Walk:
    """The people of the district, each in a browser of their own, signed in by one click when they are first needed."""

    page_at: PageAt
    address: str
    officials: dict[tuple[str, int], Visitor] = field(default_factory=dict)

    def sign_in_as(self, role: str, *, width: int = DESK) -> Visitor:
        """The official of a role at their screen, signed in."""
        if (role, width) not in self.officials:
            visitor = Visitor(self.page_at(width), self.address)
            visitor.open("web:accounts:sign-in")
            visitor.press(re.compile(re.escape(PEOPLE[role][0])))
            visitor.sees("Daftar kerja", PEOPLE[role][0])
            self.officials[role, width] = visitor
        return self.officials[role, width]

    def sign_out(self, role: str, *, width: int = DESK) -> None:
        """End the official's session."""
        visitor = self.officials.pop((role, width))
        visitor.page.locator("header summary").click()
        visitor.press("Keluar", within="page")
        visitor.sees("Anda sudah keluar")

    def citizen(self, *, width: int = DESK, **options: Any) -> Visitor:
        """A citizen's browser: JavaScript switched off, because nothing on these pages may need it."""
        return Visitor(
            self.page_at(width, javascript=False, **options), self.address, mirror=self.page_at(width, **options)
        )


def words_of_pdf(content: bytes) -> str:
    """The text of a PDF, blanks evened out."""
    assert content.startswith(b"%PDF"), content[:40]
    with PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())
