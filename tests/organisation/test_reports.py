"""Reports that the work writes: counted from the trail, sent once, frozen; who has not sent is known."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from rangkul.desk.actions import Need, close_case, register_case
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.organisation import actions, queries
from rangkul.organisation.models import Post, SlrtOfficer, WorkReport
from rangkul.reference.loading import load_reference
from tests.journeys.walk import words_of_pdf
from tests.organisation.post_stage import TRIALS, PostStage, ask, signed_in, words
from tests.people import OTHER_KECAMATAN, Cast

pytestmark = pytest.mark.django_db
HOME, NEXT_DOOR = AreaCode.parse(TRIALS[0]), AreaCode.parse(TRIALS[1])
MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)
WEEK = date(2026, 11, 18)


@pytest.fixture
def stage(cast: Cast) -> PostStage:
    """A facilitator of two villages who heard three needs on Monday and closed one of them on Tuesday."""
    load_reference(within=("73.12",))
    stage = PostStage(cast, cast.actor("SLRT_MANAGER"))
    cast.post.area_code = HOME
    cast.post.save()
    facilitator = cast.actor("FACILITATOR", HOME)
    actions.appoint_officers(
        lines=f"{facilitator.name}; fasilitator; {HOME} / {NEXT_DOOR}",
        since=date(2026, 1, 5),
        accounts={facilitator.name.lower(): facilitator.user_id},  # type: ignore[dict-item]
        by=stage.manager,
        at=MONDAY,
    )
    cases = [
        register_case(
            need=Need(form_key=new_id(), story="Membutuhkan beras.", area=HOME, phone=f"08120000{number:03d}"),
            by=facilitator,
            at=MONDAY + timedelta(minutes=number),
        )
        for number in range(3)
    ]
    close_case(
        case_id=cases[0].pk,
        outcome="INFORMASI",
        note="Sudah dijelaskan di rumah.",
        public_note="Informasi diberikan.",
        by=cast.actor("BACK_OFFICE", HOME),
        at=MONDAY + timedelta(days=1),
    )
    return stage


def officer() -> SlrtOfficer:
    return SlrtOfficer.objects.get()


@pytest.mark.requirement("R111")
def test_a_week_counts_what_the_facilitator_did_and_is_sent_once(stage: PostStage) -> None:
    facilitator = stage.cast.actor("FACILITATOR", HOME)
    view = queries.weekly_report(facilitator, officer(), WEEK)
    assert view.days == queries.Days(date(2026, 11, 16), date(2026, 11, 22))
    assert dict(zip(view.columns, view.totals, strict=True))["Kasus didengar"] == 3
    assert dict(zip(view.columns, view.totals, strict=True))["Kasus selesai"] == 0  # closed by the back office
    with pytest.raises(Refused, match="Jumat"):
        actions.send_weekly(officer_id=officer().pk, day=WEEK, remark="", by=facilitator, at=MONDAY)
    other = stage.cast.actor("FACILITATOR", NEXT_DOOR)
    for actor in (other, stage.manager):
        with pytest.raises(Denied):
            actions.send_weekly(officer_id=officer().pk, day=WEEK, remark="", by=actor, at=FRIDAY)
    sent = actions.send_weekly(officer_id=officer().pk, day=WEEK, remark=" jalan putus ", by=facilitator, at=FRIDAY)
    assert sent.figures == {HOME: {"HEARD": 3}}
    with pytest.raises(Refused, match="sudah dikirim"):
        actions.send_weekly(officer_id=officer().pk, day=WEEK, remark="", by=facilitator, at=FRIDAY)
    need = Need(form_key=new_id(), story="Membutuhkan kursi roda.", area=HOME, phone="08120000999")
    register_case(need=need, by=facilitator, at=FRIDAY)
    assert queries.weekly_report(facilitator, officer(), WEEK).totals[0] == 3


@pytest.mark.requirement("R104")
def test_a_day_of_a_post_counts_its_village_whoever_worked(stage: PostStage) -> None:
    front = stage.cast.actor("FRONT_OFFICE", HOME)
    post = stage.cast.post
    tuesday = queries.daily_report(front, post, date(2026, 11, 17))
    assert dict(zip(tuesday.columns, tuesday.totals, strict=True))["Kasus selesai"] == 1
    assert queries.daily_report(front, post, date(2026, 11, 15)).is_empty
    with pytest.raises(Denied):
        actions.send_daily(post_id=post.pk, day=WEEK, remark="", by=stage.cast.elsewhere("FRONT_OFFICE"), at=FRIDAY)
    with pytest.raises(Refused, match="atau sebelumnya"):
        actions.send_daily(post_id=post.pk, day=date(2026, 11, 30), remark="", by=front, at=FRIDAY)
    actions.send_daily(post_id=post.pk, day=date(2026, 11, 17), remark="", by=front, at=FRIDAY)
    own, far = stage.cast.actor("SUPERVISOR"), stage.cast.actor("SUPERVISOR", OTHER_KECAMATAN)
    board = queries.read_board(own, week=WEEK, day=date(2026, 11, 17), today=date(2026, 11, 24))
    assert [(each.name, each.is_late) for each in board.weekly] == [(officer().name, True)]
    assert [each.report is not None for each in board.daily] == [True]
    nothing = queries.read_board(far, week=WEEK, day=WEEK, today=WEEK)
    assert (nothing.weekly, nothing.daily) == ([], [])
    with pytest.raises(Denied):
        queries.sent_report(far, WorkReport.objects.get().pk)
    assert queries.sent_report(own, WorkReport.objects.get().pk).totals == tuesday.totals


def check_pages_of_the_board(stage: PostStage) -> None:
    """More posts than a page holds: the second page has the rest, and one too far on is the last."""
    Post.objects.bulk_create(
        Post(office=stage.cast.office, name=f"Puskesos {n}", area_code=f"73.12.01.3{n:03}", status="ACTIVE")
        for n in range(60)
    )
    manager = signed_in(stage.cast, "SLRT_MANAGER")
    first = ask(manager, "report-board", query="?hari=2026-11-18")
    assert "1–50 dari 61" in words(first)
    assert "hal_hari=2" in first.content.decode()
    last = words(ask(manager, "report-board", query="?hari=2026-11-18&hal_hari=99"))
    assert ("51–61 dari 61" in last, "Puskesos 59" in last, "Puskesos 3 " in last) == (True, True, False)


def test_the_pages_show_print_and_send(stage: PostStage) -> None:
    facilitator, front = signed_in(stage.cast, "FACILITATOR", HOME), signed_in(stage.cast, "FRONT_OFFICE", HOME)
    with time_machine.travel(FRIDAY):
        page = ask(facilitator, "report-mine")
        assert "Belum dikirim" in words(page)
        assert page.content.count(b"<textarea") == 1
        assert b'type="number"' not in page.content
        pdf = words_of_pdf(ask(facilitator, "report-weekly", query="?bentuk=pdf").content)
        assert "LAPORAN MINGGUAN FASILITATOR" in pdf
        assert "Kasus didengar" in pdf
        rows = ask(facilitator, "report-weekly", query="?bentuk=csv").content.decode("utf-8-sig").splitlines()
        assert [row.split(";")[3] for row in rows[1:]] == [HOME, NEXT_DOOR]
        sent = ask(facilitator, "report-weekly", data={"remark": "hujan"})
        assert sent.status_code == 303
        assert "Dikirim oleh" in words(ask(facilitator, "report-mine"))
        assert (
            ask(front, "report-daily", stage.cast.post.pk, query="?hari=2026-11-17", data={"remark": ""}).status_code
            == 303
        )
        assert ask(front, "report-daily", stage.cast.post.pk, query="?hari=2026-11-17").status_code == 200
        board = words(ask(signed_in(stage.cast, "SUPERVISOR"), "report-board", query="?hari=2026-11-18"))
        assert "0 dari 1 belum mengirim" in board
        assert "1 dari 1 belum mengirim" in board
        assert ask(front, "report-board").status_code == 403
        check_pages_of_the_board(stage)
        assert ask(signed_in(stage.cast, "FACILITATOR", NEXT_DOOR), "report-mine").status_code == 200
        report = WorkReport.objects.get(kind="WEEKLY")
        assert ask(signed_in(stage.cast, "SUPERVISOR", OTHER_KECAMATAN), "report", report.pk).status_code == 403
