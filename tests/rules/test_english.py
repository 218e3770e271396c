"""Facts and functions have an English name beside the Indonesian one; a rule may use either and is the same rule."""

import re

import pytest

from rangkul.registry.vocabulary import BY_SUBJECT
from rangkul.rules.functions import FUNCTIONS, find_function
from rangkul.rules.parse import parse_rule
from rangkul.rules.vocabulary import Fact, FactType, Vocabulary
from tests.rules.vocabularies import FAMILY, PARAMETERS


@pytest.mark.parametrize("subject", BY_SUBJECT)
def test_every_fact_has_its_own_english_name(subject: str) -> None:
    """A word means one fact, whatever the language: no English name is missing, twice, or another fact's word."""
    vocabulary = BY_SUBJECT[subject]
    for facts in (vocabulary.facts, vocabulary.members):
        missing = [fact.name for fact in facts if not fact.english]
        assert not missing, f"english= is missing for {', '.join(missing)}"
        words = [word for fact in facts for word in (fact.name, fact.english)]
        assert len(set(words)) == len(words)


def test_a_word_for_two_facts_is_refused() -> None:
    facts = (
        Fact("umur", FactType.INT, "umur", "uji", english="age"),
        Fact("usia", FactType.INT, "usia", "uji", english="umur"),
    )
    with pytest.raises(ValueError, match="Nama fakta ganda dalam kosakata: umur"):
        Vocabulary("person", facts)


SAME = [
    ("desil <= 4 && rawan_pangan", "decile <= 4 && food_insecure"),
    ("diketahui(desil) && !punya_id_dtks", "known(decile) && !has_dtks_id"),
    (
        "anggota.exists(a, umur(a.tanggal_lahir) >= 60 && a.hamil)",
        "members.exists(m, age(m.birth_date) >= 60 && m.is_pregnant)",
    ),
    (
        'hari_antara(terdaftar_sejak, tambah_hari(tanggal("2022-01-31"), 9)) > terkecil(desil, 4)',
        'days_between(listed_since, add_days(date("2022-01-31"), 9)) > math.least(decile, 4)',
    ),
    (
        'di_wilayah("73.12") && bulan_antara(terdaftar_sejak, tanggal_acuan()) > terbesar(1, desil)',
        'in_area("73.12") && months_between(listed_since, as_of()) > math.greatest(1, decile)',
    ),
    ('kode_wilayah.startsWith("73") || anggota.size() > 4', 'area_code.startsWith("73") || members.size() > 4'),
]


@pytest.mark.parametrize(("indonesian", "english"), SAME)
def test_a_rule_may_be_written_in_either_language(indonesian: str, english: str) -> None:
    """Both are one rule: the same canonical text in Indonesian, the same digest, the same facts."""
    first, second = (parse_rule(text, FAMILY, PARAMETERS) for text in (indonesian, english))
    assert first.digest == second.digest
    assert first.facts_used == second.facts_used
    assert second.text == english
    written = re.findall(r"[a-z_]{3,}", second.canonical)
    assert not {"decile", "members", "known", "math", "age", "listed_since"} & set(written)


def test_functions_have_names_in_both_languages() -> None:
    words = [name for function in FUNCTIONS.values() for name in (function.name, function.english)]
    assert len(set(words)) == len(words)
    for function in FUNCTIONS.values():
        assert find_function(function.english) is function
        assert function.example.startswith(f"{function.name}(")
        assert function.english_example.startswith(f"{function.english}(")
