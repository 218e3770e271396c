"""What a citizen's telephone pays: every public page is small, needs no script, and speaks both languages."""

import pytest

from tests.journeys.walk import Walk

pytestmark = [pytest.mark.journey, pytest.mark.browser]
PUBLIC = (
    "web:home:front",
    "web:desk:services",
    "web:desk:programmes",
    "web:desk:report-need",
    "web:desk:follow",
    "web:platform:verify-ask",
)


@pytest.mark.requirement("R401")
@pytest.mark.parametrize("name", PUBLIC)
def test_a_citizen_page_costs_little_and_needs_no_script(walk: Walk, name: str) -> None:
    citizen = walk.citizen(width=360)
    citizen.open(name)
    assert citizen.cost <= 30_000
    assert citizen.page.locator("script").count() == 0


def test_the_sign_in_page_is_small_also_with_a_cold_cache(walk: Walk) -> None:
    visitor = walk.citizen()
    visitor.open("web:accounts:sign-in")
    assert visitor.cost <= 60_000


def test_the_front_page_speaks_english_when_asked(walk: Walk) -> None:
    citizen = walk.citizen()
    citizen.open("web:home:front")
    citizen.press("English", within="page")
    citizen.sees("Tell us a need")
