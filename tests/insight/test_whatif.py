"""What if: reach, money, errors, who wins and who loses, held against judging every subject alone."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Max

from rangkul.insight.everybody import coded, coded_families, kept_snapshot
from rangkul.insight.everybody.store import Kept
from rangkul.insight.everybody.warm import let_go
from rangkul.insight.whatif import actions, policies, queries
from rangkul.insight.whatif.drafts import tried, written
from rangkul.insight.whatif.engine import run_scenario
from rangkul.insight.whatif.figures import ABOVE, POOR, UNRANKED, Outcome
from rangkul.insight.whatif.in_force import list_in_force
from rangkul.insight.whatif.lists import list_moved
from rangkul.insight.whatif.scenario import NO_REGISTRY, Change, Scenario
from rangkul.institutions.models import Institution
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied, Missing, Refused
from rangkul.platform.audit.models import RowChange
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.models import Quota, Terms
from rangkul.programmes.terms_writing import writing_of
from rangkul.programmes.verdicts import facts_of, has_registry_id, judge
from rangkul.registry.models import Family, Person
from tests.delivery.stage import DeliveryStage
from tests.insight.everybody_stage import DAY, everybody, take, terms_of
from tests.people import KECAMATAN, OTHER_KECAMATAN, REGENCY, VILLAGE, Cast

__all__ = ["everybody"]
pytestmark = pytest.mark.django_db

CODES = ("rastra", "uep", "permakanan-lansia")
Facts = dict[str, Any]


@pytest.fixture
def head(cast: Cast, everybody: Kept) -> Actor:
    return cast.actor("DIVISION_HEAD", division="LINJAMSOS")


def subjects(kind: str) -> dict[UUID, Any]:
    """Facts of everybody of a kind, one by one; asked once for as long as nobody changes a row."""
    return _subjects(kind, RowChange.objects.aggregate(last=Max("id"))["last"])


@cache
def _subjects(kind: str, _last_change: int | None) -> dict[UUID, Any]:
    model: Any = Family if kind == "family" else Person
    found = {each: facts_of(kind, each, DAY) for each in model.objects.values_list("pk", flat=True)}
    return {each: facts for each, facts in found.items() if facts is not None}


def decile(kind: str, facts: Facts) -> int | None:
    value: int | None = facts["desil" if kind == "family" else "keluarga.desil"]
    return value


def alone(
    code: str, *, parameters: Facts | None = None, rule: str = "", but: Callable[[Facts], bool] = lambda _f: False
) -> set[UUID]:
    """Who is reached without a quota, each judged by itself."""
    terms = terms_of(code)
    kind = "family" if terms.component.unit == "FAMILY" else "person"
    terms.parameters = terms.parameters | (parameters or {})
    terms.rule_text = rule or terms.rule_text
    return {
        each
        for each, found in subjects(kind).items()
        if judge(terms, terms.component.unit, found, DAY).result
        and has_registry_id(terms, found.facts)
        and not but(found.facts)
    }


def no_quota(*codes: str) -> None:
    Quota.objects.filter(component__code__in=codes).delete()


def run(
    actor: Actor, *, components: tuple[str, ...] = CODES, budget: int | None = None, poor: int = 4, **changes: Change
) -> Outcome:
    named = {code.replace("_", "-"): change for code, change in changes.items()}
    return run_scenario(actor, Scenario(components, named, budget, poor), on=DAY)


def of(outcome: Outcome, code: str) -> Any:
    found = outcome.of(code)
    assert found is not None
    return found


def ids(actor: Actor, scenario: Scenario, code: str, which: str, **more: Any) -> set[UUID]:
    return {row.id for row in list_moved(actor, scenario, code, which, on=DAY, **more).rows}


def test_nothing_changed_is_what_is_in_force(head: Actor) -> None:
    no_quota(*CODES)
    outcome = run(head)
    for code in CODES:
        found = of(outcome, code)
        reached = alone(code)
        assert (found.before.reached, found.after.reached) == (len(reached), len(reached)), code
        assert (found.gained, found.lost, found.error) == (0, 0, "")
        assert sum(area.before for area in found.areas) == len(reached)
        assert sum(found.before.by_class.values()) == sum(found.before.by_sex.values()) == len(reached)
        assert sum(found.before.by_disability.values()) == len(reached)
    assert any(of(outcome, code).before.reached for code in CODES)


def test_a_threshold_moves_reach_winners_and_losers(head: Actor) -> None:
    no_quota(*CODES)
    was, now = alone("uep"), alone("uep", parameters={"desil_tertinggi": 7})
    scenario = Scenario(CODES, {"uep": Change({"desil_tertinggi": 7})})
    found = of(run_scenario(head, scenario, on=DAY), "uep")
    assert (found.before.reached, found.after.reached) == (len(was), len(now))
    assert (found.gained, found.lost) == (len(now - was), len(was - now))
    assert now - was
    assert ids(head, scenario, "uep", "menang") == now - was
    assert ids(head, scenario, "uep", "terjangkau") == now
    back = Scenario(CODES, {"uep": Change({"desil_tertinggi": 1})})
    fewer = alone("uep", parameters={"desil_tertinggi": 1})
    assert ids(head, back, "uep", "kalah") == was - fewer


def test_two_components_may_differ_in_the_same_parameter(head: Actor) -> None:
    no_quota(*CODES)
    outcome = run(head, uep=Change({"desil_tertinggi": 2}), rastra=Change({"desil_tertinggi": 9}))
    assert of(outcome, "uep").after.reached == len(alone("uep", parameters={"desil_tertinggi": 2}))
    assert of(outcome, "rastra").after.reached == len(alone("rastra", parameters={"desil_tertinggi": 9}))
    assert of(outcome, "permakanan-lansia").after == of(outcome, "permakanan-lansia").before


def test_errors_against_desil(head: Actor) -> None:
    no_quota(*CODES)
    reached = alone("uep", parameters={"desil_tertinggi": 8})
    deciles = {each: decile("family", found.facts) for each, found in subjects("family").items()}
    found = of(run(head, poor=3, uep=Change({"desil_tertinggi": 8})), "uep")
    poor = {each for each, value in deciles.items() if value is not None and value <= 3}
    above = {each for each, value in deciles.items() if value is not None and value > 3}
    assert found.missed(found.after) == len(poor - reached)
    assert found.exclusion_error(found.after) == pytest.approx(len(poor - reached) / len(poor))
    assert found.after.included_wrongly == len(reached & above) > 0
    assert found.after.inclusion_error == pytest.approx(len(reached & above) / len(reached & (poor | above)))
    assert found.after.by_class[UNRANKED] == len(reached - poor - above) > 0, "unknown stands by itself"
    assert found.by_class == {POOR: len(poor), ABOVE: len(above), UNRANKED: len(deciles) - len(poor) - len(above)}


def test_the_quota_takes_the_neediest_first(head: Actor) -> None:
    no_quota("uep")
    Quota.objects.create(component=terms_of("uep").component, fiscal_year=2022, area_code=REGENCY, amount=9)
    everyone = alone("uep")
    facts = {each: found.facts for each, found in subjects("family").items()}
    order = sorted(  # as the catalogue declares: the poorest, then the largest family
        everyone, key=lambda each: (decile("family", facts[each]) or 99, -facts[each]["jumlah_anggota"], each)
    )
    assert len(order) > 12
    scenario = Scenario(("uep",), {"uep": Change(quota=12)})
    found = of(run_scenario(head, scenario, on=DAY), "uep")
    assert (found.before.met, found.before.reached, found.after.reached) == (found.after.met, 9, 12)
    assert ids(head, scenario, "uep", "menang") == set(order[9:12])
    assert ids(head, Scenario(("uep",), {"uep": Change(quota=5)}), "uep", "kalah") == set(order[5:9])
    nobody = of(run(head, uep=Change(quota=0)), "uep")
    assert (nobody.after.reached, nobody.lost) == (0, 9)


def test_a_draft_is_tried_with_its_amount_its_order_and_its_registry(head: Actor) -> None:
    """Several components at once, each with what a scenario could not hold before."""
    no_quota(*CODES)
    in_force = list_in_force(head, on=DAY)
    uep = in_force.of("uep")
    assert uep is not None
    size = {each: found.facts["jumlah_anggota"] for each, found in subjects("family").items()}
    writing = replace(
        writing_of(terms_of("uep")), parameters=uep.parameters | {"desil_tertinggi": 7, "sejiwa": 100_000}, tariff=None,
        amount_text="jumlah_anggota * param.sejiwa", ranking=({"value": "jumlah_anggota", "direction": "turun"},),
    )  # fmt: skip
    change = tried(writing, uep)
    assert (change.amount_text, change.ranking) == ("jumlah_anggota * 100000", (("jumlah_anggota", "turun"),))
    assert Change.from_json(json.loads(json.dumps(change.as_json()))) == change
    anybody = "jumlah_anggota >= 1"
    outcome = run(head, uep=replace(change, quota=4), rastra=Change(rule_text=anybody, registry=NO_REGISTRY))
    found, rastra = of(outcome, "uep"), of(outcome, "rastra")
    met, was = alone("uep", parameters={"desil_tertinggi": 7}), alone("uep")
    now = set(sorted(met, key=lambda each: (-size[each], each))[:4])
    assert found.after.cost == sum(size[each] for each in now) * 100_000 * uep.deliveries
    assert (found.after.reached, found.gained, found.lost) == (4, len(now - was), len(was - now))
    assert found.before.cost == (None if uep.tariff is None else len(was) * uep.tariff * uep.deliveries)
    assert rastra.after.reached == rastra.after.met > len(alone("rastra", rule=anybody)), "no id is asked for"
    again = written(writing, uep, change)
    assert (again.amount_text, again.ranking) == (writing.amount_text, writing.ranking), "its own parameter by name"
    assert written(writing, uep, replace(change, amount_text="5")).amount_text == "5"
    unordered = tried(replace(writing, ranking=()), uep)
    assert unordered.ranking == (() if not uep.ranking else (("desil", "naik"),))
    about_health = Change(amount_text="anggota.count(a, a.hamil) * 1000")
    assert of(run(cast_without_health(head), uep=about_health), "uep").error, "costs would tell"
    assert not of(run(head, uep=about_health), "uep").error
    wrong = of(run(head, uep=Change(ranking=(("dsil", "naik"),))), "uep")
    assert "dsil" in wrong.error
    assert wrong.error.startswith("Urutan, baris 1: ")
    assert "negatif" in of(run(head, uep=Change(amount_text="0 - jumlah_anggota")), "uep").warning
    assert wrong.after == wrong.before


def cast_without_health(actor: Actor) -> Actor:
    """The same official without the right to see health."""
    return replace(actor, permissions=actor.permissions - {"registry.person.view_health"})


def test_a_quota_changed_meanwhile_counts_from_the_next_run_on(head: Actor) -> None:
    Quota.objects.filter(component__code="uep").delete()
    quota = Quota.objects.create(component=terms_of("uep").component, fiscal_year=2022, area_code=REGENCY, amount=4)
    assert of(run(head), "uep").before.reached == 4
    Quota.objects.filter(pk=quota.pk).update(amount=6)
    found = of(run(head, uep=Change(quota=4)), "uep")
    assert (found.before.reached, found.after.reached, found.lost) == (6, 4, 2)


def test_money_follows_reach_tariff_and_deliveries(head: Actor) -> None:
    no_quota(*CODES)
    Terms.objects.filter(component__code="uep").update(tariff=2_000_000, deliveries_per_year=1, amount_text="")
    Terms.objects.filter(component__code="rastra").update(tariff=None, quantity=Decimal(10))
    reached = len(alone("uep"))
    outcome = run(head, components=("uep", "rastra"), budget=1, uep=Change(tariff=500_000, deliveries=3))
    uep = of(outcome, "uep")
    assert (uep.before.cost, uep.after.cost) == (reached * 2_000_000, reached * 1_500_000)
    assert (of(outcome, "rastra").after.cost, outcome.costs) == (None, (uep.before.cost, uep.after.cost))
    assert outcome.budget == 1
    assert (uep.gained, uep.lost) == (0, 0)


def test_leaving_out_those_whom_others_serve(head: Actor) -> None:
    no_quota(*CODES)
    by_pkh = alone("uep", but=lambda facts: bool(facts["menerima_pkh"]))
    outcome = run(head, uep=Change(without=("PKH",)), permakanan_lansia=Change(without=("PBI_JK",)))
    assert of(outcome, "uep").after.reached == len(by_pkh) < len(alone("uep"))
    elders = alone("permakanan-lansia", but=lambda facts: bool(facts["menerima_pbi"]))
    assert of(outcome, "permakanan-lansia").after.reached == len(elders)


def test_a_rule_of_ones_own_and_a_rule_that_is_wrong(head: Actor) -> None:
    no_quota(*CODES)
    text = "jumlah_anggota >= 5 && anggota.exists(a, a.umur < 6)"
    outcome = run(head, uep=Change(rule_text=text), rastra=Change(rule_text="desil <= 'empat'"))
    assert of(outcome, "uep").after.reached == len(alone("uep", rule=text))
    wrong = of(outcome, "rastra")
    assert "Baris 1" in wrong.error
    assert wrong.after == wrong.before, "what is in force is shown instead"


def test_members_told_by_what_they_have_in_common_answer_the_same(head: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    no_quota("uep")
    rule = "anggota.exists(a, a.umur >= 50) && anggota.count(a, a.hubungan == 'CHILD') < 2 && desil <= param.desil_tertinggi"
    facts = frozenset({"umur", "hubungan"})
    for worth in (10_000, 0):  # too few have anything in common; then worth it whatever it costs
        monkeypatch.setattr(coded, "WORTH", worth)
        monkeypatch.setattr(coded_families, "WORTH", worth)
        let_go()
        snapshot = kept_snapshot(as_of=DAY)
        with snapshot.lock, snapshot.asking() as cursor:
            for _twice in range(2):
                coded.keep_coding(snapshot, cursor, facts)
                coded_families.keep_families(snapshot, cursor, facts, frozenset({"desil"}))
        assert bool(coded.find_coding(snapshot, facts)) is (worth == 0)
        assert bool(coded_families.find_families(snapshot, facts, frozenset({"desil"}))) is (worth == 0)
        for desil in (4, 7):  # the second time only the value is another
            found = of(run(head, uep=Change({"desil_tertinggi": desil}, rule_text=rule)), "uep")
            expected = alone("uep", parameters={"desil_tertinggi": desil}, rule=rule)
            assert (found.error, found.after.reached) == ("", len(expected))
            assert expected
        assert len(snapshot.memory.get("whatif_plans", ())) > 0 or worth
    assert coded.find_coding(snapshot, facts | {"hamil"}) is None
    assert coded_families.find_families(snapshot, facts, frozenset({"ppks_pemulung"})) is None


def test_dividing_by_zero_is_unknown_for_all_and_said(head: Actor) -> None:
    change = Change(rule_text="jumlah_anggota / (desil - desil) > 1")
    found = of(run(head, uep=change), "uep")
    assert (found.error, found.after.reached) == ("", 0)
    assert found.after.unknown == found.population
    assert "pembagian dengan nol" in found.warning


def test_families_reached_by_at_least_one(head: Actor) -> None:
    no_quota(*CODES)
    families = subjects("family")
    family_of = {member["_id"]: each for each, found in families.items() for member in found.members}
    changes = {"uep": Change({"desil_tertinggi": 2}), "permakanan-lansia": Change({"umur_lansia": 50})}
    reached = alone("rastra") | alone("uep", parameters={"desil_tertinggi": 2})
    reached |= {
        family_of[each] for each in alone("permakanan-lansia", parameters={"umur_lansia": 50}) if each in family_of
    }
    outcome = run_scenario(head, Scenario(CODES, changes), on=DAY)
    deciles = {each: decile("family", found.facts) for each, found in families.items()}
    poor = {each for each, value in deciles.items() if value is not None and value <= 4}
    assert outcome.families.after[POOR] == len(reached & poor)
    assert outcome.families.total[POOR] == len(poor)
    assert sum(outcome.families.after.values()) == len(reached & families.keys())
    only_family = run(head, uep=Change({"desil_tertinggi": 2}))
    expected = alone("rastra") | alone("uep", parameters={"desil_tertinggi": 2})
    expected |= {family_of[each] for each in alone("permakanan-lansia") if each in family_of}
    assert sum(only_family.families.after.values()) == len(expected & families.keys())


def test_institutions_stand_apart(cast: Cast, head: Actor) -> None:
    for number, clients in enumerate((9, 0, 20)):
        Institution.objects.create(
            name=f"LKSA Contoh {number}", kind="LKSA", area_code=VILLAGE, registration_number=str(number + 1),
            client_count=clients, created_at=clock.now(),
        )  # fmt: skip
    outcome = run(head, components=("sandang-lksa", "uep"), sandang_lksa=Change(rule_text="jumlah_klien > 0", quota=1))
    found = of(outcome, "sandang-lksa")
    assert (found.population, found.before.reached, found.after.met, found.after.reached, found.lost) == (3, 3, 2, 1, 2)
    assert found.exclusion_error(found.after) is None


@pytest.mark.parametrize("role", ["FACILITATOR", "VILLAGE_OPERATOR", "ADMINISTRATOR", "SUPERVISOR"])
def test_who_may_not_look(cast: Cast, everybody: Kept, role: str) -> None:
    with pytest.raises(Denied):
        run(cast.actor(role))
    assert not policies.visible_to(cast.actor(role)).exists()


def test_only_ones_own_area(cast: Cast, everybody: Kept) -> None:
    no_quota(*CODES)
    whole = of(run(cast.actor("DIVISION_HEAD", division="LINJAMSOS")), "uep")
    parts = [of(run(cast.actor("PROGRAMME_OFFICER", area)), "uep") for area in (KECAMATAN, OTHER_KECAMATAN)]
    assert sum(each.after.reached for each in parts) == whole.after.reached
    assert {area.code[:8] for area in parts[0].areas} == {KECAMATAN}
    stranger = cast.actor("DIVISION_HEAD", AreaCode.parse("73.11"))
    scenario = Scenario(CODES, {"uep": Change({"desil_tertinggi": 9})})
    found = run_scenario(stranger, scenario, on=DAY)
    assert of(found, "uep").population == 0
    assert ids(stranger, scenario, "uep", "terjangkau", area=VILLAGE) == set()
    here = cast.actor("PROGRAMME_OFFICER", KECAMATAN)
    rows = list_moved(here, scenario, "uep", "terjangkau", on=DAY).rows
    assert {row.area_code[:8] for row in rows} == {KECAMATAN}


def test_the_list_goes_on_page_by_page(head: Actor) -> None:
    no_quota("uep")
    scenario = Scenario(("uep",), {"uep": Change({"desil_tertinggi": 9})})
    seen: list[UUID] = []
    after = ""
    while True:
        page = list_moved(head, scenario, "uep", "terjangkau", on=DAY, after=after, limit=7)
        seen += [row.id for row in page.rows]
        if not (after := page.next_key):
            break
    assert len(seen) == len(set(seen)) == len(alone("uep", parameters={"desil_tertinggi": 9}))
    with pytest.raises(Missing):
        list_moved(head, scenario, "tidak-ada", "terjangkau", on=DAY)
    with pytest.raises(Missing):
        list_moved(head, scenario, "uep", "rahasia", on=DAY)


def test_sensitive_components_and_facts_are_for_who_may_see_health(cast: Cast, everybody: Kept) -> None:
    codes = ("permakanan-kusta", "uep")
    head_of_office = cast.actor("OFFICE_HEAD")
    outcome = run(head_of_office, components=codes, uep=Change(rule_text="anggota.exists(a, a.kusta)"))
    assert outcome.of("permakanan-kusta") is None
    assert outcome.hidden >= 1
    assert "kesehatan" in of(outcome, "uep").error
    seen = run(cast.actor("DIVISION_HEAD", division="REHSOS"), components=codes)
    assert seen.of("permakanan-kusta") is not None


def test_keeping_and_seeing_scenarios(cast: Cast, head: Actor) -> None:
    outcome = run(head, uep=Change({"desil_tertinggi": 6}, quota=3, without=("PKH",)))
    kept = actions.keep_scenario(name="  Desil 6 ", outcome=outcome, by=head, at=clock.now())
    assert (kept.name, kept.as_of, kept.owner_id) == ("Desil 6", DAY, head.user_id)
    assert queries.content_of(queries.get_scenario(head, kept.pk)) == outcome.scenario
    assert [line["code"] for line in kept.summary] == [each.terms.code for each in outcome.components]
    colleague = cast.actor("PROGRAMME_OFFICER", division="LINJAMSOS")
    other_division = cast.actor("DIVISION_HEAD", division="REHSOS")
    other_regency = cast.actor("DIVISION_HEAD", AreaCode.parse("73.11"))
    assert queries.list_scenarios(colleague) == queries.list_scenarios(cast.actor("OFFICE_HEAD")) == [kept]
    assert queries.list_scenarios(other_division) == queries.list_scenarios(other_regency) == []
    for name in ("Desil 6", "", "x" * 200):
        with pytest.raises(Refused):
            actions.keep_scenario(name=name, outcome=outcome, by=head, at=clock.now())
    with pytest.raises(Denied):
        actions.keep_scenario(name="Auditor", outcome=outcome, by=cast.actor("AUDITOR"), at=clock.now())
    with pytest.raises(Denied):
        actions.drop_scenario(scenario_id=kept.pk, by=colleague, at=clock.now())
    actions.drop_scenario(scenario_id=kept.pk, by=head, at=clock.now())
    assert queries.list_scenarios(head) == []


def test_a_change_becomes_a_draft_by_the_programmes_own_division(cast: Cast, head: Actor) -> None:
    in_force = list_in_force(head, on=DAY)
    uep = in_force.of("uep")
    assert uep is not None
    change = Change({"desil_tertinggi": 6}, tariff=750_000, deliveries=2, quota=3, without=("PKH", "rastra"))
    other = cast.actor("PROGRAMME_OFFICER", division="REHSOS")
    assert not policies.can_make_draft(other, uep)
    with pytest.raises(Denied):
        actions.make_draft(terms=uep, change=change, by=other, at=clock.now())
    writer = cast.actor("PROGRAMME_OFFICER", division=terms_of("uep").component.programme.division.code)
    assert policies.can_make_draft(writer, uep)
    draft = Terms.objects.get(pk=actions.make_draft(terms=uep, change=change, by=writer, at=clock.now()))
    assert (draft.state, draft.tariff, draft.deliveries_per_year) == ("DRAFT", 750_000, 2)
    assert draft.parameters["desil_tertinggi"] == 6
    assert draft.rule_text.endswith("&& !menerima_pkh")
    assert actions.left_behind(change)
    assert not actions.left_behind(replace(change, quota=None, without=("PKH",)))
    assert terms_of("uep").parameters["desil_tertinggi"] == uep.parameters["desil_tertinggi"], "in force stays"


def test_who_is_enrolled_counts(cast: Cast) -> None:
    stage = DeliveryStage.build(cast)
    take()
    found = of(run(stage.head, components=("rastra",), rastra=Change(quota=0)), "rastra")
    assert found.enrolled == found.enrolled_out == 4
    assert "lebih kecil" in found.warning
