"""Facts and functions have an English name beside the Indonesian one; a rule may use either and is the same rule."""

import pytest

from rangkul.registry.vocabulary import BY_SUBJECT
from rangkul.rules.vocabulary import Fact, FactType, Vocabulary


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
