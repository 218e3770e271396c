"""Names: shown tidily, levelled, sounded out; the properties that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.kernel.names import display, normalise, search_key, similar

LETTERS = "abcdehimnostuyz ABDHJMPRSTUY.,'-é"
written = st.text(alphabet=LETTERS, max_size=30)
TITLED = "H. Hj. HJ Drs. dr. K.H. M. MUH. Abd. A. St. ST SE S.E. M.Si Si S. Pd. , bin BINTI Ma'ruf ali NOPE-SALUKH La I"
pieces = st.lists(st.sampled_from(TITLED.split()), max_size=7).map(" ".join)
names = st.one_of(written, pieces, st.text(max_size=20))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("drs. h. ahmad BIN ma'ruf, m.si", "Drs. H. Ahmad bin Ma'ruf, M.Si."),
        ("HJ.ST.AMINAH S. Pd. I", "Hj. St. Aminah, S.Pd.I."),
        ("dr. Budi Santoso SE", "dr. Budi Santoso, S.E."),
        ("DR. BUDI SANTOSO", "Dr. Budi Santoso"),
        ("BUDI SANTOSO, SE., MM", "Budi Santoso, S.E., M.M."),
        ("NOPE-SALUKH", "Nope-Salukh"),
        ("  sri\u200b   WAHYUNI ", "Sri Wahyuni"),
        ("tgh. lalu hasan, lc", "T.G.H. Lalu Hasan, Lc."),
        ("JEANNE D'ARC 'siti \"o'neil\"'", "Jeanne D'Arc 'Siti \"O'Neil\"'"),
        ("O'on RIFA'I (MA'RUF)", "O'on Rifa'i (Ma'ruf)"),
        ("Suharto", "Suharto"),
        ("", ""),
    ],
)
def test_display(raw: str, shown: str) -> None:
    assert display(raw) == shown


@pytest.mark.parametrize(
    ("raw", "levelled"),
    [
        ("H. Moh. Ma’ruf, S.Sos", "MUHAMMAD MARUF"),
        ("A. Besse", "ANDI BESSE"),
        ("ST. AMINAH", "SITI AMINAH"),
        ("Rahmat ST", "RAHMAT ST"),
        ("Rahmat Hidayat ST", "RAHMAT HIDAYAT"),
        ("Rahmat, ST", "RAHMAT"),
        ("M", "M"),
        ("H", "H"),
        ("Andi Hj. Besse", "ANDI BESSE"),
        ("AMINAH (ALMH)", "AMINAH"),
        ("Aminah Bt. Sulaiman", "AMINAH BINTI SULAIMAN"),
        ("José", "JOSE"),
        ("محمد", ""),
        ("Ibu", "IBU"),
        ("Ibu Sumiati", "SUMIATI"),
    ],
)
def test_normalise(raw: str, levelled: str) -> None:
    assert normalise(raw) == levelled


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("Tjahjo", "CAHIO"),
        ("CAHYO", "CAHIO"),
        ("Abdullah", "ABDULA"),
        ("Abdul Malik", "ABDUL MALIK"),
        ("Abdulmalik", "ABDUL MALIK"),
        ("Aminah binti Sulaiman", "AMINA SULAIMAN"),
        ("Sulaiman Aminah", "SULAIMAN AMINA"),
    ],
)
def test_search_key_keeps_the_order(raw: str, key: str) -> None:
    assert search_key(raw) == key


@given(names)
def test_display_is_idempotent(name: str) -> None:
    assert display(display(name)) == display(name)


@given(names)
def test_normalise_is_idempotent_and_plain(name: str) -> None:
    levelled = normalise(name)
    assert normalise(levelled) == levelled
    assert levelled == " ".join(levelled.split())
    assert all("A" <= each <= "Z" or each == " " for each in levelled)


@given(names)
def test_search_key_depends_on_the_normal_form_only(name: str) -> None:
    assert search_key(normalise(name)) == search_key(name)
    assert all(word for word in search_key(name).split(" ")) or search_key(name) == ""


@given(names, names)
def test_similarity_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    assert 0.0 <= similar(one, other) <= 1.0
    assert similar(one, other) == similar(other, one)


@given(names)
def test_a_name_is_like_itself_and_like_its_shown_form(name: str) -> None:
    expected = 1.0 if search_key(name) else 0.0
    assert similar(name, name) == expected


@given(st.permutations(["HASAN", "WIRYA", "KUSUMA"]))
def test_words_in_another_order_stay_alike(words: list[str]) -> None:
    assert similar("Hasan Wirya Kusuma", " ".join(words)) >= 0.9


def test_a_right_order_scores_above_a_swapped_one() -> None:
    assert similar("Hasan Kusuma", "Hasan Kusuma") > similar("Hasan Kusuma", "Kusuma Hasan")
