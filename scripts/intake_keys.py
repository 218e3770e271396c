"""How many keys an intake takes beside its words: types one by keyboard for each channel, on a running demo.

python scripts/intake_keys.py http://localhost:8000
"""

import json
import random
import sys
import time
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

CLERK = "Nurul Contoh"
STORY = "Beras habis sejak kemarin, anak dua, suami sakit tidak dapat bekerja."
CHANNELS = {"LOKET": "", "FASILITATOR": "f", "DESA": "d", "TELEPON": "t", "RUJUKAN": "r", "PENJANGKAUAN": "p"}
"""What is typed on the list of channels; "" leaves it as it stands. WEB is the citizen's own page."""
FOCUSED = "document.activeElement.name || document.activeElement.dataset.go || document.activeElement.type"


class Keyboard:
    """Keys pressed beside the words, and the words' letters."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.letters = page, 0, 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.letters += len(words)
        self.page.keyboard.type(words)

    def tab_to(self, name: str, most: int = 40) -> None:
        for _ in range(most):
            if self.page.evaluate(FOCUSED) == name:
                return
            self.press("Tab")
        raise SystemExit(f"{name} is not reached by keyboard")


def staff(page: Page, base: str, channel: str, key: str, name: str) -> dict[str, object]:
    """An intake at the desk: the story, the name, the channel, one Enter; `pages` are those that were loaded."""
    page.goto(f"{base}/layanan/kasus/baru/")
    board, pages = Keyboard(page), [1]
    page.on("load", lambda _page: pages.append(1))
    began = time.monotonic()
    board.type(STORY)
    board.tab_to("concerned_name")
    board.type(name)
    if key:
        board.tab_to("channel")
        board.press(key)
        board.tab_to("reporter_agency" if channel == "RUJUKAN" else "reporter_name")
        if channel == "RUJUKAN":
            board.type("Puskesmas Contoh")
    with page.expect_navigation():
        board.press("Enter")
    if "/baru/" in page.url and page.get_by_role("button", name="Warga baru").count():
        board.tab_to("submit")
        with page.expect_navigation():
            board.press("Enter")
    said = page.locator("main").inner_text()
    is_done = "Berikan nomor ini kepada warga" in said and "/baru/" not in page.url
    seconds = round(time.monotonic() - began, 1)
    return {"channel": channel, "keys": board.keys, "letters": board.letters, "pages": len(pages), "machine_seconds": seconds,
            "is_done": is_done}  # fmt: skip


def main(base: str) -> None:
    """A JSON line for each channel of the desk."""
    urlopen(base).close()  # noqa: S310
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 900}).new_page()
        page.goto(f"{base}/masuk/")
        page.locator("button", has_text=CLERK).first.click()
        page.wait_for_load_state()
        for channel, key in CHANNELS.items():
            name = "".join(random.choice("bcdfghjklmnp") + random.choice("aeiou") for _ in range(7)).title()  # noqa: S311
            sys.stdout.write(json.dumps(staff(page, base, channel, key, f"{name} Contoh")) + "\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
