"""The kept snapshot: who may read its files, what it answers, for whom, when it is of the past, and when it gives up."""

import shutil
import stat
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from rangkul.insight.coverage import building
from rangkul.insight.coverage import tasks as cover_tasks
from rangkul.insight.coverage.cover import get_cover
from rangkul.insight.everybody import NoSnapshotYet, TooSlow, count_rule, keeping, kept_snapshot
from rangkul.insight.everybody import store as kept_store
from rangkul.insight.everybody.actions import request_snapshot
from rangkul.insight.everybody.store import Kept
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied
from rangkul.platform.audit.actions import record
from rangkul.platform.importing.enums import APPLY_JOB
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.programmes.models import Terms
from rangkul.programmes.verdicts import facts_of
from rangkul.registry.models import Family, Person
from rangkul.registry.vocabulary import FAMILY, INSTITUTION, PERSON
from rangkul.rules.explain import explain
from rangkul.rules.parse import parse_rule
from rangkul.rules.vocabulary import ParameterType
from tests.insight.everybody_stage import DAY, everybody, take, terms_of
from tests.people import KECAMATAN, OTHER_KECAMATAN, Cast
from tests.programmes.factories import a_family

__all__ = ["everybody"]
pytestmark = pytest.mark.django_db

RULE = parse_rule("desil <= param.batas && anggota.exists(a, a.umur >= 60)", FAMILY, {"batas": ParameterType.INT})


def test_nobody_has_taken_one_yet(cast: Cast) -> None:
    with pytest.raises(NoSnapshotYet):
        kept_snapshot(as_of=DAY)


def test_only_the_owner_reads_the_files_and_the_older_ones_go(everybody: Kept) -> None:
    take()
    newest = take()
    places = [newest.path.parent, newest.path, *newest.path.parent.rglob("*")]
    assert {stat.S_IMODE(each.stat().st_mode) for each in places} <= {0o700, 0o600}
    assert len([each for each in newest.path.parent.iterdir() if each.is_dir()]) == 2, (
        "the one in use and the one before"
    )
    assert kept_snapshot(as_of=DAY).token == newest.folder


def test_a_snapshot_of_another_version_of_the_facts_is_none(everybody: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept_store.find_kept() == everybody
    monkeypatch.setattr(kept_store, "known_words", lambda: "other")
    assert kept_store.find_kept() is None


def test_the_count_is_what_each_family_gets_alone(cast: Cast, everybody: Kept) -> None:
    found = count_rule(cast.actor("PROGRAMME_OFFICER"), RULE, {"batas": 4}, unit="FAMILY", as_of=DAY)
    alone: dict[bool | None, set[UUID]] = {True: set(), False: set(), None: set()}
    for family in Family.objects.all():
        facts = facts_of("family", family.pk, DAY)
        if facts is not None:
            answer = explain(RULE, facts=facts.facts, members=facts.members, parameters={"batas": 4}, as_of=DAY).result
            alone[answer].add(family.pk)
    assert (found.met, found.not_met, found.unknown) == (len(alone[True]), len(alone[False]), len(alone[None]))
    assert found.total == everybody.families
    assert set(found.examples_met) <= alone[True]
    assert set(found.examples_not) <= alone[False]
    assert len(found.examples_met) == min(5, len(alone[True]))
    again = count_rule(cast.actor("PROGRAMME_OFFICER"), RULE, {"batas": 4}, unit="family", as_of=DAY)
    assert again.examples_met == found.examples_met


def test_everybody_is_everybody_of_ones_own_areas(cast: Cast, everybody: Kept) -> None:
    anybody = parse_rule("umur >= 0 || umur < 0", PERSON, {})

    def total(actor: Any) -> int:
        return count_rule(actor, anybody, {}, unit="person", as_of=DAY).total

    here, there = (cast.actor("PROGRAMME_OFFICER", area) for area in (KECAMATAN, OTHER_KECAMATAN))
    living = Person.objects.filter(died_on=None)
    assert total(here) == living.filter(area_code__startswith=KECAMATAN).count() > 0
    assert total(here) + total(there) == total(cast.actor("PROGRAMME_OFFICER")) == everybody.persons
    assert total(cast.actor("PROGRAMME_OFFICER", AreaCode.parse("73.11"))) == 0
    assert total(system_actor("uji", areas=(AreaCode.parse(KECAMATAN),))) == total(here)


def test_health_is_for_those_who_may_see_it(cast: Cast, everybody: Kept) -> None:
    rule = parse_rule("anggota.exists(a, a.kusta)", FAMILY, {})
    assert count_rule(cast.actor("DIVISION_HEAD"), rule, {}, unit="family", as_of=DAY).total == everybody.families
    with pytest.raises(Denied, match="kesehatan"):
        count_rule(cast.actor("OFFICE_HEAD"), rule, {}, unit="family", as_of=DAY)


def test_institutions_are_counted_apart(cast: Cast, everybody: Kept) -> None:
    from rangkul.institutions.models import Institution

    for number, area in enumerate((KECAMATAN, OTHER_KECAMATAN)):
        Institution.objects.create(
            name=f"LKSA Contoh {number}",
            kind="LKSA",
            area_code=f"{area}.2001",
            client_count=number,
            created_at=clock.now(),
        )
    rule = parse_rule("jumlah_klien > 0", INSTITUTION, {})
    found = count_rule(cast.actor("PROGRAMME_OFFICER"), rule, {}, unit="INSTITUTION", as_of=DAY)
    assert (found.met, found.not_met) == (1, 1)
    assert count_rule(cast.actor("PROGRAMME_OFFICER", KECAMATAN), rule, {}, unit="institution", as_of=DAY).met == 0


def test_what_takes_too_long_is_stopped(everybody: Kept) -> None:
    with pytest.raises(TooSlow), kept_snapshot(as_of=DAY).asking(seconds=0.2) as cursor:
        cursor.execute("SELECT count(*) FROM range(100000000) a, range(100000000) b").fetchall()
    with kept_snapshot(as_of=DAY).asking() as cursor:
        assert cursor.execute("SELECT count(*) FROM families").fetchone() == (everybody.families,)


def test_it_is_stale_once_the_registry_says_so(everybody: Kept) -> None:
    snapshot = kept_snapshot(as_of=DAY)
    assert not snapshot.is_stale()
    record("registry.person.correct", by=system_actor("uji"), at=clock.now(), kind="person")
    assert snapshot.is_stale()
    take()
    assert not kept_snapshot(as_of=DAY).is_stale()


def test_a_new_one_is_asked_for_once_and_taken_as_a_job(cast: Cast, everybody: Kept) -> None:
    officer = cast.actor("PROGRAMME_OFFICER")
    a_family(f"{KECAMATAN}.2001")
    first = request_snapshot(as_of=DAY, by=officer, at=clock.now())
    assert request_snapshot(as_of=DAY, by=officer, at=clock.now()) == first
    assert Job.objects.count() == 1
    (job,) = run_waiting_jobs()
    assert job.state == JobState.DONE
    assert job.result["families"] == everybody.families + 1
    assert kept_snapshot(as_of=DAY).kept.families == everybody.families + 1


def test_it_is_taken_by_itself_at_night_and_after_an_import(everybody: Kept) -> None:
    zone = ZoneInfo("Asia/Makassar")
    night = datetime.combine(everybody.taken_at.astimezone(zone).date() + timedelta(days=1), time(2, 10), zone)
    noon = night.replace(hour=12)
    assert keeping.is_due(everybody, night)
    assert not keeping.is_due(everybody, noon)
    assert not keeping.is_due(replace(everybody, as_of=night.date()), night), "once a night"
    assert keeping.is_due(None, noon), "the registry has families, and nobody has taken one"
    running = an_import(JobState.RUNNING)
    assert not keeping.is_due(everybody, night), "half an import is not looked at"
    running.delete()
    an_import(JobState.DONE, finished_at=everybody.taken_at - timedelta(minutes=1))
    assert not keeping.is_due(everybody, noon)
    an_import(JobState.DONE, finished_at=everybody.taken_at + timedelta(minutes=1))
    assert keeping.is_due(everybody, noon)
    asked = keeping.request_when_due(clock.now())
    assert asked is not None
    assert keeping.request_when_due(clock.now() + timedelta(minutes=10)) is None, "one an hour"


def an_import(state: JobState, **more: Any) -> Job:
    return Job.objects.create(
        kind=APPLY_JOB, title="", requested_by_name="uji", state=state, created_at=clock.now(), **more
    )


def test_the_cover_is_made_with_it_and_again_for_a_new_rule(
    cast: Cast, everybody: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = cast.actor("PROGRAMME_OFFICER")
    request_snapshot(as_of=DAY, by=officer, at=clock.now())
    (job,) = run_waiting_jobs()
    assert job.state == JobState.DONE, job.error
    kept = kept_store.find_kept()
    assert kept is not None
    assert building.is_prepared(kept)
    assert {stat.S_IMODE(each.stat().st_mode) for each in kept.path.rglob("*")} <= {0o700, 0o600}
    with monkeypatch.context() as patched:
        patched.setattr(building, "_build", lambda *_given: pytest.fail("the files are read, nothing is asked"))
        cover = get_cover(on=DAY)
        assert cover.ask("SELECT count(*) FROM cover_families") == [(kept.families,)]
    written = cover.ask("FROM cover_persons ORDER BY id")
    cover.snapshot.memory.clear()
    shutil.rmtree(next(kept.path.glob("cakupan-*")))
    assert get_cover(on=DAY).ask("FROM cover_persons ORDER BY id") == written
    Terms.objects.filter(pk=terms_of("rastra").pk).update(rule_text="desil <= 2", rule_digest="lain")
    assert not building.is_prepared(kept)
    cover_tasks.look(clock.now())
    cover_tasks.look(clock.now())
    (job,) = run_waiting_jobs()
    assert (job.state, job.result) == (JobState.DONE, {"prepared": ["insight.coverage"]})
    assert building.is_prepared(kept)


@pytest.mark.parametrize("role", ["FACILITATOR", "VILLAGE_OPERATOR", "ADMINISTRATOR"])
def test_who_may_not_ask(cast: Cast, role: str) -> None:
    with pytest.raises(Denied):
        request_snapshot(as_of=DAY, by=cast.actor(role), at=clock.now())
