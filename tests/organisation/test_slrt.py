"""SLRT's chart: appointed by a list, guided, moved, ended; loads marked when uneven; rollout and its line."""

from datetime import date

import pytest

from rangkul.desk.actions import Need, register_case
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.organisation import actions, queries
from rangkul.organisation.balance import Balance, balance_of
from rangkul.organisation.errors import UnableToReadList
from rangkul.organisation.forecast import line_through
from rangkul.organisation.models import Post, SlrtOfficer
from rangkul.reference.loading import load_reference
from tests.organisation.post_stage import AT, TODAY, TRIALS, PostStage, ask, boxes, signed_in, words
from tests.people import Cast

pytestmark = pytest.mark.django_db
HOME = AreaCode.parse(TRIALS[0])
LIST = """nama; peran; wilayah; supervisor
Contoh Manajer; manajer
Contoh Supervisor; supervisor; Marioriwawo / Lalabata
Contoh Fasilitator; fasilitator; 73.12.01.2004 / Gattareng, Marioriwawo; Contoh Supervisor
Contoh Kedua; fasilitator; Lalabata Rilau, Lalabata; contoh supervisor
Contoh Sendiri; fasilitator"""


@pytest.fixture
def stage(cast: Cast) -> PostStage:
    load_reference(within=("73.12",))
    return PostStage(cast, cast.actor("SLRT_MANAGER"))


def appoint(stage: PostStage, lines: str = LIST) -> list[SlrtOfficer]:
    return actions.appoint_officers(lines=lines, since=date(2026, 1, 5), by=stage.manager, at=AT)


@pytest.mark.requirement("R111")
@pytest.mark.requirement("R112")
@pytest.mark.requirement("R113")
def test_a_list_makes_the_chart_with_vacancies_and_villages_nobody_visits(stage: PostStage) -> None:
    appoint(stage)
    seats = {"MANAGER": 1, "SUPERVISOR": 3, "FACILITATOR": 50}
    actions.set_formation(seats=seats, since=date(2026, 1, 1), basis="SK contoh", by=stage.manager, at=AT)
    chart = queries.read_chart(stage.manager, on=TODAY)
    assert chart.manager is not None
    assert chart.manager.name == "Contoh Manajer"
    guided, alone = chart.groups
    assert [one.officer.name for one in guided.facilitators] == ["Contoh Fasilitator", "Contoh Kedua"]
    assert "Desa Gattareng, Kec. Marioriwawo" in guided.facilitators[0].places
    assert len(guided.facilitators[0].places) == 2
    assert alone.supervisor is None
    assert [(each.filled, each.vacant) for each in chart.seats] == [(1, 0), (1, 2), (3, 47)]
    assert len(chart.uncovered) == chart.villages - 3


def test_wrong_lines_appoint_nobody(stage: PostStage) -> None:
    with pytest.raises(UnableToReadList) as unable:
        appoint(stage, "Contoh 1; fasilitator\nContoh; raja\nContoh; fasilitator; Tiada\nContoh; manajer; ; Contoh")
    assert len(unable.value.problems) == 4
    with pytest.raises(UnableToReadList) as unable:
        appoint(stage, "Contoh A; manajer\nContoh B; manajer\nContoh C; fasilitator; ; Contoh Z")
    assert [each.field for each in unable.value.problems] == ["Baris 2, peran", "Baris 3, supervisor"]
    assert not SlrtOfficer.objects.exists()
    with pytest.raises(Denied):
        actions.appoint_officers(lines=LIST, since=TODAY, by=stage.cast.actor("SUPERVISOR"), at=AT)


def test_who_ends_leaves_facilitators_to_be_guided_anew(stage: PostStage) -> None:
    appoint(stage)
    guide = SlrtOfficer.objects.get(name="Contoh Supervisor")
    one = SlrtOfficer.objects.get(name="Contoh Kedua")
    actions.end_officer(officer_id=guide.pk, on=date(2026, 10, 1), reason="mutasi", by=stage.manager, at=AT)
    chart = queries.read_chart(stage.manager, on=TODAY)
    assert [(group.supervisor, len(group.facilitators)) for group in chart.groups] == [(None, 3)]
    told = {"officer_id": one.pk, "areas": "73.12.01.2005", "user_id": None, "by": stage.manager, "at": AT}
    with pytest.raises(Refused, match="masih bertugas"):
        actions.change_officer(supervisor_id=guide.pk, **told)
    actions.change_officer(supervisor_id=None, **told)
    one.refresh_from_db()
    assert one.areas == ["73.12.01.2005"]
    with pytest.raises(Refused, match="masih bertugas"):
        actions.end_officer(officer_id=guide.pk, on=TODAY, reason="mutasi", by=stage.manager, at=AT)


def test_uneven_loads_are_marked_and_even_ones_are_not() -> None:
    marks = balance_of({"a": 20, "b": 8, "c": 8, "d": 1})
    assert marks == {"a": Balance.HIGH, "b": Balance.EVEN, "c": Balance.EVEN, "d": Balance.LOW}
    assert set(balance_of({"a": 1, "b": 0, "c": 3}).values()) == {Balance.EVEN}
    assert balance_of({}) == {}


def test_the_chart_counts_open_cases_by_village_and_by_account(stage: PostStage) -> None:
    facilitator = stage.cast.actor("FACILITATOR", HOME)
    named = LIST.replace("Contoh Fasilitator;", f"{facilitator.name};")
    manager = signed_in(stage.cast, "SLRT_MANAGER")
    assert "Belum ada petugas SLRT" in words(ask(manager, "slrt"))
    sent = {"lines": named, **boxes("since", date(2026, 1, 5))}
    assert ask(manager, "officer-appoint", data=sent).status_code == 303
    assert SlrtOfficer.objects.get(name=facilitator.name).user_id == facilitator.user_id
    for number in range(6):
        need = Need(
            form_key=new_id(), story="Membutuhkan beras untuk keluarga.", area=HOME, phone=f"08120000{number:03d}"
        )
        register_case(need=need, by=facilitator, at=AT)
    page = words(ask(manager, "slrt"))
    assert "6 kasus terbuka" in page
    assert "lebih berat" in page
    assert "Tanpa supervisor" in page
    assert ";6;0;0;" in ask(manager, "slrt", query="?bentuk=csv").content.decode("utf-8-sig")
    auditor = signed_in(stage.cast, "AUDITOR")
    assert ask(auditor, "slrt").status_code == 200
    assert ask(auditor, "officer-appoint").status_code == 403
    neighbour = signed_in(stage.cast, "SLRT_MANAGER", AreaCode.parse("73.13"))
    assert ask(neighbour, "officer-appoint", data=sent).status_code == 403


@pytest.mark.requirement("R103")
@pytest.mark.requirement("R414")
def test_targets_against_what_was_reached_and_the_line_of_the_last_quarters(stage: PostStage) -> None:
    manager = stage.manager
    with pytest.raises(Refused, match="program"):
        actions.set_target(due_on=date(2026, 12, 31), villages=25, by=manager, at=AT)
    actions.describe_rollout(
        name="SLRT dan Puskesos", owner="Kementerian Sosial", started_on=date(2026, 1, 1), by=manager, at=AT
    )
    actions.set_target(due_on=date(2026, 12, 31), villages=25, by=manager, at=AT)
    for villages, why in ((71, "sampai 70"), (24, "25 sampai 70")):
        with pytest.raises(Refused, match=why):
            actions.set_target(due_on=date(2027, 12, 31), villages=villages, by=manager, at=AT)
    stage.plan(*TRIALS, "73.12.01.2005")
    Post.objects.exclude(area_code__in=[*TRIALS, "73.12.01.2005"]).update(status="PLANNED")
    stage.move(TRIALS[0], seen="PLANNED", to="TRIAL", on=date(2026, 2, 1))
    stage.move(TRIALS[1], "73.12.01.2005", seen="PLANNED", to="TRIAL", on=date(2026, 8, 1))
    view = queries.read_rollout(manager, grain="triwulan", on=TODAY)
    assert [each.served for each in view.periods] == [1, 1, 3, 3]
    assert [each.opened for each in view.periods] == [1, 0, 2, 0]
    assert view.periods[-1].target is not None
    assert view.without_post == 66
    assert view.forecast is not None
    assert [each.villages for each in view.forecast.ahead] == [4, 5, 6, 7]
    assert view.forecast.complete_in is not None
    page = words(ask(signed_in(stage.cast, "OFFICE_HEAD"), "rollout"))
    assert "3 + 1 × banyaknya masa" in page
    assert "tercapai 12" in page
    assert ask(signed_in(stage.cast, "FACILITATOR"), "rollout").status_code == 403


def test_a_line_that_falls_never_reaches_every_village() -> None:
    line = line_through([9, 8, 8, 7])
    assert line is not None
    assert line.reaches(10) is None
    assert line.after(2, most=10) == 5
    assert line_through([4]) is None
    assert line_through([5, 10]).reaches(10) == 0  # type: ignore[union-attr]
