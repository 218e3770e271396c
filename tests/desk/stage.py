"""A desk for tests: the areas of the cast, cases in any state, browsers of citizens and staff."""

from dataclasses import replace
from typing import Any

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client

from rangkul.desk import actions
from rangkul.desk.actions import Need
from rangkul.desk.enums import Channel
from rangkul.desk.models import Case
from rangkul.institutions.models import Agency
from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor, citizen_actor
from rangkul.reference.models import Area
from tests.people import FAR_VILLAGE, KECAMATAN, NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, REGENCY, VILLAGE, Cast
from tests.registry.factories import make_person

STORY = "Atap rumah roboh dan kami belum makan dua hari."


def make_areas() -> None:
    """The cast's district with two kecamatan and three villages."""
    rows = [
        ("73", "Sulawesi Selatan", "provinsi", 1),
        (REGENCY, "Kabupaten Soppeng", "kabupaten", 2),
        (KECAMATAN, "Marioriwawo", "kecamatan", 3),
        (OTHER_KECAMATAN, "Liliriaja", "kecamatan", 3),
        (VILLAGE, "Contoh", "desa", 4),
        (NEIGHBOUR_VILLAGE, "Tetangga", "desa", 4),
        (FAR_VILLAGE, "Jauh", "kelurahan", 4),
    ]
    Area.objects.bulk_create(
        [
            Area(
                code=code, name=name, name_key=name.lower(), kind=kind, level=level, parent_code=code.rpartition(".")[0]
            )
            for code, name, kind, level in rows
        ],
        ignore_conflicts=True,
    )


def a_need(**fields: Any) -> Need:
    words: dict[str, Any] = {
        "form_key": new_id(),
        "story": STORY,
        "area": VILLAGE,
        "reporter_name": "Siti Contoh",
        "phone": "0812 3456 7890",
    }
    return Need(**(words | fields))


def a_case(by: Actor, **fields: Any) -> Case:
    return actions.register_case(need=a_need(**fields), by=by, at=clock.now())


def a_web_case(**fields: Any) -> Case:
    area = fields.get("area", VILLAGE)
    need = a_need(channel=Channel.WEB, **fields)
    return actions.report_need(need=need, by=replace(citizen_actor(), areas=(area,)), at=clock.now())


def a_matched_case(cast: Cast, **fields: Any) -> Case:
    officer = cast.actor("BACK_OFFICE")
    case = a_case(officer, **fields)
    return actions.match_case(case_id=case.pk, person_id=make_person().pk, by=officer, at=clock.now())


def an_agency(**fields: Any) -> Agency:
    words: dict[str, Any] = {"name": "Dukcapil Contoh", "kind": "DUKCAPIL", "area_code": REGENCY, "feedback_days": 5}
    return Agency.objects.create(**(words | fields))


def a_referral(cast: Cast, case: Case | None = None, **fields: Any) -> Any:
    officer = cast.actor("BACK_OFFICE")
    words: dict[str, Any] = {
        "agency_id": an_agency().pk,
        "reason": "Keluarga belum punya KK.",
        "service_wanted": "penerbitan KK",
        "is_accompanied": True,
    }
    return actions.refer_case(case_id=(case or a_matched_case(cast)).pk, by=officer, at=clock.now(), **(words | fields))


class Visitor:
    """A browser, signed in or not, whose requests leave the test's transaction under its own role."""

    def __init__(self, cast: Cast | None = None, role: str = "", area: Any = None) -> None:
        self.client = Client()
        if cast is not None:
            self.client.force_login(cast.user(role, area))

    def get(self, url: str, **data: Any) -> Any:
        return self._back(self.client.get(url, data))

    def head(self, url: str) -> Any:
        return self._back(self.client.head(url))

    def post(self, url: str, **data: Any) -> Any:
        return self._back(self.client.post(url, data))

    def _back(self, response: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        return response


def hidden_of(response: Any) -> dict[str, str]:
    """Hidden inputs of the page's last form."""
    forms = BeautifulSoup(response.content, "html.parser").find("main").find_all("form")  # type: ignore[union-attr]
    found = forms[-1].find_all("input", type="hidden")
    return {str(each["name"]): str(each.get("value", "")) for each in found if each["name"] != "csrfmiddlewaretoken"}


def text_of(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)
