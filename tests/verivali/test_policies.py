"""Who sees which subjects and campaigns: the query, the single answer and the wall of the database agree."""

import pytest

from rangkul.platform.policy.walls import scoped
from rangkul.verivali import policies
from rangkul.verivali.models import Campaign, Correction, Subject, Visit
from tests.people import OTHER_KECAMATAN, Cast
from tests.verivali.stage import NEIGHBOUR_VILLAGE, make_areas, open_for, save, subject_of, visited, with_disability

pytestmark = pytest.mark.django_db

ROLES = (
    "FACILITATOR", "TKSK", "SUPERVISOR", "SLRT_MANAGER", "DATA_OFFICER", "PROGRAMME_OFFICER", "DIVISION_HEAD",
    "OFFICE_HEAD", "AUDITOR", "FRONT_OFFICE", "ADMINISTRATOR",
)  # fmt: skip


@pytest.fixture
def campaigns(cast: Cast) -> list[Campaign]:
    make_areas()
    here, there = with_disability("Siti Contoh"), with_disability("Ali Contoh", NEIGHBOUR_VILLAGE)
    about_health = open_for(cast, here, there)
    plain = open_for(cast, here, there, cohort="nik-belum-padan")
    visited(subject_of(plain, here), cast.actor("FACILITATOR"))
    return [about_health, plain]


@pytest.mark.parametrize("role", ROLES)
def test_the_query_and_the_single_answer_agree(cast: Cast, campaigns: list[Campaign], role: str) -> None:
    actors = [cast.actor(role)]
    if role in ("FACILITATOR", "TKSK", "SUPERVISOR"):
        actors.append(cast.elsewhere(role))
    for actor in actors:
        visible = set(policies.visible_to(actor).values_list("pk", flat=True))
        for subject in Subject.objects.select_related("campaign"):
            assert (subject.pk in visible) == policies.can_view(actor, subject), (actor.role, subject.area_code)


def test_who_sees_how_many(cast: Cast, campaigns: list[Campaign]) -> None:
    seen = {role: policies.visible_to(cast.actor(role)).count() for role in ROLES}
    assert seen == {
        "FACILITATOR": 2, "TKSK": 0, "SUPERVISOR": 4, "SLRT_MANAGER": 4, "DATA_OFFICER": 4, "PROGRAMME_OFFICER": 4,
        "DIVISION_HEAD": 4, "OFFICE_HEAD": 2, "AUDITOR": 2, "FRONT_OFFICE": 0, "ADMINISTRATOR": 0,
    }  # fmt: skip
    assert policies.campaigns_visible_to(cast.actor("FACILITATOR")).count() == 2
    assert policies.campaigns_visible_to(cast.elsewhere("FACILITATOR")).count() == 0


def test_the_wall_holds_whatever_is_asked(cast: Cast, campaigns: list[Campaign]) -> None:
    facilitator = cast.actor("FACILITATOR")
    visit = Visit.objects.get()
    Visit.objects.filter(pk=visit.pk).update(state="DRAFT")
    Subject.objects.filter(pk=visit.subject_id).update(state="TO_VISIT")
    save(visit, facilitator, verdicts={"name": ("1", "")})
    for actor, subjects, visits, corrections in (
        (facilitator, 2, 1, 1),
        (cast.elsewhere("FACILITATOR"), 2, 0, 0),
        (cast.actor("SUPERVISOR", OTHER_KECAMATAN), 0, 0, 0),
    ):
        with scoped(actor):
            counts = (Subject.objects.count(), Visit.objects.count(), Correction.objects.count())
        assert counts == (subjects, visits, corrections), actor.areas
