"""Outcomes of UEP: measured before and after the aid, told in rupiah, and counted per component in families."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.walls import scoped
from rangkul.programmes import actions, queries
from rangkul.programmes.actions.record_outcome import Measure
from rangkul.programmes.enums import MeasureKind
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import Component, Enrolment, Outcome
from rangkul.programmes.models.outcome import LIVELIHOODS
from rangkul.programmes.policies import outcomes as policies
from rangkul.registry.enums import Livelihood
from tests.people import NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, Cast
from tests.programmes.proposal_stage import DAY, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R012")]

EARLIER = DAY - timedelta(days=40)
LATER = DAY + timedelta(days=200)


@pytest.fixture
def stage(cast: Cast) -> Stage:
    stage = Stage.build(cast, quota=5)
    Component.objects.update(tracks_outcome=True, name="Stimulan usaha")
    batch = stage.verified(stage.family("Satu"), stage.family("Dua"), stage.family("Tiga"))
    actions.decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    return stage


def enrolment(name: str = "Satu") -> Enrolment:
    return Enrolment.objects.get(family__head_name__contains=name)


def measure(stage: Stage, name: str = "Satu", *, by: Actor | None = None, **changes: Any) -> Outcome:
    """One measurement on a day; recorded a day later than LATER."""
    said: dict[str, Any] = {
        "kind": "BEFORE",
        "measured_on": EARLIER,
        "monthly_income": 600_000,
        "access": "NONE",
        **changes,
    }
    return actions.record_outcome(
        enrolment_id=enrolment(name).pk,
        measure=Measure(**said),
        by=by or stage.officer,
        at=stage.clock + timedelta(days=201),
    )


def after(stage: Stage, name: str = "Satu", **changes: Any) -> Outcome:
    said: dict[str, Any] = {"kind": "AFTER", "measured_on": LATER, "monthly_income": 850_000, "access": "SOME"}
    return measure(stage, name, **{**said, "is_running": True, "business_kind": "PERTANIAN", **changes})


def test_before_and_after_tell_the_difference_in_rupiah(stage: Stage) -> None:
    measure(stage)
    after(stage, monthly_income=850_000)
    after(stage, measured_on=LATER - timedelta(days=100), monthly_income=550_000, is_running=False, business_kind="")
    view = queries.outcomes_of(stage.officer, enrolment().pk)
    assert [(row.kind, row.monthly_income, row.difference) for row in view.rows] == [
        ("BEFORE", 600_000, None),
        ("AFTER", 550_000, -50_000),
        ("AFTER", 850_000, 250_000),
    ]
    assert (view.rows[2].access_label, view.rows[2].business_label) == ("sebagian", "pertanian")
    assert view.next_kind == MeasureKind.AFTER


def test_the_figure_counts_families_whose_last_measurement_is_higher(stage: Stage) -> None:
    measure(stage, "Satu")
    after(stage, "Satu", measured_on=LATER - timedelta(days=1), monthly_income=100)
    after(stage, "Satu")
    measure(stage, "Dua")
    after(stage, "Dua", measured_on=LATER - timedelta(days=1))
    after(stage, "Dua", monthly_income=600_000)
    measure(stage, "Tiga")
    [figure] = queries.list_outcome_figures(stage.officer)
    assert (figure.unit, figure.enrolled, figure.before, figure.after, figure.higher) == ("KK", 3, 3, 2, 1)


def test_figures_stop_at_the_duty_area(stage: Stage) -> None:
    measure(stage)
    assert queries.list_outcome_figures(stage.cast.actor("TKSK"))[0].before == 1
    assert queries.list_outcome_figures(stage.cast.actor("TKSK", OTHER_KECAMATAN)) == []
    assert queries.list_outcome_figures(stage.cast.actor("VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE)) == []


def test_the_trail_says_that_it_was_measured_and_not_how_much(stage: Stage) -> None:
    measure(stage)
    event = Event.objects.get(name="programmes.outcome.record")
    assert ("family", enrolment().family_id) in [(each.kind, each.subject_id) for each in event.subjects.all()]
    assert "600" not in str(event.data)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"measured_on": date(2027, 1, 1)}, "Tanggal pengukuran"),
        ({"kind": "AFTER"}, "Waktu pengukuran"),
        ({"kind": "NANTI"}, "Waktu pengukuran"),
        ({"monthly_income": -1}, "Penghasilan sebulan"),
        ({"monthly_income": 1_000_000_001}, "Penghasilan sebulan"),
        ({"access": ""}, "Akses sumber daya ekonomi"),
        ({"is_running": True}, "Jenis usaha"),
        ({"business_kind": "TAMBANG"}, "Jenis usaha"),
    ],
)
def test_what_cannot_be_right_is_named(stage: Stage, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        measure(stage, **changes)
    assert refused.value.field == field
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("day", [EARLIER - timedelta(days=1), EARLIER, EARLIER + timedelta(days=1)])
def test_after_is_later_than_before_and_than_the_start_of_the_aid(stage: Stage, day: date) -> None:
    measure(stage)
    with pytest.raises(Refused) as refused:
        after(stage, measured_on=day)
    assert refused.value.field == "Tanggal pengukuran"


def test_there_is_one_before_and_one_measurement_a_day(stage: Stage) -> None:
    measure(stage)
    with pytest.raises(Refused, match="Waktu pengukuran"):
        measure(stage, measured_on=EARLIER + timedelta(days=1))
    after(stage)
    with pytest.raises(Refused, match="Tanggal pengukuran"):
        after(stage)
    assert Outcome.objects.count() == 2


def test_the_database_itself_knows_no_second_before(stage: Stage) -> None:
    first = measure(stage)
    fields = {"enrolment": first.enrolment, "kind": "BEFORE", "monthly_income": 1, "access": "NONE"}
    with pytest.raises(IntegrityError, match="programmes_outcome_before_once"), transaction.atomic():
        Outcome.objects.create(measured_on=DAY, recorded_at=stage.tick(), **fields)


def test_aid_that_is_not_tracked_has_no_outcome(stage: Stage) -> None:
    Component.objects.update(tracks_outcome=False)
    with pytest.raises(Refused, match="dipantau"):
        measure(stage)
    with pytest.raises(NoSuchProposal):
        queries.outcomes_of(stage.officer, enrolment().pk)
    assert queries.tracked_enrolments(stage.officer, [enrolment().pk]) == frozenset()


@pytest.mark.parametrize(
    ("role", "division", "allowed"),
    [
        ("PROGRAMME_OFFICER", "LINJAMSOS", True),
        ("PROGRAMME_OFFICER", "REHSOS", False),
        ("TKSK", None, True),
        ("VILLAGE_OPERATOR", None, False),
        ("DIVISION_HEAD", "LINJAMSOS", False),
        ("AUDITOR", None, False),
    ],
)
def test_who_may_measure(stage: Stage, role: str, division: str | None, allowed: bool) -> None:
    actor = stage.cast.actor(role, division=division)
    assert policies.can_record(actor, enrolment()) is allowed
    if allowed:
        assert measure(stage, by=actor).recorded_by == actor.user_id
    else:
        with pytest.raises(Denied):
            measure(stage, by=actor)


def test_the_tksk_of_the_next_kecamatan_may_not_measure_nor_read(stage: Stage) -> None:
    measure(stage)
    neighbour = stage.cast.actor("TKSK", OTHER_KECAMATAN)
    with pytest.raises(Denied):
        after(stage, by=neighbour)
    assert not policies.visible_to(neighbour).exists()
    with pytest.raises(NoSuchProposal):
        queries.outcomes_of(neighbour, enrolment().pk)


def test_the_wall_in_the_database_hides_outcomes_of_elsewhere(stage: Stage) -> None:
    measure(stage)
    with scoped(stage.cast.actor("TKSK", OTHER_KECAMATAN)):
        seen_next_door = Outcome.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    with scoped(stage.cast.actor("TKSK")):
        seen_here = Outcome.objects.count()
    assert (seen_next_door, seen_here) == (0, 1)


def test_the_kinds_of_business_are_the_five_livelihoods() -> None:
    assert set(LIVELIHOODS) == set(Livelihood.values)


def test_the_catalogue_measures_what_is_meant_to_earn_a_living_and_nothing_else(catalogue: object) -> None:
    measured = set(Component.objects.filter(tracks_outcome=True).values_list("code", flat=True))
    assert measured == {"uep", "pena", "kube"}


class Browser:
    """A signed-in browser; after each request the test's own database role is back."""

    def __init__(self, stage: Stage, role: str, area: Any = None, division: str | None = None) -> None:
        self.client = Client()
        self.client.force_login(stage.cast.user(role, area, division=division))

    def __call__(self, url: str, **data: Any) -> Any:
        response = self.client.post(url, data) if data else self.client.get(url)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        return response


def words(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_the_page_takes_both_measurements_and_shows_what_changed(stage: Stage) -> None:
    browser = Browser(stage, "TKSK")
    listed = browser(reverse("web:programmes:enrolment-list"))
    url = reverse("web:programmes:outcome-record", args=[enrolment().pk])
    assert url in listed.content.decode()
    day = {"measured_on_hari": "2", "measured_on_bulan": "3", "measured_on_tahun": "2026"}
    Enrolment.objects.update(valid_from=date(2026, 1, 1))
    first = browser(url, kind="BEFORE", monthly_income="Rp600.000", access="NONE", business_kind="", **day)
    assert first.status_code in {302, 303}, words(first)
    told = browser(
        url,
        kind="AFTER",
        monthly_income="1.000.000",
        access="GOOD",
        is_running="on",
        business_kind="PERIKANAN",
        **day | {"measured_on_hari": "5", "measured_on_bulan": "4"},
    )
    assert told.status_code in {302, 303}, words(told)
    page = words(browser(url))
    assert "+Rp400.000" in page
    assert "perikanan" in page
    assert "1 KK" in words(browser(reverse("web:programmes:outcome-list")))


def test_the_page_says_what_is_wrong_and_keeps_nothing(stage: Stage) -> None:
    browser = Browser(stage, "PROGRAMME_OFFICER", division="LINJAMSOS")
    url = reverse("web:programmes:outcome-record", args=[enrolment().pk])
    day = {"measured_on_hari": "2", "measured_on_bulan": "3", "measured_on_tahun": "2026"}
    wrong = browser(url, kind="BEFORE", monthly_income="enam ratus ribu", access="NONE", **day)
    assert wrong.status_code == 422
    assert "rupiah penuh dengan angka" in words(wrong)
    early = browser(url, kind="AFTER", monthly_income="5", access="NONE", **day)
    assert "keadaan sebelum bantuan" in words(early)
    assert not Outcome.objects.exists()


def test_who_only_looks_sees_no_form_and_the_next_kecamatan_no_page(stage: Stage) -> None:
    measure(stage)
    url = reverse("web:programmes:outcome-record", args=[enrolment().pk])
    shown = Browser(stage, "AUDITOR")(url)
    assert "Rp600.000" in words(shown)
    assert "monthly_income" not in shown.content.decode()
    assert Browser(stage, "AUDITOR")(url, kind="BEFORE").status_code == 403
    assert Browser(stage, "TKSK", OTHER_KECAMATAN)(url).status_code == 404
