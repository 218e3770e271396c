"""Hostile and hopeless rules: a whole message each, at the place, and never more work than the text is long."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from rangkul.rules.completion import completions
from rangkul.rules.errors import RuleError
from rangkul.rules.parse import parse_rule
from tests.rules.vocabularies import FAMILY, PARAMETERS

WORST_CALLS_PER_LETTER = 120
"""Python calls that checking may cost for each letter of a rule; ordinary rules need about 20, reading by lark included."""


def refused(text: str) -> str:
    """The whole message."""
    with pytest.raises(RuleError) as caught:
        parse_rule(text, FAMILY, PARAMETERS)
    return str(caught.value)


def calls_made(work: Callable[[], object]) -> int:
    """How many Python functions the work calls: the same on every machine, unlike seconds."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


MESSAGES = [
    # Zero that is zero for everybody.
    (
        "pendapatan / 0 > 1",
        (
            "Baris 1, kolom 14: pembagian dengan nol.\n"
            "  pendapatan / 0 > 1\n"
            "               ^\n"
            "Ditemukan: `0`.\n"
            "Seharusnya: pembagi yang bukan nol."
        ),
    ),
    (
        "pendapatan / (terkecil(2, 5) - 2.0) > 1",
        (
            "Baris 1, kolom 14: pembagian dengan nol.\n"
            "  pendapatan / (terkecil(2, 5) - 2.0) > 1\n"
            "               ^\n"
            "Ditemukan: `(terkecil(2, 5) - 2.0)`.\n"
            "Seharusnya: pembagi yang bukan nol."
        ),
    ),
    # Text and numbers.
    (
        "penghasilan_utama > 5",
        (
            "Baris 1, kolom 21: teks tidak dapat dibandingkan dengan bilangan bulat.\n"
            "  penghasilan_utama > 5\n"
            "                      ^\n"
            "Ditemukan: `penghasilan_utama > 5`.\n"
            "Seharusnya: teks di kedua sisi `>`."
        ),
    ),
    # Names, in the language that is written.
    (
        "dsil <= 4",
        (
            "Baris 1, kolom 1: fakta `dsil` tidak dikenal. Maksud Anda `desil`?\n"
            "  dsil <= 4\n"
            "  ^\n"
            "Ditemukan: `dsil`.\n"
            "Seharusnya: nama fakta yang dikenal."
        ),
    ),
    (
        "food_insecure && decil <= 4",
        (
            "Baris 1, kolom 18: fakta `decil` tidak dikenal. Maksud Anda `decile`?\n"
            "  food_insecure && decil <= 4\n"
            "                   ^\n"
            "Ditemukan: `decil`.\n"
            "Seharusnya: nama fakta yang dikenal."
        ),
    ),
    (
        "members.exists(m, m.is_pregnat)",
        (
            "Baris 1, kolom 19: anggota tidak mempunyai fakta `is_pregnat`. Maksud Anda `is_pregnant`?\n"
            "  members.exists(m, m.is_pregnat)\n"
            "                    ^\n"
            "Seharusnya: nama fakta anggota."
        ),
    ),
    (
        "members.exists(m, agee(m.birth_date) > 60)",
        (
            "Baris 1, kolom 19: fungsi `agee` tidak dikenal. Maksud Anda `age`?\n"
            "  members.exists(m, agee(m.birth_date) > 60)\n"
            "                    ^\n"
            "Ditemukan: `agee(m.birth_date)`.\n"
            "Seharusnya: `known`, `date`, `as_of`, `age`, `add_days`, `days_between`, `months_between`, `math.least`, "
            "`math.greatest`, `in_area`."
        ),
    ),
    (
        "anggota.exists(a, umur >= 60)",
        (
            "Baris 1, kolom 19: fakta `umur` tidak dikenal. Maksud Anda `a.umur`?\n"
            "  anggota.exists(a, umur >= 60)\n"
            "                    ^\n"
            "Ditemukan: `umur`.\n"
            "Seharusnya: nama fakta yang dikenal."
        ),
    ),
    (
        'rawan("pangan")',
        (
            "Baris 1, kolom 1: fungsi `rawan` tidak dikenal. Maksud Anda fakta `rawan_pangan`?\n"
            '  rawan("pangan")\n'
            "  ^\n"
            'Ditemukan: `rawan("pangan")`.\n'
            "Seharusnya: `diketahui`, `tanggal`, `tanggal_acuan`, `umur`, `tambah_hari`, `hari_antara`, `bulan_antara`, "
            "`terkecil`, `terbesar`, `di_wilayah`."
        ),
    ),
    (
        "anggota.ada(a, a.hamil)",
        (
            "Baris 1, kolom 1: `ada` tidak dikenal untuk daftar anggota. Sebagai gantinya: `exists(a, …)`.\n"
            "  anggota.ada(a, a.hamil)\n"
            "  ^\n"
            "Seharusnya: `exists`, `all`, `count`, `size`, `sum`, `filter`, `map`."
        ),
    ),
    # Too long, too deep, too large.
    (
        "desil <= 4 || " * 714 + "true",
        (
            "Baris 1, kolom 1: aturan terlalu panjang (10000 huruf).\n"
            f"  {('desil <= 4 || ' * 10)[:100]}\n"
            "  ^\n"
            "Ditemukan: 10000 huruf.\n"
            "Seharusnya: paling banyak 5000 huruf; pecah menjadi beberapa aturan."
        ),
    ),
    (
        "(" * 100 + "rawan_pangan" + ")" * 100,
        (
            "Baris 1, kolom 42: aturan terlalu bertingkat.\n"
            f"  {'(' * 100}\n"
            f"  {' ' * 41}^\n"
            f"Ditemukan: `{'(' * 59}…`.\n"
            "Seharusnya: paling banyak 40 tingkat kurung."
        ),
    ),
    (
        "!" * 100 + "rawan_pangan",
        (
            "Baris 1, kolom 42: aturan terlalu bertingkat.\n"
            f"  {'!' * 100}\n"
            f"  {' ' * 41}^\n"
            f"Ditemukan: `{'!' * 59}…`.\n"
            "Seharusnya: paling banyak 40 tingkat kurung."
        ),
    ),
    # A join of everybody with everybody.
    (
        "anggota.exists(a, anggota.exists(b, b.umur > a.umur))",
        (
            "Baris 1, kolom 19: pertanyaan tentang anggota tidak dapat berada di dalam pertanyaan tentang anggota.\n"
            "  anggota.exists(a, anggota.exists(b, b.umur > a.umur))\n"
            "                    ^\n"
            "Ditemukan: `anggota.exists(b, b.umur > a.umur)`.\n"
            "Seharusnya: dua pertanyaan terpisah yang digabung dengan `&&`."
        ),
    ),
    (
        "anggota.filter(a, anggota.size() > 1).size() > 1",
        (
            "Baris 1, kolom 19: pertanyaan tentang anggota tidak dapat berada di dalam pertanyaan tentang anggota.\n"
            "  anggota.filter(a, anggota.size() > 1).size() > 1\n"
            "                    ^\n"
            "Ditemukan: `anggota.size()`.\n"
            "Seharusnya: dua pertanyaan terpisah yang digabung dengan `&&`."
        ),
    ),
    # Anything but the vocabulary.
    (
        "desil.__class__",
        (
            "Baris 1, kolom 1: fakta `desil.__class__` tidak dikenal.\n"
            "  desil.__class__\n"
            "  ^\n"
            "Ditemukan: `desil.__class__`.\n"
            "Seharusnya: nama fakta yang dikenal."
        ),
    ),
    (
        "anggota.exists(a, a.__class__)",
        (
            "Baris 1, kolom 19: anggota tidak mempunyai fakta `__class__`.\n"
            "  anggota.exists(a, a.__class__)\n"
            "                    ^\n"
            "Seharusnya: nama fakta anggota."
        ),
    ),
    (
        "param.__dict__ == 1",
        (
            "Baris 1, kolom 1: parameter `__dict__` tidak dikenal.\n"
            "  param.__dict__ == 1\n"
            "  ^\n"
            "Seharusnya: nama parameter yang dikenal."
        ),
    ),
    (
        "__import__('os').system('true')",
        (
            "Baris 1, kolom 1: fungsi `system` tidak dikenal.\n"
            "  __import__('os').system('true')\n"
            "  ^\n"
            "Ditemukan: `__import__('os').system('true')`.\n"
            "Seharusnya: `startsWith`."
        ),
    ),
    (
        "type(desil) == 'int'",
        (
            "Baris 1, kolom 1: fungsi `type` tidak dikenal.\n"
            "  type(desil) == 'int'\n"
            "  ^\n"
            "Ditemukan: `type(desil)`.\n"
            "Seharusnya: `diketahui`, `tanggal`, `tanggal_acuan`, `umur`, `tambah_hari`, `hari_antara`, `bulan_antara`, "
            "`terkecil`, `terbesar`, `di_wilayah`."
        ),
    ),
    (
        "has(desil)",
        (
            "Baris 1, kolom 1: fungsi `has` tidak dikenal. Sebagai gantinya: `diketahui(fakta)`.\n"
            "  has(desil)\n"
            "  ^\n"
            "Ditemukan: `has(desil)`.\n"
            "Seharusnya: `diketahui`, `tanggal`, `tanggal_acuan`, `umur`, `tambah_hari`, `hari_antara`, `bulan_antara`, "
            "`terkecil`, `terbesar`, `di_wilayah`."
        ),
    ),
    (
        "'petani'.exists(c, c == 'p')",
        (
            "Baris 1, kolom 1: `exists` hanya untuk daftar anggota.\n"
            "  'petani'.exists(c, c == 'p')\n"
            "  ^\n"
            "Ditemukan: `'petani'`.\n"
            "Seharusnya: `anggota.exists(a, a.umur >= 60)`."
        ),
    ),
    (
        "penghasilan_utama.map(c, c).size() > 1",
        (
            "Baris 1, kolom 1: `size` hanya untuk daftar anggota.\n"
            "  penghasilan_utama.map(c, c).size() > 1\n"
            "  ^\n"
            "Ditemukan: `penghasilan_utama.map(c, c)`.\n"
            "Seharusnya: `anggota.size()`."
        ),
    ),
    (
        "[1, 2, 3].all(x, x > 0)",
        (
            "Baris 1, kolom 1: `all` hanya untuk daftar anggota.\n"
            "  [1, 2, 3].all(x, x > 0)\n"
            "  ^\n"
            "Ditemukan: `[1, 2, 3]`.\n"
            "Seharusnya: `anggota.all(a, a.umur >= 18)`."
        ),
    ),
    (
        "penghasilan_utama.matches('(a+)+$')",
        (
            "Baris 1, kolom 1: fungsi `matches` tidak dikenal.\n"
            "  penghasilan_utama.matches('(a+)+$')\n"
            "  ^\n"
            "Ditemukan: `penghasilan_utama.matches('(a+)+$')`.\n"
            "Seharusnya: `startsWith`."
        ),
    ),
    (
        "tambah_hari(terdaftar_sejak, desil) > tanggal_acuan()",
        (
            "Baris 1, kolom 30: jumlah hari harus tetap, tidak dari fakta.\n"
            "  tambah_hari(terdaftar_sejak, desil) > tanggal_acuan()\n"
            "                               ^\n"
            "Ditemukan: `desil`.\n"
            "Seharusnya: bilangan bulat atau parameter; dari fakta: `hari_antara(a, b) > fakta`."
        ),
    ),
    (
        'di_wilayah("Soppeng")',
        (
            "Baris 1, kolom 12: kode wilayah tidak dapat dibaca.\n"
            '  di_wilayah("Soppeng")\n'
            "             ^\n"
            'Ditemukan: `"Soppeng"`.\n'
            'Seharusnya: kode Kemendagri, misalnya "73.12" (kabupaten) atau "73.12.01.2001" (desa).'
        ),
    ),
]


@pytest.mark.parametrize(("text", "message"), MESSAGES, ids=[text[:40] for text, _ in MESSAGES])
def test_whole_message(text: str, message: str) -> None:
    assert refused(text) == message


BACKSLASHES = "\\" * 4_001
HEAVY = {
    "backslashes in an unclosed text": 'penghasilan_utama == "' + BACKSLASHES,
    "backslashes in a tripled text": 'penghasilan_utama == """' + BACKSLASHES + '"',
    "backslashes in a text of bytes": 'penghasilan_utama == b"' + BACKSLASHES + 'x"',
    "conditions in conditions": "(" * 19 + "rawan_pangan" + " ? true : false)" * 19,
    "divisors in divisors": "1 < " + "(desil / " * 19 + "desil" + ")" * 19,
    "lists in lists": "(" * 19 + "rawan_pangan" + " in [true, false])" * 19,
    "least of least": "1 < " + "terkecil(1, " * 30 + "desil" + ")" * 30,
    "many filters": "anggota" + ".filter(a, a.hamil)" * 200 + ".size() > 1",
    "many clauses": " && ".join(["desil <= 4"] * 350),
    "many additions": " + ".join(["desil"] * 600) + " > 1",
    "many dots": ".".join(["desil"] * 800),
    "a long name": "x" * 4_900,
    "a long function": "x" * 4_900 + "(desil)",
    "a long member": "anggota.exists(a, a." + "x" * 4_900 + ")",
    "a long number": "9" * 4_900 + " > desil",
    "a long fraction": "0." + "9" * 4_900 + " > desil",
    "brackets only": "(" * 5_000,
    "brackets in brackets": "(" * 1_200 + "true" + ")" * 1_200,
    "a long chain of methods": "anggota" + ".filter(a, true)" * 300,
    "lists of lists": "desil in " + "[" * 1_000 + "]" * 1_000,
    "signs only": "-" * 4_999 + "1",
    "questions only": "rawan_pangan ? " * 330,
    "commas only": "desil in [" + "1, " * 1_000 + "1]",
    "quotes only": "\"'" * 2_400,
    "comments only": "//" * 2_500,
}


@pytest.mark.parametrize("name", HEAVY)
def test_work_and_message_are_bounded(name: str) -> None:
    """Whatever its outcome, a rule of at most 5,000 letters costs calls in proportion and a short message."""
    text = HEAVY[name]
    assert len(text) <= 5_000
    messages: list[str] = []

    def parse() -> None:
        try:
            parse_rule(text, FAMILY, PARAMETERS)
        except RuleError as error:
            messages.append(str(error))

    parse_rule("desil <= 4", FAMILY, PARAMETERS)  # the grammar is read once
    assert calls_made(parse) < 20_000 + WORST_CALLS_PER_LETTER * len(text)
    assert all(len(message) < 1_000 for message in messages)


def test_completing_a_hopeless_text_is_bounded_too() -> None:
    for text in list(HEAVY.values())[::4]:
        assert calls_made(lambda text=text: completions(text, len(text), FAMILY, PARAMETERS)) < 40_000  # type: ignore[misc]


def test_an_unclosed_run_of_backslashes_is_told_before_the_grammar_reads_it() -> None:
    assert refused('penghasilan_utama == "' + BACKSLASHES).startswith("Baris 1, kolom 22: teks tidak ditutup.\n")
    assert refused('penghasilan_utama == """' + BACKSLASHES + '"').startswith("Baris 1, kolom 24: ")
    rule = parse_rule('penghasilan_utama == "\\\\ \\" it\'s"', FAMILY, PARAMETERS)
    assert '"\\\\ \\" it\'s"' in rule.canonical
