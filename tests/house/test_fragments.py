"""htmx takes its part out of the page itself, or an address of its own is shown to give the same part."""

from tests.web.fragments import asking_tags

ALIKE = {
    "progress.html": "tests/web/test_imports_pages.py",
    "job_detail.html": "tests/web/test_imports_pages.py",
    "batch.html": "tests/web/test_imports_pages.py",
    "terms.html": "tests/web/test_terms_pages.py",
    "terms_edit.html": "tests/web/test_terms_pages.py",
}
"""Templates that ask for a part at an address of its own, and where part and page are held against each other."""


def test_every_fragment_is_a_part_of_its_page() -> None:
    tags = list(asking_tags())
    assert len(tags) >= 8
    own = {template for template, _url, tag in tags if "hx-select=" not in tag}
    assert own == set(ALIKE)
