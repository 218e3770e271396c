"""Posts: planned by a list, moved by decree, checked, staffed; what may not be, and who may not."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied, Refused
from rangkul.organisation import actions, queries
from rangkul.organisation.enums import PostRole, ReadinessItem
from rangkul.organisation.errors import UnableToReadList
from rangkul.organisation.models import Post, PostMember
from rangkul.organisation.queries import PostFilter
from rangkul.organisation.readiness import score
from rangkul.reference.loading import load_reference
from tests.organisation.post_stage import AT, PLANNED_ON, TODAY, TRIALS, PostStage, ask, boxes, signed_in, words
from tests.people import KECAMATAN, OTHER_KECAMATAN, Cast

pytestmark = pytest.mark.django_db
EVERYTHING = {str(item): "YES" for item in ReadinessItem}


@pytest.fixture
def stage(cast: Cast) -> PostStage:
    load_reference(within=("73.12",))
    return PostStage(cast, cast.actor("SLRT_MANAGER"))


@pytest.mark.requirement("R105")
@pytest.mark.requirement("R107")
@pytest.mark.requirement("R412")
def test_two_trials_become_active_by_decree_and_the_way_there_stays(stage: PostStage) -> None:
    stage.plan(*TRIALS, "Tetewatu, Lilirilau")
    stage.move(*TRIALS, seen="PLANNED", to="TRIAL", on=date(2026, 9, 1), decree_number="")
    active = stage.move(*TRIALS, seen="TRIAL", to="ACTIVE")
    assert [post.status for post in active] == ["ACTIVE", "ACTIVE"]
    assert active[0].started_on == date(2026, 9, 1)
    view = queries.get_post(stage.manager, active[0].pk, on=TODAY)
    assert [(change.before, change.after) for change in view.changes] == [
        ("TRIAL", "ACTIVE"),
        ("PLANNED", "TRIAL"),
        ("", "PLANNED"),
    ]
    assert view.changes[0].decree_number == "000/CONTOH/2026"
    assert view.post.office == stage.cast.office
    counts = queries.count_posts(stage.manager)
    assert (counts["OPERATING"], counts["PLANNED"]) == (3, 1)


def test_a_wrong_line_plans_nothing(stage: PostStage) -> None:
    with pytest.raises(UnableToReadList) as unable:
        stage.plan(TRIALS[0], "Desa Yang Tiada", TRIALS[0])
    assert [problem.field for problem in unable.value.problems] == ["Baris 2, desa", "Baris 3, desa"]
    assert Post.objects.count() == 1
    stage.plan(*TRIALS)
    with pytest.raises(UnableToReadList) as unable:
        stage.plan(TRIALS[0])
    assert "tanpa Puskesos" in unable.value.problems[0].message
    assert Post.objects.count() == 3


def test_what_may_not_follow_is_refused_and_nothing_moves(stage: PostStage) -> None:
    stage.plan(*TRIALS)
    for more, why in (
        ({"to": "PAUSED"}, "uji coba atau aktif"),
        ({"to": "ACTIVE", "decree_number": " "}, "Nomor SK"),
        ({"to": "TRIAL", "reason": "x"}, "Alasan"),
        ({"to": "TRIAL", "on": TODAY + timedelta(days=1)}, "atau sebelumnya"),
        ({"to": "TRIAL", "on": PLANNED_ON - timedelta(days=1)}, "2 Januari 2026 atau sesudahnya"),
    ):
        told = {"seen": "PLANNED", **more}
        with pytest.raises(Refused) as refused:
            stage.move(*TRIALS, **told)  # type: ignore[arg-type]
        assert why in refused.value.message
    assert set(Post.objects.filter(area_code__in=TRIALS).values_list("status", flat=True)) == {"PLANNED"}


def test_the_second_of_two_officials_is_told_who_was_first(stage: PostStage) -> None:
    stage.plan(TRIALS[0])
    stage.move(TRIALS[0], seen="PLANNED", to="TRIAL")
    with pytest.raises(Refused) as refused:
        stage.move(TRIALS[0], seen="PLANNED", to="TRIAL")
    assert stage.manager.name in refused.value.message
    assert "muat ulang" in refused.value.message


def test_another_office_and_a_reader_change_nothing(stage: PostStage) -> None:
    post = stage.plan(TRIALS[0])[0]
    neighbour = stage.cast.actor("SLRT_MANAGER", AreaCode.parse("73.13"))
    elsewhere = stage.cast.actor("SUPERVISOR", OTHER_KECAMATAN)
    own = stage.cast.actor("SUPERVISOR", KECAMATAN)
    for actor in (neighbour, stage.cast.actor("AUDITOR")):
        with pytest.raises(Denied):
            stage.move(TRIALS[0], seen="PLANNED", to="TRIAL", by=actor)
    with pytest.raises(Denied):
        actions.check_post(post_id=post.pk, answers=EVERYTHING, checked_on=TODAY, by=elsewhere, at=AT)
    actions.check_post(post_id=post.pk, answers=EVERYTHING, checked_on=TODAY, by=own, at=AT)
    with pytest.raises(Denied):
        actions.appoint_member(post_id=post.pk, role="COORDINATOR", name="Contoh", since=TODAY, by=own, at=AT)
    assert queries.list_posts_of(elsewhere, PostFilter(), on=TODAY)[0] == []


@pytest.mark.requirement("R106")
def test_the_score_adds_up_and_a_village_without_signal_works_offline() -> None:
    nothing = dict.fromkeys(EVERYTHING, "NO")
    assert score(nothing, filled=0, has_decree=False).points == 0
    assert score(EVERYTHING, filled=6, has_decree=True).points == 100
    assert score({**nothing, "OFFLINE": "YES"}, filled=0, has_decree=False).points == 15
    assert score({**nothing, "SIGNAL": "YES", "OFFLINE": "YES"}, filled=0, has_decree=False).points == 20
    every = score(EVERYTHING, filled=3, has_decree=True)
    assert sum(line.most for line in every.lines) == 100
    assert all(line.why for line in every.lines)


@pytest.mark.requirement("R110")
def test_six_seats_each_with_one_holder_at_a_time(stage: PostStage) -> None:
    post = stage.plan(TRIALS[0])[0]
    first = actions.appoint_member(
        post_id=post.pk, role="COORDINATOR", name="Contoh Satu", since=date(2026, 1, 5), by=stage.manager, at=AT
    )
    with pytest.raises(Refused, match="kursi kosong"):
        actions.appoint_member(
            post_id=post.pk, role="COORDINATOR", name="Contoh Dua", since=TODAY, by=stage.manager, at=AT
        )
    actions.end_member(member_id=first.pk, on=date(2026, 6, 1), reason="pindah", by=stage.manager, at=AT)
    with pytest.raises(Refused, match="masih menjabat"):
        actions.end_member(member_id=first.pk, on=date(2026, 6, 1), reason="pindah", by=stage.manager, at=AT)
    actions.appoint_member(post_id=post.pk, role="COORDINATOR", name="Contoh Dua", since=TODAY, by=stage.manager, at=AT)
    view = queries.get_post(stage.manager, post.pk, on=TODAY)
    assert len(view.vacancies) == 5
    assert [member.name for member in view.former] == ["Contoh Satu"]
    assert PostMember.objects.filter(post=post).count() == 2
    lacking, _more = queries.list_posts_of(stage.manager, PostFilter(lacks="petugas"), on=TODAY)
    assert post.pk in [line.post.pk for line in lacking]


def check_hours(stage: PostStage, manager: Client, post: str) -> None:
    """Opening hours: refused with the reason, kept, told to citizens in words, and not overwritten by who comes second."""
    week = {f"day_{day}": "13.00-15.00, 08.00-12.00" for day in ("MO", "TU", "WE", "SA")} | {"day_FR": "buka"}
    told = {"address": "Jalan Contoh 2", "seen": "|||", **week}
    for wrong, why in (
        ("08.00-07.30", "sesudah 08.00"),
        ("08.00-12.00, 11.00-13.00", "sesudah 12.00"),
        ("pagi", "jam"),
    ):
        refused = ask(manager, "post-describe", post, data={**told, "day_TH": wrong})
        assert (refused.status_code, why in words(refused)) == (422, True)
    for _twice in range(2):
        assert ask(manager, "post-describe", post, data=told).status_code == 303
    hours = "Senin–Rabu, Sabtu 08.00–12.00, 13.00–15.00; Jumat"
    assert stage.post(TRIALS[0]).hours == hours
    assert hours in words(ask(manager, "post", post))
    assert 'value="08.00-12.00, 13.00-15.00"' in ask(manager, "post-describe", post).content.decode()
    late = ask(manager, "post-describe", post, data={**told, "day_FR": "08.00-11.00"})
    assert (late.status_code, "petugas lain mengubahnya" in words(late)) == (422, True)
    for role in ("SUPERVISOR", "FRONT_OFFICE"):
        assert ask(signed_in(stage.cast, role, OTHER_KECAMATAN), "post-describe", post, data=told).status_code == 403


def test_the_pages_from_plan_to_check(stage: PostStage) -> None:
    manager = signed_in(stage.cast, "SLRT_MANAGER")
    refused = ask(manager, "post-plan", data={"lines": "Tiada", **boxes("since", PLANNED_ON)})
    assert refused.status_code == 422
    assert "Baris 1" in words(refused)
    assert ask(manager, "post-plan", data={"lines": "\n".join(TRIALS), **boxes("since", PLANNED_ON)}).status_code == 303
    planned = ask(manager, "post-list", query="?status=PLANNED")
    assert "Puskesos Gattareng" in words(planned)
    posts = [str(stage.post(code).pk) for code in TRIALS]
    with time_machine.travel(AT):
        sent = {"posts": posts, "status": "TRIAL", "reason": "sinyal bagus", **boxes("on", TODAY)}
        assert ask(manager, "post-change", query="?dari=PLANNED", data=sent).status_code == 303
        late = ask(manager, "post-change", query="?dari=PLANNED", data=sent)
        assert late.status_code == 422
        assert "sudah diubah oleh Petugas Slrt_Manager" in words(late)
        dead = {**EVERYTHING, "SIGNAL": "NO", **boxes("checked_on", TODAY)}
        assert ask(manager, "post-check", posts[1], data=dead).status_code == 303
        silent = words(ask(manager, "post-list", query="?kurang=sinyal"))
        assert [stage.post(code).name in silent for code in TRIALS[:2]] == [False, True]
        assert "lembar kertas bernomor" in words(ask(manager, "post", posts[1]))
        told = {**EVERYTHING, "SIGNAL": "PARTLY", "OFFLINE": "NO", **boxes("checked_on", TODAY)}
        assert ask(manager, "post-check", posts[0], data=told).status_code == 303
        seat = {"role": PostRole.FRONT_OFFICE, "name": "Contoh Tiga", **boxes("since", TODAY)}
        assert ask(manager, "member-appoint", posts[0], data=seat).status_code == 303
        page = words(ask(manager, "post", posts[0]))
    assert "Masih kurang 5 petugas dari enam" in page
    assert "Jam buka belum tercatat" in page
    check_hours(stage, manager, posts[0])
    assert "sinyal: sebagian atau lemah (10)" in page
    assert "sinyal bagus" in page
    assert "Contoh Tiga" in page
    file = ask(manager, "post-list", query="?bentuk=csv&status=TRIAL").content.decode("utf-8-sig").splitlines()
    assert len(file) == 3
    assert file[1].startswith("73.12.01.2003;")
    supervisor = signed_in(stage.cast, "SUPERVISOR", OTHER_KECAMATAN)
    assert ask(supervisor, "post", posts[0]).status_code == 403
    assert "Belum ada Puskesos" in words(ask(supervisor, "post-list"))
