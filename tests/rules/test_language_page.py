"""The page that explains the language says nothing that the language does not accept."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from rangkul.rules.cases import load_cases, run_cases
from rangkul.rules.functions import FUNCTIONS
from rangkul.rules.parse import parse_rule, parse_value
from rangkul.rules.vocabulary import Fact, FactType
from tests.rules.vocabularies import AS_OF, FAMILY, PARAMETERS, PERSON, VALUES

PAGE = (Path(__file__).parents[2] / "docs/rules-language.md").read_text(encoding="utf-8")
WORDS = replace(FAMILY, facts=(*FAMILY.facts, Fact("menerima_pkh", FactType.BOOL, "penerima PKH", "uji")))
FIRST_TABLE = PAGE.split("Tanda: ")[0]
RULES = [
    cell.replace("\\|", "|")
    for line in FIRST_TABLE.splitlines()
    if line.startswith("| ") and not line.startswith("| Yang")
    for cell in re.findall(r"`(.+?)`\s*\|$", line)
]


def test_the_table_is_found() -> None:
    assert len(RULES) == 15


@pytest.mark.parametrize("text", RULES)
def test_every_rule_of_the_page_is_accepted(text: str) -> None:
    assert parse_rule(text, PERSON if text.startswith("keluarga.") else WORDS, PARAMETERS).digest


def test_the_value_of_the_page_is_accepted() -> None:
    (text,) = re.findall(r"`(terkecil\(anggota[^`]+)`", PAGE)
    assert parse_value(text, FAMILY, PARAMETERS | {"pkh_hamil": PARAMETERS["batas_umur"]}).parameters_used


def test_every_function_is_on_the_page_in_both_languages() -> None:
    for function in FUNCTIONS.values():
        assert f"`{function.name}(" in PAGE
        assert re.search(rf"`{re.escape(function.english)}\b|`{re.escape(function.english)}\(", PAGE), function.english


def test_the_message_and_the_cases_of_the_page_are_true() -> None:
    with pytest.raises(ValueError, match="Maksud Anda") as caught:
        parse_rule("punya_id_dtks\n  && rawan_pngan", FAMILY, PARAMETERS)
    for line in str(caught.value).splitlines():
        assert line.strip() in PAGE
    (cases,) = re.findall(r"```yaml\n(.+?)```", PAGE, flags=re.DOTALL)
    assert run_cases(load_cases(cases), WORDS, parameters=VALUES, parameter_types=PARAMETERS, as_of=AS_OF) == ()
