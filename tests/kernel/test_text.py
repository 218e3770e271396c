"""Text from outside: tidied, and harmless in a spreadsheet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.kernel.text import as_cell, clean, looks_like_formula


@given(st.text())
def test_clean_is_idempotent_and_leaves_nothing_unseen(text: str) -> None:
    tidy = clean(text)
    assert clean(tidy) == tidy
    assert unicodedata.is_normalized("NFC", tidy)
    assert tidy == tidy.strip() and "  " not in tidy
    assert not any(unicodedata.category(each) in {"Cc", "Cf", "Cs"} for each in tidy)


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        (" Desa\t Cenrana \r\n", "Desa Cenrana"),
        ("A\u200bn\u00adi\x00", "Ani"),
        ("Jose\u0301", "José"),
        ("\u202eabc", "abc"),
        ("a\u00a0b", "a b"),
    ],
)
def test_clean(raw: str, tidy: str) -> None:
    assert clean(raw) == tidy


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+SUM(A1)",
        "-2+3",
        "@x",
        "\tabc",
        "\rabc",
        "\u200b=1",
        "\ufeff=1",
        "  =1",
        "\x01@x",
        "＝1",
        "+62|cmd",
        "-",
        "+",
    ],
)
def test_formulas_are_seen_and_disarmed(text: str) -> None:
    assert looks_like_formula(text)
    assert as_cell(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "+5",
        "-1.500,25",
        "-1500.5",
        "+62 812-3456-7890",
        "+6281234567890",
        "Ani",
        "",
        "a=b",
        "12-3",
        "'=1",
        "0812",
    ],
)
def test_plain_text_numbers_and_phones_stay(text: str) -> None:
    assert as_cell(text) == text


@pytest.mark.parametrize(
    "text", ["+62 812+1", "+1-2", "-1-2", "+62 812 3456\n", "+1234 5678901234567", "-=1", "+٦٢٨١٢٣٤٥٦٧٨٩"]
)
def test_near_misses_are_disarmed(text: str) -> None:
    assert as_cell(text) == "'" + text


@given(st.text())
def test_a_cell_never_starts_a_formula_unless_it_is_a_number(text: str) -> None:
    cell = as_cell(text)
    assert cell.removeprefix("'") == text.removeprefix("'")
    assert not looks_like_formula(cell) or all(each in "+-.,0123456789 " for each in cell)


def test_a_long_run_of_digits_is_decided_at_once() -> None:
    # With nested repetition this would not end in the life of the office.
    assert as_cell("+" + "1" * 100_000 + "x").startswith("'")
