"""What the browser tests trust in: a fault is found, also in one row of a page whose like was looked at before."""

import pytest
from playwright.sync_api import Page

from tests.browser import PageAt, assert_accessible, is_new_shape

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="id"><head><title>Uji</title><style>.pale {{ color: #ccc }}</style></head><body><main>
<h1>Uji</h1><table><tr><th scope="col">Nama warga</th></tr>{rows}</table></main></body></html>"""
ROW = '<tr><td class="{kind}">Contoh Rahmatia</td></tr>'


def show(page: Page, *kinds: str) -> None:
    page.set_content(PAGE.format(rows="".join(ROW.format(kind=kind) for kind in kinds)))


def test_one_pale_row_among_many_is_found(page_at: PageAt) -> None:
    page = page_at()
    show(page, "", "", "")
    assert is_new_shape(page)
    assert_accessible(page)
    show(page, "", "", "", "")
    assert not is_new_shape(page), "a fourth row of the same kind tells axe nothing"
    show(page, "", "", "pale", "")
    assert is_new_shape(page)
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_accessible(page)
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_accessible(page)  # what was found is found again, until it is mended
