"""Questionnaires: what the files say, when a question is asked, how answers are read, measured and compared."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.kernel.errors import Refused
from rangkul.verivali.enums import Result, SubjectKind
from rangkul.verivali.questionnaires import BadQuestionnaire, Kind, Questionnaire, everything, find_questionnaire
from rangkul.verivali.questionnaires.answers import (
    agreement,
    applicable,
    condition_in_words,
    measure,
    read_answer,
    without_unasked,
    words_of,
)
from rangkul.verivali.questionnaires.reading import read
from rangkul.verivali.results import MEANINGS, find_meaning, results_for

TODAY = date(2026, 11, 22)
# A released version never changes: who changes a file makes a new version and adds a line here.
RELEASED = {
    "kepesertaan-kip/1": "f6b4e24d6d89",
    "kepesertaan-kis/1": "4d10b8d38b20",
    "laporan-kematian/1": "965fc9270685",
    "regsosek-2022k/1": "57682aadba5e",
    "usulan-10/1": "3132338317f9",
    "wg-ss/1": "f9d2f68f2c91",
    "wg-ss/2": "4883e916229a",
}


def one(code: str, version: int = 1) -> Questionnaire:
    found = find_questionnaire(code, version)
    assert found is not None
    return found


def test_released_versions_stand() -> None:
    assert {each.name: each.digest[:12] for each in everything().values()} == RELEASED


def test_the_ten_questions_and_the_six_domains() -> None:
    assert [question.kind for question in one("usulan-10").blocks[0].questions] == [Kind.YES_NO] * 10
    domains = one("wg-ss").blocks[0].questions
    assert (len(domains), {len(question.options) for question in domains}) == (6, {4})
    assert all(question.is_sensitive for question in domains)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("303", 9),
        ("306a", 11),
        ("308", 12),
        ("409", 8),
        ("413", 22),
        ("415", 23),
        ("417", 26),
        ("428a", 4),
        ("430", 18),
    ],
)
def test_regsosek_has_its_code_lists(code: str, count: int) -> None:
    assert len(one("regsosek-2022k").question(code).options) == count


@given(st.lists(st.sampled_from("1234"), min_size=6, max_size=6))
def test_the_cut_off_is_one_domain_with_a_lot_of_difficulty(given_answers: list[str]) -> None:
    domains = [question.code for question in one("wg-ss").blocks[0].questions]
    (finding,) = one("wg-ss").findings
    is_found = finding.when.holds(dict(zip(domains, given_answers, strict=True)))
    assert is_found == any(answer in "34" for answer in given_answers)


def test_conditions_lead_from_answer_to_answer() -> None:
    regsosek = one("regsosek-2022k")

    def asked(**answers: Any) -> set[str]:
        given = {f"m/{code.strip('_')}": value for code, value in answers.items()}
        return {each.question.code for each in applicable(regsosek, given, ["m"]) if each.member}

    assert asked() == {"404"}
    assert asked(_404="2") == {"404"}
    woman = {"_404": "1", "_405": "2", "_407": 30}
    assert {"410", "412", "428a"} <= asked(**woman)
    assert "410" not in asked(**(woman | {"_405": "1"}))
    assert "410" not in asked(**(woman | {"_407": 55}))
    assert "427" in asked(_404="1", _407=4)
    assert "417" not in asked(**(woman | {"_416a": "2", "_417": "3"}))
    assert "429" in asked(**(woman | {"_428c": "2"}))
    assert condition_in_words(regsosek, regsosek.question("416b").show_if) == "416a = Ya"  # type: ignore[arg-type]


def test_an_answer_nobody_asks_for_any_more_is_dropped() -> None:
    kip = one("kepesertaan-kip")
    answers = {"412": "3", "413": "8", "414": "8", "nama-sekolah": "SMPN 1", "sebab-berhenti": "2"}
    kept = without_unasked(kip, answers)
    assert set(kept) == {"412", "413", "414", "sebab-berhenti"}
    missing = [each.key for each in measure(kip, kept).missing]
    assert missing == ["kartu-ada", "menerima"]


@pytest.mark.parametrize(
    ("code", "raw", "stored"),
    [
        ("302", "36", 36), ("302", "36,5", 36.5), ("302", " 1.250,5 ", 1250.5), ("303", "8", "8"),
        ("411", ["4", "1"], ["1", "4"]), ("302", "", None), ("411", [], None),
    ],
)  # fmt: skip
def test_answers_are_read_as_people_write_them(code: str, raw: Any, stored: Any) -> None:
    assert read_answer(one("regsosek-2022k").question(code), raw, today=TODAY) == stored


@pytest.mark.parametrize(
    ("code", "raw", "expected"),
    [
        ("302", "tiga", "angka"), ("302", "0", "1 sampai 2000"), ("302", "NaN", "angka"), ("302", "1e9", "1 sampai 2000"),
        ("303", "10", "daftar"), ("411", ["1", "3"], "daftar"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_by_name(code: str, raw: Any, expected: str) -> None:
    with pytest.raises(Refused, match=expected) as refused:
        read_answer(one("regsosek-2022k").question(code), raw, today=TODAY)
    assert refused.value.field.startswith(code)


def test_a_day_to_come_is_refused() -> None:
    question = one("kepesertaan-kip").question("terakhir")
    assert read_answer(question, date(2026, 1, 2), today=TODAY) == "2026-01-02"
    with pytest.raises(Refused, match="hari ini"):
        read_answer(question, "2026-11-23", today=TODAY)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["1", "2", ""])), st.data())
def test_agreement_is_symmetric_and_whole_with_itself(first: dict[str, str], data: st.DataObject) -> None:
    second = data.draw(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["1", "2", ""])))
    assert agreement(first, second) == agreement(second, first)
    same, both = agreement(first, first)
    assert same == both == sum(bool(value) for value in first.values())


def test_everything_wrong_in_a_file_is_named_at_once() -> None:
    question: dict[str, Any] = {"code": "a", "text": "A", "type": "yes_no"}
    raw = {
        "code": "buruk", "version": 1, "title": "Buruk", "unit": "PERSON",
        "blocks": [{"code": "b", "title": "B", "per_member": True, "questions": [
            question | {"show_if": {"question": "z", "in": ["YA"]}},
            question,
            {"code": "n", "text": "N", "type": "number", "warna": 1},
            {"code": "c", "text": "C", "type": "one", "show_if": {"question": "a", "in": ["MUNGKIN"]}},
        ]}],
    }  # fmt: skip
    with pytest.raises(BadQuestionnaire) as bad:
        read(raw, {}, name="buruk.yaml")
    said = " | ".join(bad.value.problems)
    for words in (
        "source is missing", "a: asks about z", "a: used twice", "a number needs unit", "unknown word warna",
        "c: no code list", "c: a has no such answer", "no members",
    ):  # fmt: skip
        assert words in said


def test_results_carry_their_official_codes() -> None:
    assert {each.official_code for each in results_for(SubjectKind.FAMILY)} == set("123456")
    art = {each.official_code for each in MEANINGS if each.official_list.startswith("keberadaan_art")}
    assert art == set("12345")
    assert find_meaning("FAMILY", Result.DECEASED) is None


def test_answers_in_words() -> None:
    regsosek = one("regsosek-2022k")
    assert words_of(regsosek.question("302"), 36) == "36 m²"
    assert words_of(regsosek.question("411"), ["1", "4"]) == "Akta Kelahiran, KTP"
    assert words_of(regsosek.question("303"), None) == ""
