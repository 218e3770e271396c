"""Which clauses a reader hears of an "or", and who of a family counts for which part, by the real engine."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from rangkul.kernel.errors import Refused
from rangkul.programmes.entries import FOLDER, parameter_types, read_programme
from rangkul.programmes.errors import RuleRefused
from rangkul.programmes.models import Terms
from rangkul.programmes.parts import FamilyParts, family_parts
from rangkul.programmes.queries.reasons import told
from rangkul.programmes.terms_cases import Judging, failing, parts_apart
from rangkul.programmes.terms_writing import check_parts
from rangkul.registry.snapshot import SubjectFacts
from rangkul.registry.vocabulary import FAMILY
from rangkul.rules.explain import explain, value_of
from rangkul.rules.parse import parse_rule, parse_value
from rangkul.rules.vocabulary import Fact, FactType, Vocabulary

VOCABULARY = Vocabulary(
    "family",
    (Fact("desil", FactType.INT, "desil", "DTKS"), Fact("rawan_pangan", FactType.BOOL, "rawan pangan", "DTKS")),
)
RULE = parse_rule("rawan_pangan && (desil <= 4 || !diketahui(desil))", VOCABULARY, {})


def heard(**facts: object) -> list[str]:
    explanation = explain(RULE, facts=facts, parameters={}, as_of=date(2026, 1, 1))
    return [clause.text for clause in told(explanation.clauses)]


@pytest.mark.requirement("R409")
def test_of_one_of_these_the_part_that_holds_is_told() -> None:
    assert heard(desil=2, rawan_pangan=True) == ["rawan_pangan", "desil <= 4"]
    assert heard(desil=None, rawan_pangan=True) == ["rawan_pangan", "!diketahui(desil)"]


def test_when_none_holds_all_are_told_under_their_heading() -> None:
    assert heard(desil=7, rawan_pangan=True) == [
        "rawan_pangan", "desil <= 4 || !diketahui(desil)", "desil <= 4", "!diketahui(desil)",
    ]  # fmt: skip


PKH = read_programme(FOLDER / "pkh" / "programme.yaml").components[0].terms[-1]
DAY = date(2026, 1, 1)


def pkh_of(*members: dict[str, Any], sees_health: bool = True) -> tuple[FamilyParts, int | float | None]:
    """The parts of PKH for a family of these members, the youngest first, and what the declared amount says."""
    nothing = {fact.name: False for fact in FAMILY.members if fact.type is FactType.BOOL}
    told = tuple(
        {**nothing, "urutan_termuda": place, "_id": UUID(int=place), **member}
        for place, member in enumerate(members, 1)
    )
    terms = Terms(parts=PKH.parts, parameters=PKH.parameters)
    found = family_parts(terms, "FAMILY", SubjectFacts({}, told), DAY, sees_health=sees_health)
    assert found is not None
    amount = parse_value(PKH.amount, FAMILY, parameter_types(PKH.parameters))
    return found, value_of(amount, facts={}, members=told, parameters=PKH.parameters, as_of=DAY)


def states(found: FamilyParts) -> list[list[tuple[str, str]]]:
    return [[(part.name, part.state.value) for part in parts] for _member, parts in found.members]


SMALL, PUPIL, SENIOR, ADULT, GRANDMOTHER = (
    {"umur": 3},
    {"umur": 8, "masih_sekolah": True, "jenjang_sekolah": "SD"},
    {"umur": 16, "masih_sekolah": True, "jenjang_sekolah": "SMA"},
    {"umur": 35},
    {"umur": 61},
)
MOTHER = {"umur": 30, "hamil": True}


@pytest.mark.requirement("R303")
def test_each_member_counts_once_for_the_dearest_part_within_the_caps() -> None:
    found, amount = pkh_of(SMALL, PUPIL, SENIOR, MOTHER, ADULT, GRANDMOTHER)
    assert states(found) == [
        [("Anak usia dini", "COUNTED")],
        [("Siswa SD/sederajat", "FAMILY_FULL")],
        [("Siswa SMA/sederajat", "COUNTED")],
        [("Ibu hamil", "COUNTED")],
        [],
        [("Lanjut usia", "COUNTED")],
    ]
    assert (found.total, amount, found.at_most) == (2_600_000, 2_600_000, 4)
    small, amount = pkh_of(SMALL, SMALL, SMALL)
    assert states(small)[2] == [("Anak usia dini", "PART_FULL")]
    assert (small.total, amount) == (1_500_000, 1_500_000)
    disabled, amount = pkh_of({"umur": 62, "disabilitas": True, "tingkat_disabilitas": "BERAT"})
    assert states(disabled) == [[("Lanjut usia", "COUNTED"), ("Penyandang disabilitas berat", "OTHER")]]
    assert (disabled.total, amount) == (600_000, 600_000)


def test_a_draft_cannot_lose_what_its_parts_count_with() -> None:
    check_parts(PKH.parts, PKH.parameters, "FAMILY")
    check_parts({}, {}, "PERSON")
    for name in ("maks_orang", "pkh_sd", "umur_dini"):
        with pytest.raises((Refused, RuleRefused)):
            check_parts(PKH.parts, {key: value for key, value in PKH.parameters.items() if key != name}, "FAMILY")
    first = PKH.parts["listed"][0]
    for listed in (
        [],
        [first, first],
        [first | {"name": " "}],
        [first | {"value": "jenjang"}],
        [first | {"at_most": "x"}],
    ):
        with pytest.raises(Refused, match="Komponen tiap anggota"):
            check_parts({"at_most": "", "listed": listed}, PKH.parameters, "FAMILY")
    with pytest.raises(Refused):
        check_parts(PKH.parts, PKH.parameters, "PERSON")
    with pytest.raises(RuleRefused) as told:
        check_parts({"listed": [first, first | {"name": "Salah", "when": "a.hmil"}]}, PKH.parameters, "FAMILY")
    assert (told.value.field, told.value.error.column) == ("part-2", 1)


def test_a_case_where_parts_and_amount_part_company_is_named() -> None:
    by = Judging(
        unit="FAMILY",
        rule_text="desil <= 4",
        parameters=PKH.parameters,
        on=DAY,
        amount_text=PKH.amount,
        parts=PKH.parts,
    )
    nothing = {fact.name: False for fact in FAMILY.members if fact.type is FactType.BOOL}
    cases = [
        {"name": "Ibu hamil", "given": {"desil": 2}, "expect": "terpenuhi", "members": [nothing | MOTHER]},
        {"name": "Sekolah belum tercatat", "given": {"desil": 2}, "expect": "terpenuhi", "members": [{"umur": 9}]},
    ]
    assert parts_apart(cases, by) == ()
    dearer = replace(by, amount_text="anggota.count(a, a.hamil) * 1000")
    (told,) = parts_apart(cases, dearer)
    assert "Ibu hamil" in told
    assert "Rp750.000" in told
    wrong = [cases[0] | {"expect_amount": 600_000}]
    assert failing(wrong, by) == ("Contoh “Ibu hamil”: diharapkan Rp600.000, hasilnya Rp750.000",)
    assert failing([cases[0] | {"expect_amount": 750_000, "as_of": "2025-12-31"}], by) == ()


@pytest.mark.requirement("R303")
def test_what_is_not_known_or_not_for_the_reader_is_not_counted_up() -> None:
    unknown, _ = pkh_of({"umur": 9, "masih_sekolah": None})
    assert {state for _name, state in states(unknown)[0]} == {"UNKNOWN"}
    assert unknown.total is None
    hidden, _ = pkh_of(SMALL, MOTHER, sees_health=False)
    assert states(hidden) == [[("Anak usia dini", "MET")], []]
    assert (hidden.total, hidden.has_hidden, hidden.tells_health) == (None, True, False)
