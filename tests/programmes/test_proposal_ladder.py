"""The ladder village → kecamatan → office: who may take which step, whose eyes are fresh, and what each step asks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import Event
from rangkul.platform.policy.actor import Actor
from rangkul.platform.workflow import UnableToMove
from rangkul.programmes.actions.check_batch import check_batch
from rangkul.programmes.actions.create_batch import create_batch
from rangkul.programmes.actions.decide_batch import decide_batch
from rangkul.programmes.actions.refuse_line import refuse_line
from rangkul.programmes.actions.remove_line import remove_line
from rangkul.programmes.actions.return_batch import return_batch
from rangkul.programmes.actions.submit_batch import submit_batch
from rangkul.programmes.actions.verify_batch import verify_batch
from rangkul.programmes.actions.withdraw_batch import withdraw_batch
from rangkul.programmes.errors import AlreadyCreated, StaleProposal
from rangkul.programmes.models import ProposalBatch, ProposalLine
from rangkul.programmes.policies import proposals as policies
from rangkul.programmes.workflow import PROPOSAL
from rangkul.reference.models import Holiday
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, REGENCY, VILLAGE, Cast
from tests.programmes.proposal_stage import YEAR, Stage, lines_of

pytestmark = pytest.mark.django_db

Step = Callable[[Stage, ProposalBatch, Actor], object]

STEPS: dict[str, tuple[str, Step]] = {
    "submit": ("DRAFT", lambda stage, batch, by: submit_batch(batch_id=batch.pk, by=by, at=stage.tick())),
    "withdraw": (
        "DRAFT",
        lambda stage, batch, by: withdraw_batch(batch_id=batch.pk, reason="keliru", by=by, at=stage.tick()),
    ),
    "remove_line": (
        "DRAFT",
        lambda stage, batch, by: remove_line(line_id=_a_line(batch), by=by, at=stage.tick()),
    ),
    "check": ("SUBMITTED", lambda stage, batch, by: check_batch(batch_id=batch.pk, by=by, at=stage.tick())),
    "return submitted": ("SUBMITTED", lambda stage, batch, by: _return(stage, batch, by)),
    "verify": ("CHECKED", lambda stage, batch, by: verify_batch(batch_id=batch.pk, by=by, at=stage.tick())),
    "refuse_line": (
        "CHECKED",
        lambda stage, batch, by: refuse_line(line_id=_a_line(batch), reason="MAMPU", by=by, at=stage.tick()),
    ),
    "return checked": ("CHECKED", lambda stage, batch, by: _return(stage, batch, by)),
    "decide": ("VERIFIED", lambda stage, batch, by: decide_batch(batch_id=batch.pk, by=by, at=stage.tick())),
    "return verified": ("VERIFIED", lambda stage, batch, by: _return(stage, batch, by)),
}

PEOPLE: dict[str, tuple[str, str, str | None]] = {
    "operator": ("VILLAGE_OPERATOR", VILLAGE, None),
    "operator next door": ("VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE, None),
    "back office": ("BACK_OFFICE", VILLAGE, None),
    "kecamatan": ("KECAMATAN_OFFICER", KECAMATAN, None),
    "other kecamatan": ("KECAMATAN_OFFICER", OTHER_KECAMATAN, None),
    "officer": ("PROGRAMME_OFFICER", REGENCY, "LINJAMSOS"),
    "officer of another bidang": ("PROGRAMME_OFFICER", REGENCY, "REHSOS"),
    "head of bidang": ("DIVISION_HEAD", REGENCY, "LINJAMSOS"),
    "head of another bidang": ("DIVISION_HEAD", REGENCY, "REHSOS"),
    "head of office": ("OFFICE_HEAD", REGENCY, None),
    "auditor": ("AUDITOR", REGENCY, None),
}

MAY: dict[str, set[str]] = {
    "submit": {"operator"},
    "withdraw": {"operator"},
    "remove_line": {"operator"},
    "check": {"kecamatan"},
    "return submitted": {"kecamatan"},
    "verify": {"officer"},
    "refuse_line": {"officer"},
    "return checked": {"officer"},
    "decide": {"head of bidang", "head of office"},
    "return verified": {"head of bidang"},
}


def _a_line(batch: ProposalBatch) -> object:
    return ProposalLine.objects.filter(batch=batch).values_list("pk", flat=True).first()


def _return(stage: Stage, batch: ProposalBatch, by: Actor) -> object:
    return return_batch(batch_id=batch.pk, reason="BERKAS_KURANG", by=by, at=stage.tick())


@pytest.mark.requirement("R004")
@pytest.mark.requirement("R017")
@pytest.mark.parametrize("step", STEPS)
def test_truth_table_of_steps_and_people(cast: Cast, step: str) -> None:
    state, act = STEPS[step]
    stage = Stage.build(cast)
    batch = stage.draft(stage.family("Satu"), stage.family("Dua"))
    if state != "DRAFT":
        batch = stage.bring_to(batch, state)
    revision = batch.revision
    allowed = set()
    for name, (role, area, division) in PEOPLE.items():
        actor = cast.actor(role, area, division=division)  # type: ignore[arg-type]
        if name in MAY[step]:
            allowed.add(name)
            continue
        with pytest.raises(Denied):
            act(stage, batch, actor)
        batch.refresh_from_db()
        assert (batch.state, batch.revision) == (state, revision), name
    # The near misses changed nothing; now somebody who may.
    role, area, division = PEOPLE[sorted(allowed)[0]]
    act(stage, batch, cast.actor(role, area, division=division))  # type: ignore[arg-type]
    batch.refresh_from_db()
    assert batch.revision > revision
    assert Event.objects.filter(
        name__startswith="programmes.proposal.", actor_id=cast.user(role, area, division=division).pk
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("transition", [step.name for step in PROPOSAL.transitions])
def test_a_step_from_any_other_state_is_refused(cast: Cast, transition: str) -> None:
    stage = Stage.build(cast)
    batch = stage.draft(stage.family("Satu"))
    people = {"submit": stage.operator, "withdraw": stage.operator, "check": stage.kecamatan, "verify": stage.officer}
    act = next(act for name, (_state, act) in STEPS.items() if name.split(" ")[0] == transition)
    for state in PROPOSAL.states:
        if state.code in PROPOSAL.transition(transition).source:
            continue
        ProposalBatch.objects.filter(pk=batch.pk).update(state=state.code)
        with pytest.raises(UnableToMove):
            act(stage, batch, people.get(transition, stage.head))


@pytest.mark.parametrize(
    ("done", "step", "state"),
    [
        ("submit", "check", "SUBMITTED"),
        ("submit", "verify", "CHECKED"),
        ("check", "verify", "CHECKED"),
        ("check", "decide", "VERIFIED"),
        ("verify", "decide", "VERIFIED"),
    ],
)
def test_four_eyes_whatever_duties_one_user_holds(cast: Cast, done: str, step: str, state: str) -> None:
    """One user who acted at a lower rung may not act at a higher one, though another duty gives the right."""
    stage = Stage.build(cast)
    batch = stage.bring_to(stage.draft(stage.family("Satu")), state)
    before = {"submit": stage.operator, "check": stage.kecamatan, "verify": stage.officer}[done]
    usual = {"check": stage.kecamatan, "verify": stage.officer, "decide": stage.head}[step]
    same_user = replace(usual, user_id=before.user_id)
    act = STEPS[step][1]
    with pytest.raises(Denied, match="empat mata"):
        act(stage, batch, same_user)
    act(stage, batch, usual)


@pytest.mark.requirement("R017")
def test_the_whole_ladder_with_its_due_dates(cast: Cast) -> None:
    Holiday.objects.create(day=date(2026, 3, 4), name="Libur contoh")
    stage = Stage.build(cast)
    batch = stage.draft(stage.family("Satu"))
    assert batch.due_on is None
    # Monday 2 March; the 4th is off: five working days end on Tuesday the 10th, seven on Thursday the 12th.
    assert stage.bring_to(batch, "SUBMITTED").due_on == date(2026, 3, 10)
    check_batch(batch_id=batch.pk, by=stage.kecamatan, at=stage.tick())
    assert ProposalBatch.objects.get().due_on == date(2026, 3, 12)


def test_terms_may_set_other_working_days(cast: Cast) -> None:
    stage = Stage.build(cast)
    stage.terms.parameters = {"hari_kerja_kecamatan": 1}
    stage.terms.save()
    assert stage.bring_to(stage.draft(stage.family("Satu")), "SUBMITTED").due_on == date(2026, 3, 3)


def test_an_empty_list_is_not_submitted(cast: Cast) -> None:
    stage = Stage.build(cast)
    with pytest.raises(Refused, match="Daftar usulan"):
        submit_batch(batch_id=stage.draft().pk, by=stage.operator, at=stage.tick())


@pytest.mark.requirement("R017")
def test_no_batch_goes_on_without_its_musyawarah(cast: Cast) -> None:
    stage = Stage.build(cast)
    batch = create_batch(
        component_id=stage.component.pk, fiscal_year=YEAR, area=VILLAGE, by=stage.operator, at=stage.tick()
    )
    stage.add(batch, stage.family("Satu"))
    with pytest.raises(Refused, match="Tanggal musyawarah"):
        submit_batch(batch_id=batch.pk, by=stage.operator, at=stage.tick())
    submit_batch(
        batch_id=batch.pk,
        by=stage.operator,
        at=stage.tick(),
        musyawarah_on=date(2026, 2, 27),
        musyawarah_place="Balai desa",
        musyawarah_attendance=12,
    )
    batch.refresh_from_db()
    assert (batch.state, batch.musyawarah_attendance) == ("SUBMITTED", 12)


@pytest.mark.parametrize(
    ("on", "attendance", "field"), [(date(2026, 3, 3), 5, "Tanggal musyawarah"), (date(2026, 3, 1), 0, "Jumlah hadir")]
)
def test_a_musyawarah_that_cannot_be(cast: Cast, on: date, attendance: int, field: str) -> None:
    stage = Stage.build(cast)
    with pytest.raises(Refused) as refused:
        create_batch(
            component_id=stage.component.pk,
            fiscal_year=YEAR,
            area=VILLAGE,
            by=stage.operator,
            at=stage.tick(),
            musyawarah_on=on,
            musyawarah_place="Balai",
            musyawarah_attendance=attendance,
        )
    assert refused.value.field == field
    assert not ProposalBatch.objects.exists()


def test_the_ranking_of_the_musyawarah_is_kept(cast: Cast) -> None:
    stage = Stage.build(cast)
    first, second, third = (stage.family(name) for name in ("Satu", "Dua", "Tiga"))
    batch = stage.draft(first, second, third)
    lines = lines_of(batch)
    ranking = [lines[each.pk].pk for each in (third, first, second)]
    for wrong in (ranking[:2], [*ranking[:2], new_id()], [ranking[0], *ranking]):
        with pytest.raises(Refused, match="Urutan"):
            submit_batch(batch_id=batch.pk, ranking=wrong, by=stage.operator, at=stage.tick())
    submit_batch(batch_id=batch.pk, ranking=ranking, by=stage.operator, at=stage.tick())
    assert [line.family_id for line in ProposalLine.objects.order_by("rank")] == [third.pk, first.pk, second.pk]


def test_a_returned_batch_says_why_and_comes_back(cast: Cast) -> None:
    stage = Stage.build(cast)
    batch = stage.bring_to(stage.draft(stage.family("Satu")), "SUBMITTED")
    return_batch(batch_id=batch.pk, reason="BERITA_ACARA", note="daftar hadir", by=stage.kecamatan, at=stage.tick())
    batch.refresh_from_db()
    assert (batch.state, batch.return_reason) == (
        "RETURNED",
        "berita acara atau daftar hadir belum lengkap: daftar hadir",
    )
    stage.bring_to(batch, "VERIFIED")
    assert decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick()).number


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("ENTAH", "x"), ("LAIN", " ")])
def test_a_return_needs_a_reason_of_the_list(cast: Cast, reason: str, note: str) -> None:
    stage = Stage.build(cast)
    batch = stage.bring_to(stage.draft(stage.family("Satu")), "SUBMITTED")
    with pytest.raises(Refused, match="Alasan pengembalian"):
        return_batch(batch_id=batch.pk, reason=reason, note=note, by=stage.kecamatan, at=stage.tick())


def test_a_withdrawal_needs_a_reason(cast: Cast) -> None:
    stage = Stage.build(cast)
    with pytest.raises(Refused, match="Alasan"):
        withdraw_batch(batch_id=stage.draft().pk, reason=" ", by=stage.operator, at=stage.tick())


def test_a_batch_whose_lines_are_all_refused_is_returned_not_verified(cast: Cast) -> None:
    stage = Stage.build(cast)
    batch = stage.bring_to(stage.draft(stage.family("Satu")), "CHECKED")
    refuse_line(line_id=_a_line(batch), reason="MAMPU", by=stage.officer, at=stage.tick())  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Daftar usulan"):
        verify_batch(batch_id=batch.pk, by=stage.officer, at=stage.tick())


def test_a_form_sent_twice_makes_one_batch(cast: Cast) -> None:
    stage = Stage.build(cast)
    key = new_id()
    for sending in (1, 2):
        if sending == 2:
            with pytest.raises(AlreadyCreated) as second:
                _create(stage, key)
            assert second.value.batch_id == key
        else:
            _create(stage, key)
    assert ProposalBatch.objects.count() == 1


def _create(stage: Stage, key: object) -> ProposalBatch:
    return create_batch(
        component_id=stage.component.pk,
        fiscal_year=YEAR,
        area=VILLAGE,
        by=stage.operator,
        at=stage.tick(),
        batch_id=key,  # type: ignore[arg-type]
    )


def test_a_stale_page_moves_nothing(cast: Cast) -> None:
    stage = Stage.build(cast)
    batch = stage.draft(stage.family("Satu"))
    seen = batch.revision
    stage.add(batch, stage.family("Dua"))
    with pytest.raises(StaleProposal):
        submit_batch(batch_id=batch.pk, revision=seen, by=stage.operator, at=stage.tick())


@pytest.mark.parametrize("area", [NEIGHBOUR_VILLAGE, KECAMATAN, REGENCY])
def test_a_village_proposes_only_for_itself(cast: Cast, area: str) -> None:
    stage = Stage.build(cast)
    with pytest.raises(Denied):
        create_batch(component_id=stage.component.pk, fiscal_year=YEAR, area=area, by=stage.operator, at=stage.tick())


@pytest.mark.parametrize("is_sensitive", [False, True])
def test_what_an_actor_may_view_is_what_the_list_shows(cast: Cast, is_sensitive: bool) -> None:
    stage = Stage.build(cast, sensitive=is_sensitive)
    mine = stage.draft()
    theirs = stage.draft(by=cast.actor("VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE), area=NEIGHBOUR_VILLAGE)
    everybody = [cast.actor(role, area, division=division) for role, area, division in PEOPLE.values()]  # type: ignore[arg-type]
    everybody += [cast.actor(role) for role in ("FRONT_OFFICE", "TKSK", "ADMINISTRATOR", "SLRT_MANAGER")]
    seen = {}
    for actor in everybody:
        shown = set(policies.visible_to(actor).values_list("pk", flat=True))
        assert shown == {batch.pk for batch in (mine, theirs) if policies.can_view_batch(actor, batch)}
        seen[actor.role, actor.division_id] = len(shown)
    rehsos = cast.divisions["REHSOS"].pk
    assert seen["PROGRAMME_OFFICER", rehsos] == (0 if is_sensitive else 2)
    assert seen["FRONT_OFFICE", None] == (0 if is_sensitive else 1)
    assert seen["ADMINISTRATOR", None] == 0
