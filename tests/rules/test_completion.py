"""What the editor proposes while a rule is typed."""

import pytest

from rangkul.rules.completion import completions
from tests.rules.vocabularies import FAMILY, PARAMETERS, PERSON

CODES = {"jenis_kelamin": (("F", "perempuan"), ("M", "laki-laki")), "penghasilan_utama": (("petani", "petani"),)}


def proposed(text: str, vocabulary: object = FAMILY) -> list[str]:
    """The words proposed at `|`."""
    position = text.index("|")
    whole = text.replace("|", "")
    assert vocabulary in (FAMILY, PERSON)
    return [
        each.text
        for each in completions(whole, position, FAMILY if vocabulary is FAMILY else PERSON, PARAMETERS, options=CODES)
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("des|", ["desil"]),
        ("desil <= 4 && raw|", ["rawan_pangan"]),
        ("sebulan|", ["pendapatan"]),
        ("desil <= param.|", ["param.", "batas_desil", "batas_umur", "batas_pendapatan", "mulai"][1:]),
        ("desil <= batas|", ["param.batas_desil", "param.batas_umur", "param.batas_pendapatan"]),
        ("penghasilan_utama in |", ["param.pekerjaan"]),
        ("penghasilan_utama in param.|", ["pekerjaan"]),
        ("anggota.ex|", ["exists("]),
        ("anggota.filter(a, a.umur > 1).s|", ["size(", "sum("]),
        ("anggota.exists(x, x.ham|", ["hamil"]),
        ("anggota.exists(x, x.umur > 1) && x.|", []),
        ("kode_wilayah.|", ["startsWith("]),
        ("math.|", ["least(", "greatest("]),
        ("umu|", ["umur("]),
        ('penghasilan_utama == "|', ['petani"']),
        ("anggota.exists(a, a.jenis_kelamin in ['F', 'la|", ["M'"]),
        ('penghasilan_utama == "petani" // des|', []),
        ("decile <= 4 && foo|", ["food_insecure"]),
        ("decile <= 4 && memb|", ["members."]),
        ("decile <= 4 && ag|", ["age("]),
        ("foo|", ["food_insecure"]),
    ],
)
def test_what_is_proposed(text: str, first: list[str]) -> None:
    assert proposed(text)[: len(first)] == first
    if not first:
        assert proposed(text) == []


def test_a_proposal_says_what_it_replaces_and_what_it_is() -> None:
    (found,) = completions("desil <= 4 && raw", 17, FAMILY, PARAMETERS)[:1]
    assert (found.start, found.kind, found.detail) == (14, "fact", "keluarga rawan pangan · ya/tidak · asesmen")
    inside = completions("desil <= 4 && (rawan_pangan)", 2, FAMILY, PARAMETERS)[0]
    assert (inside.text, inside.start) == ("desil", 0)


def test_the_family_of_a_person_is_completed_after_its_dot() -> None:
    assert proposed("keluarga.|", PERSON) == ["desil"]


def test_an_empty_rule_proposes_everything_that_may_begin_one() -> None:
    everything = proposed("|")
    assert {"desil", "anggota.", "param.batas_desil", "diketahui(", "tanggal_acuan()"} <= set(everything)
    assert "param.pekerjaan" not in everything


@pytest.mark.parametrize(
    "text", ["", "(((", '"', "desil <= ", "a.b.c.d.", "anggota.filter(a,", "))))", "\\\\\\\\", "x" * 6000]
)
def test_unfinished_and_faulty_text_is_no_trouble(text: str) -> None:
    for position in (-1, 0, len(text) // 2, len(text), len(text) + 9):
        assert isinstance(completions(text, position, FAMILY, PARAMETERS), list)
