"""Terms written in the browser: the way to publication, four eyes, nothing half-published, old decisions untouched."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.workflow import UnableToMove
from rangkul.programmes import actions, queries
from rangkul.programmes.actions import CatalogueLoad, terms_publish
from rangkul.programmes.errors import (
    CasesFail,
    DraftExists,
    NoSuchTerms,
    PeriodsOverlap,
    RuleRefused,
    StaleTerms,
    ToBeConfirmed,
)
from rangkul.programmes.models import Quota, Screening, ScreeningRun, Terms
from rangkul.programmes.policies import terms as policies
from rangkul.programmes.queries import terms as terms_queries
from tests.people import REGENCY, VILLAGE, Cast
from tests.programmes.factories import a_family, has_condition, has_decile
from tests.programmes.terms_stage import AT, CASES, FIRST, TermsStage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast: Cast, catalogue: CatalogueLoad) -> TermsStage:
    return TermsStage(cast)


def state_of(terms: Terms) -> str:
    terms.refresh_from_db()
    return terms.state


@pytest.mark.requirement("R301")
def test_the_whole_way_and_who_did_what(stage: TermsStage) -> None:
    terms = stage.published()
    old = stage.in_force
    assert (state_of(terms), terms.published_by) == ("PUBLISHED", stage.chief.user_id)
    assert (old.state, old.valid.upper) == ("PUBLISHED", FIRST)
    assert queries.terms_in_force(stage.rastra, date(2026, 11, 30)) == old
    assert queries.terms_in_force(stage.rastra, FIRST) == terms
    verbs = [deed.verb for deed in terms_queries.view_terms(stage.head, terms.pk).deeds]
    assert verbs == ["draft", "set_cases", "change", "submit", "review", "publish"]
    newest = terms_queries.list_history(stage.head, stage.rastra)[0]
    assert [deed.by for deed in newest.deeds if deed.verb == "publish"] == [stage.chief.name]


def test_a_draft_is_a_copy_with_the_catalogues_cases(stage: TermsStage) -> None:
    made = actions.draft_terms(component_id=stage.rastra.pk, by=stage.head, at=AT)
    assert made.rule_text == stage.in_force.rule_text
    assert (made.version, made.valid.lower, made.state) == (2, FIRST, "DRAFT")
    assert len(made.cases) >= 5
    with pytest.raises(DraftExists) as exists:
        actions.draft_terms(component_id=stage.rastra.pk, by=stage.officer, at=AT)
    assert exists.value.terms_id == made.pk


def test_the_difference_is_told_clause_by_clause(stage: TermsStage) -> None:
    terms = stage.draft(rule_text="rawan_pangan && desil <= param.desil_tertinggi", tariff=150_000)
    found = terms_queries.view_terms(stage.head, terms.pk).difference
    kinds = {each.kind for each in found.clauses}
    assert kinds == {"same", "changed"}
    changed = next(each for each in found.clauses if each.kind == "changed")
    assert "4 atau kurang" in changed.before
    assert "3 atau kurang" in changed.after
    parts = {str(part.label): (part.before, part.after) for part in found.parts}
    assert parts["Parameter desil tertinggi"] == ("4", "3")
    assert parts["Nilai tiap penyaluran"] == ("–", "Rp150.000")


def test_whoever_wrote_neither_reviews_nor_publishes(stage: TermsStage) -> None:
    terms = stage.draft()
    actions.submit_terms(terms_id=terms.pk, by=stage.officer, at=AT)
    with pytest.raises(Denied, match="empat mata"):
        actions.review_terms(terms_id=terms.pk, by=stage.head, at=AT)
    actions.review_terms(terms_id=terms.pk, by=stage.chief, at=AT)
    with pytest.raises(Denied):
        actions.publish_terms(terms_id=terms.pk, by=stage.head, at=AT)
    assert terms_queries.view_terms(stage.head, terms.pk).barred
    assert state_of(terms) == "REVIEWED"


def test_the_head_of_another_division_and_readers_can_not(stage: TermsStage) -> None:
    cast = stage.cast
    neighbour = cast.actor("DIVISION_HEAD", division="REHSOS")
    reader = cast.actor("FACILITATOR")
    terms = stage.draft()
    for actor in (neighbour, reader):
        with pytest.raises(Denied):
            actions.draft_terms(component_id=stage.rastra.pk, by=actor, at=AT)
        assert not policies.can_draft(actor, stage.rastra)
    with pytest.raises(Denied):
        actions.change_terms(terms_id=terms.pk, writing=terms_writing(terms), by=neighbour, at=AT)
    actions.submit_terms(terms_id=terms.pk, by=stage.head, at=AT)
    with pytest.raises(Denied):
        actions.review_terms(terms_id=terms.pk, by=neighbour, at=AT)
    with pytest.raises(NoSuchTerms):
        terms_queries.get_terms(reader, terms.pk)
    assert [row.terms.version for row in terms_queries.list_history(reader, stage.rastra)] == [1]
    with pytest.raises(Denied):
        actions.set_quota(
            component_id=stage.rastra.pk, fiscal_year=2026, area=str(REGENCY), amount=9, by=neighbour, at=AT
        )


def terms_writing(terms: Terms) -> Any:
    from rangkul.programmes.terms_writing import writing_of

    return writing_of(terms)


def test_nothing_is_half_published(stage: TermsStage, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = stage.reviewed()
    before = Event.objects.count()

    def broken(*_args: Any, **_given: Any) -> None:
        raise RuntimeError("the second step fails")

    monkeypatch.setattr(terms_publish, "keep", broken)
    with pytest.raises(RuntimeError):
        actions.publish_terms(terms_id=terms.pk, by=stage.chief, at=AT)
    assert state_of(terms) == "REVIEWED"
    assert stage.in_force.valid.upper is None
    assert Event.objects.count() == before


def test_a_decision_made_before_keeps_its_terms(stage: TermsStage) -> None:
    family = a_family(str(VILLAGE))
    has_condition(family, "RAWAN_PANGAN")
    has_decile(family, 4)
    day = date(2026, 11, 22)
    kept = actions.screen_subject(
        component_id=stage.rastra.pk, kind="family", subject_id=family.pk, as_of=day, by=stage.head, at=AT
    )
    frozen = Screening.objects.filter(pk=kept.pk).values().get()
    terms = stage.published()
    assert Screening.objects.filter(pk=kept.pk).values().get() == frozen
    again = actions.screen_subject(
        component_id=stage.rastra.pk, kind="family", subject_id=family.pk, as_of=FIRST, by=stage.head, at=AT
    )
    assert (kept.terms_id, kept.verdict) == (stage.in_force.pk, "MET")
    assert (again.terms_id, again.verdict) == (terms.pk, "NOT_MET")


def test_a_run_goes_on_with_what_it_has_read(stage: TermsStage) -> None:
    """Quota and terms that change while a run is under way do not reach it: it used what it had read."""
    family = a_family(str(VILLAGE))
    has_condition(family, "RAWAN_PANGAN")
    has_decile(family, 4)
    terms = stage.reviewed(valid_from=date(2026, 11, 22))
    told = []

    def change(done: int, _total: int, _message: str) -> None:
        if done == 1:
            actions.publish_terms(terms_id=terms.pk, by=stage.chief, at=AT)
            actions.set_quota(
                component_id=stage.rastra.pk, fiscal_year=2026, area=str(REGENCY), amount=1, by=stage.head, at=AT
            )
            told.append(done)

    day = date(2026, 11, 22)
    system = stage.cast.actor("DATA_OFFICER")
    runs = actions.screen_components(
        component_ids=[stage.rastra.pk], area=str(REGENCY), as_of=day, by=system, at=AT, progress=change
    )
    assert told == [1]
    assert (runs[0].terms.version, runs[0].met) == (1, 1)
    after = actions.screen_components(component_ids=[stage.rastra.pk], area=str(REGENCY), as_of=day, by=system, at=AT)
    assert (after[0].terms.version, after[0].met) == (2, 0)
    assert ScreeningRun.objects.count() == 2
    assert Quota.objects.filter(component=stage.rastra, fiscal_year=2026).get().amount == 1


def test_a_hole_has_to_be_confirmed_with_a_reason(stage: TermsStage) -> None:
    terms = stage.reviewed(valid_to=date(2027, 1, 1))
    with pytest.raises(ToBeConfirmed, match="1 Januari 2027"):
        actions.publish_terms(terms_id=terms.pk, by=stage.chief, at=AT)
    assert stage.in_force.valid.upper is None
    actions.publish_terms(terms_id=terms.pk, confirmation="program berakhir", by=stage.chief, at=AT)
    assert state_of(terms) == "PUBLISHED"
    assert terms.confirmation == "program berakhir"


def test_an_overlap_is_refused_and_nothing_changes(stage: TermsStage) -> None:
    stage.published()
    terms = stage.reviewed(valid_from=date(2026, 11, 25))
    with pytest.raises(PeriodsOverlap, match="versi 2"):
        actions.publish_terms(terms_id=terms.pk, by=stage.chief, at=AT)
    assert state_of(terms) == "REVIEWED"


def test_a_publication_is_undone_by_a_new_version_only(stage: TermsStage) -> None:
    wrong = stage.published()
    with pytest.raises(UnableToMove):
        actions.withdraw_terms(terms_id=wrong.pk, reason="keliru", by=stage.head, at=AT)
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        Terms.objects.filter(pk=wrong.pk).update(rule_text="true")
    again = actions.draft_terms(component_id=stage.rastra.pk, from_version=1, by=stage.head, at=AT)
    assert again.parameters == {"desil_tertinggi": 4}
    stage.change(again, parameters={"desil_tertinggi": 4}, change_note="kembali seperti semula")
    actions.submit_terms(terms_id=again.pk, by=stage.head, at=AT)
    actions.review_terms(terms_id=again.pk, by=stage.chief, at=AT)
    actions.publish_terms(terms_id=again.pk, by=stage.chief, at=AT)
    assert (state_of(wrong), state_of(again)) == ("SUPERSEDED", "PUBLISHED")
    assert queries.terms_in_force(stage.rastra, FIRST) == again


def test_cases_stand_in_the_way_of_handing_in(stage: TermsStage) -> None:
    terms = stage.draft()
    wrong = [*CASES, {"name": "Desil 4", "given": {"rawan_pangan": True, "desil": 4}, "expect": "terpenuhi"}]
    actions.set_cases(terms_id=terms.pk, cases=wrong, by=stage.head, at=AT)
    with pytest.raises(CasesFail, match="Desil 4"):
        actions.submit_terms(terms_id=terms.pk, by=stage.head, at=AT)
    actions.set_cases(terms_id=terms.pk, cases=[], by=stage.head, at=AT)
    with pytest.raises(Refused, match="contoh"):
        actions.submit_terms(terms_id=terms.pk, by=stage.head, at=AT)
    with pytest.raises(Refused, match="desl"):
        actions.set_cases(
            terms_id=terms.pk, cases=[{"name": "x", "given": {"desl": 1}, "expect": "terpenuhi"}], by=stage.head, at=AT
        )
    assert state_of(terms) == "DRAFT"


def test_back_with_a_reason_and_given_up_with_a_reason(stage: TermsStage) -> None:
    terms = stage.reviewed()
    with pytest.raises(Refused, match="Alasan"):
        actions.return_terms(terms_id=terms.pk, reason="  ", by=stage.chief, at=AT)
    actions.return_terms(terms_id=terms.pk, reason="dasar hukum keliru", by=stage.chief, at=AT)
    assert state_of(terms) == "DRAFT"
    assert (terms.return_reason, terms.reviewed_by) == ("dasar hukum keliru", None)
    actions.withdraw_terms(terms_id=terms.pk, reason="tidak jadi", by=stage.head, at=AT)
    assert state_of(terms) == "WITHDRAWN"
    assert actions.draft_terms(component_id=stage.rastra.pk, by=stage.head, at=AT).version == 3


def test_two_windows_do_not_write_over_each_other(stage: TermsStage) -> None:
    terms = stage.draft()
    with pytest.raises(StaleTerms):
        actions.set_cases(terms_id=terms.pk, cases=CASES, revision=terms.revision - 1, by=stage.head, at=AT)


BAD_RULES = [
    ("desil <=\n 'empat'", 2, "tidak dapat dibandingkan"),
    ("rawan_pngan", 1, "rawan_pangan"),
    ("desil <= 4 && " * 900 + "true", 1, ""),  # more than 10,000 letters
    ("(" * 100 + "rawan_pangan" + ")" * 100, 1, ""),
    ("__import__('os')", 1, ""),
    ("desil", 1, "ya/tidak"),
]
BAD_PARTS: list[dict[str, Any]] = [
    {"valid_to": FIRST},
    {"tariff": -1},
    {"deliveries_per_year": 0},
    {"parameters": {"Batas Desil": 3}},
    {"parameters": {"kosong": []}},
    {"ranking": [{"value": "desil", "direction": "acak"}]},
    {"ranking": [{"value": "rawan_pangan", "direction": "naik"}]},
    {"amount_text": "rawan_pangan"},
    {"required_registry": "LAIN"},
    {"labels": {"tidak_ada": "sebutan"}},
    {"labels": {"desil_tertinggi": "x" * 81}},
]


def test_what_can_not_be_used_is_refused_and_nothing_is_kept(stage: TermsStage) -> None:
    draft = stage.draft()
    for text, line, told in BAD_RULES:
        with pytest.raises(RuleRefused) as refused:
            stage.change(draft, rule_text=text)
        assert refused.value.error.line == line
        assert told in str(refused.value.error)
    for changes in BAD_PARTS:
        with pytest.raises((Refused, RuleRefused)):
            stage.change(draft, **changes)
    kept = Terms.objects.get(pk=draft.pk)
    assert (kept.revision, kept.rule_text) == (draft.revision, stage.in_force.rule_text)


def test_reloading_the_catalogue_leaves_what_was_published_here(stage: TermsStage) -> None:
    terms = stage.published()
    done = actions.load_catalogue(by=stage.cast.actor("DIVISION_HEAD", division="LINJAMSOS"), at=AT)
    assert state_of(terms) == "PUBLISHED"
    assert any("rastra" in warning for warning in done.warnings)


@pytest.mark.requirement("R308")
def test_a_programme_begins_without_a_file(stage: TermsStage) -> None:
    cast = stage.cast
    given: dict[str, Any] = {
        "code": "bantuan-beras-baru",
        "name": "Bantuan beras baru",
        "division_id": cast.divisions["LINJAMSOS"].pk,
        "fund_source": "APBD_KAB",
        "legal_basis": "Perbup 2/2026",
        "at": AT,
    }
    with pytest.raises(Denied):
        actions.create_programme(by=stage.head, **given)
    programme = actions.create_programme(by=stage.chief, **given)
    with pytest.raises(Refused, match="belum dipakai"):
        actions.create_programme(by=stage.chief, **given)
    with pytest.raises(Refused, match="huruf kecil"):
        actions.create_programme(by=stage.chief, **(given | {"code": "Beras Baru"}))
    for changes in ({"code": "pmt-balita"}, {"code": "balita-sehat", "name": "Pemberian Makanan Tambahan"}):
        with pytest.raises(Refused, match="Dinas Kesehatan"):
            actions.create_programme(by=stage.chief, **(given | changes))
    component = actions.create_component(
        programme_id=programme.pk,
        code="beras-baru",
        name="Beras",
        unit="FAMILY",
        aid_form="BARANG",
        by=stage.chief,
        at=AT,
    )
    terms = actions.draft_terms(component_id=component.pk, by=stage.head, at=AT)
    assert (terms.version, terms.valid.lower, terms.rule_text) == (1, date(2026, 11, 22), "")
    with pytest.raises(RuleRefused):
        actions.submit_terms(terms_id=terms.pk, by=stage.head, at=AT)
