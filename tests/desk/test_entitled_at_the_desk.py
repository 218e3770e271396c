"""The poor and near-poor walk in: the desk sees at once the desil, what they may claim, and what is in the way."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from rangkul.desk import actions
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from rangkul.programmes.actions import load_catalogue
from rangkul.programmes.models import ProposalBatch
from rangkul.registry.models import Family
from tests.desk.stage import Visitor, a_case, make_areas, text_of
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.registry.factories import make_condition, make_family, make_identity, make_person, make_status
from tests.remembered import remembered

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R409")]

LONG_AGO = date(2020, 1, 1)
RICE, BUSINESS = "Beras", "Stimulan usaha ekonomi produktif"


@pytest.fixture(autouse=True)
def areas(cast: Cast) -> None:
    remembered("desk.catalogue", areas_and_catalogue, cast)


def areas_and_catalogue(_cast: Cast) -> None:
    make_areas()
    load_catalogue(by=system_actor("uji"), at=clock.now())


def a_family(decile: int | None, *, listed: bool = True) -> Family:
    """A food-insecure family of farmers in VILLAGE, in this desil."""
    person = make_person("Siti Contoh", VILLAGE, birth_date=date(1988, 5, 17))
    family = make_family(person, since=LONG_AGO, livelihood="PERTANIAN")
    make_condition(family, "RAWAN_PANGAN", LONG_AGO)
    if decile is not None:
        make_status(family, decile, since=LONG_AGO)
    if listed:
        make_identity(person, "ID_DTKS", f"DTKS-CONTOH-{decile}", since=LONG_AGO)
    return family


def walk_in(cast: Cast, family: Family) -> str:
    """Somebody of the family comes to the post; the address of the matched case."""
    officer = cast.actor("BACK_OFFICE")
    person = family.memberships.get().person_id
    case = actions.match_case(case_id=a_case(officer).pk, person_id=person, by=officer, at=clock.now())
    return reverse("web:desk:case", args=[case.pk])


def rights(cast: Cast, url: str, role: str = "BACK_OFFICE") -> dict[str, str]:
    """{component: what the case page says of it}."""
    page = BeautifulSoup(Visitor(cast, role).get(url).content, "html.parser")
    head = next(each for each in page.find_all("h2") if "hak keluarga ini" in each.get_text())
    rows = head.parent.find("ul", class_="task-list").find_all("li", recursive=False)
    return {row.find("strong").get_text(strip=True): row.get_text(" ", strip=True) for row in rows}


def reasons(cast: Cast, family: Family) -> str:
    """What the screening page of the family says of the business aid."""
    url = reverse("web:programmes:screening-family", args=[family.pk])
    page = BeautifulSoup(Visitor(cast, "BACK_OFFICE").get(url).content, "html.parser")
    article = next(each for each in page.find_all("article") if BUSINESS in each.find("h2").get_text())
    return article.get_text(" ", strip=True)


def test_up_to_desil_four_the_business_aid_is_offered_and_above_it_not(cast: Cast) -> None:
    for decile, is_entitled in ((1, True), (4, True), (5, False)):
        family = a_family(decile)
        shown = rights(cast, walk_in(cast, family))[BUSINESS]
        assert ("tidak memenuhi syarat" not in shown) is is_entitled, decile
        assert ("Usulkan" in shown) is is_entitled, decile
        if decile > 1:
            answer = "terpenuhi" if is_entitled else "tidak terpenuhi"
            assert f"Desil keluarga {decile}, batasnya 4 atau kurang: {answer}" in reasons(cast, family)


def test_without_an_id_in_the_registry_the_desk_says_what_is_lacking(cast: Cast) -> None:
    shown = rights(cast, walk_in(cast, a_family(2, listed=False)))[BUSINESS]
    assert "Belum punya DTKS" in shown
    assert "Usulkan" not in shown


def test_one_click_from_the_case_puts_the_family_into_the_village_draft(cast: Cast) -> None:
    url = walk_in(cast, a_family(3))
    desk = Visitor(cast, "BACK_OFFICE")
    page = BeautifulSoup(desk.get(url).content, "html.parser")
    form = next(each for each in page.find_all("form") if BUSINESS in each.get_text())
    sent = {str(each["name"]): str(each.get("value", "")) for each in form.find_all("input") if each.get("name")}
    done = desk.post(str(form["action"]), **sent)
    assert done.status_code in {302, 303}
    assert ProposalBatch.objects.get().component.name == BUSINESS


def test_the_front_office_sees_desil_and_claims_on_the_family_page_too(cast: Cast) -> None:
    page = Visitor(cast, "FRONT_OFFICE").get(reverse("web:registry:family", args=[a_family(2).pk]))
    assert "Desil menurut sumber dan periode" in text_of(page)
    assert BUSINESS in text_of(page)
    statuses = BeautifulSoup(page.content, "html.parser")
    section = next(each for each in statuses.find_all("h2") if "Desil" in each.get_text()).parent
    assert "2" in section.find("tbody").get_text(" ", strip=True).split()


def test_the_post_next_door_sees_neither(cast: Cast) -> None:
    family = a_family(1)
    case = walk_in(cast, family)
    neighbour = Visitor(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE)
    assert neighbour.get(case).status_code == 404
    assert neighbour.get(reverse("web:registry:family", args=[family.pk])).status_code in {403, 404}
