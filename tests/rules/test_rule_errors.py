"""Bad rules are refused at the place, in words that say what to write instead."""

import pytest

from rangkul.rules.errors import RuleError
from rangkul.rules.parse import parse_member_condition, parse_rule
from tests.rules.vocabularies import FAMILY, PARAMETERS

# rule, line, column, message, expected
BAD = [
    ("rawan_pngan", 1, 1, "fakta `rawan_pngan` tidak dikenal. Maksud Anda `rawan_pangan`?", "nama fakta yang dikenal"),
    (
        "punya_id_dtks &&\n  Desil <= 4",
        2,
        3,
        "fakta `Desil` tidak dikenal. Maksud Anda `desil`?",
        "nama fakta yang dikenal",
    ),
    (
        "desil = 4",
        1,
        7,
        "tanda `=` tidak dapat dipakai di sini.",
        "`==` untuk sama dengan, `>=` atau `<=` untuk batas",
    ),
    ("desil => 4", 1, 7, "tanda `=>` tidak dikenal.", "`>=`"),
    (
        'desil <= "4"',
        1,
        10,
        "bilangan bulat tidak dapat dibandingkan dengan teks.",
        "bilangan bulat di kedua sisi `<=`",
    ),
    ("desil + 1", 1, 1, "hasil aturan harus ya/tidak, bukan bilangan bulat.", "perbandingan, misalnya `desil <= 4`"),
    (
        "desil <= 4 &&",
        1,
        14,
        "aturan berhenti sebelum selesai.",
        "sebuah nilai: fakta, angka, teks, atau tanda kurung",
    ),
    ("desil <= 4 dan rawan_pangan", 1, 12, "`dan` tidak dapat berdiri di sini.", "`&&` untuk “dan”"),
    ("desil <= 4 & rawan_pangan", 1, 12, "tanda `&` tidak dapat dipakai di sini.", "`&&` untuk “dan”"),
    ("(desil <= 4", 1, 12, "aturan berhenti sebelum selesai.", "`)`"),
    (
        'penghasilan_utama == "petani',
        1,
        22,
        "teks tidak ditutup.",
        'teks yang ditutup dengan tanda kutip yang sama, misalnya "P"',
    ),
    (
        "penghasilan_utama == “petani”",
        1,
        22,
        "tanda `“` tidak dapat dipakai di sini.",
        'tanda kutip lurus, misalnya "P"',
    ),
    ("desil ≤ 4", 1, 7, "tanda `≤` tidak dapat dipakai di sini.", "`<=`"),
    ("desil == null", 1, 10, "`null` tidak dapat dibandingkan.", "`diketahui(fakta)` atau `!diketahui(fakta)`"),
    (
        "diketahu(desil)",
        1,
        1,
        "fungsi `diketahu` tidak dikenal. Maksud Anda `diketahui`?",
        (
            "`diketahui`, `tanggal`, `tanggal_acuan`, `umur`, `tambah_hari`, `hari_antara`, `bulan_antara`, `terkecil`, "
            "`terbesar`, `di_wilayah`"
        ),
    ),
    (
        "desil.exists(a, a.umur > 1)",
        1,
        1,
        "`exists` hanya untuk daftar anggota.",
        "`anggota.exists(a, a.umur >= 60)`",
    ),
    (
        "anggota.exists(a.umur > 60)",
        1,
        1,
        "`exists` memerlukan nama anggota dan sebuah ungkapan.",
        "`anggota.exists(a, a.umur >= 60)`",
    ),
    (
        "anggota.exists(a, a.umurr > 60)",
        1,
        19,
        "anggota tidak mempunyai fakta `umurr`. Maksud Anda `umur`?",
        "nama fakta anggota",
    ),
    (
        "anggota.exists(a, anggota.all(b, b.hamil))",
        1,
        19,
        "pertanyaan tentang anggota tidak dapat berada di dalam pertanyaan tentang anggota.",
        "dua pertanyaan terpisah yang digabung dengan `&&`",
    ),
    (
        "anggota.filter(a, a.hamil)",
        1,
        1,
        "`filter` menghasilkan daftar, bukan nilai.",
        "`.filter(a, a.umur < 7).size()`",
    ),
    (
        "anggota > 3",
        1,
        1,
        "daftar anggota bukan sebuah nilai.",
        "pertanyaan tentang anggota, misalnya `anggota.size()`",
    ),
    (
        "desil <= param.batas_desi",
        1,
        10,
        "parameter `batas_desi` tidak dikenal. Maksud Anda `batas_desil`?",
        "nama parameter yang dikenal",
    ),
    ("desil in []", 1, 10, "daftar kosong.", "paling sedikit satu nilai, misalnya `[1, 2]`"),
    (
        'desil in [1, "dua"]',
        1,
        14,
        "bilangan bulat dicari dalam daftar teks.",
        "daftar bilangan bulat",
    ),
    ("desil <= 4 && pendapatan", 1, 15, "bagian ini harus ya/tidak.", "syarat, misalnya dengan perbandingan `<=`"),
    ("rawan_pangan > true", 1, 1, "ya/tidak tidak mempunyai urutan.", "`==`, `!=` atau `in`"),
    (
        'terdaftar_sejak <= tanggal("2022-02-30")',
        1,
        28,
        "tanggal tidak dapat dibaca.",
        'tahun-bulan-hari yang ada di kalender, misalnya `tanggal("2022-01-31")`',
    ),
    ("umur(desil) > 60", 1, 6, "`umur` dihitung dari tanggal lahir.", "fakta berjenis tanggal"),
    ("desil % 2 == 0", 1, 1, "sisa bagi `%` tidak ada dalam bahasa aturan.", "`+`, `-`, `*` atau `/`"),
    ("desil <= 99999999999999999999", 1, 10, "bilangan terlalu besar.", "bilangan di bawah 9007199254740992"),
    ("{'a': 1}", 1, 1, "bentuk ini tidak ada dalam bahasa aturan.", ""),
    ("   ", 1, 1, "aturan masih kosong.", "sebuah syarat, misalnya `desil <= 4`"),
    ("(" * 100 + "rawan_pangan" + ")" * 100, 1, 42, "aturan terlalu bertingkat.", "paling banyak 40 tingkat kurung"),
    (
        "rawan_pangan || " * 400 + "rawan_pangan",
        1,
        1,
        "aturan terlalu panjang (6412 huruf).",
        "paling banyak 5000 huruf; pecah menjadi beberapa aturan",
    ),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "expected"), BAD, ids=[bad[0][:40] for bad in BAD])
def test_bad_rule_is_told_at_the_place(text: str, line: int, column: int, message: str, expected: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(text, FAMILY, PARAMETERS)
    error = caught.value
    assert (error.message, error.expected, error.line, error.column) == (message, expected, line, column)


def test_whole_message_shows_the_line_with_a_caret() -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule("punya_id_dtks\n  && rawan_pngan", FAMILY, PARAMETERS)
    assert str(caught.value) == (
        "Baris 2, kolom 6: fakta `rawan_pngan` tidak dikenal. Maksud Anda `rawan_pangan`?\n"
        "    && rawan_pngan\n"
        "       ^\n"
        "Ditemukan: `rawan_pngan`.\n"
        "Seharusnya: nama fakta yang dikenal."
    )


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "desil.__class__",
        "param.__dict__",
        "type(desil)",
        "size(anggota) > 1",
        "anggota[0].umur > 1",
        "r'x' == 'x'",
        "b'x' == 'x'",
        "1u == 1",
        ".desil == 1",
        "penghasilan_utama.matches('(a+)+$')",
        "desil.desil.desil",
        "umur(umur(desil)) > 1",
        " * ".join(["desil"] * 20) + " > 1",
    ],
)
def test_nothing_but_the_vocabulary_is_reached(text: str) -> None:
    with pytest.raises(RuleError):
        parse_rule(text, FAMILY, PARAMETERS)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a.umr < 7", 1, 1, "anggota tidak mempunyai fakta `umr`. Maksud Anda `umur`?"),
        ("a.hamil &&\n  a.umur < 'tujuh'", 2, 12, "bilangan bulat tidak dapat dibandingkan dengan teks."),
        ("a.umur", 1, 1, "bagian ini harus ya/tidak."),
        ("a.hamil && (a.umur < 7", 1, 23, "aturan berhenti sebelum selesai."),
        ("a.hamil) || anggota.exists(b, b.hamil", 1, 1, "ini bukan satu syarat tentang seorang anggota."),
        ("anggota.exists(b, b.hamil)", 1, 1, ""),
        ("  ", 1, 1, "syarat tentang anggota belum ditulis."),
    ],
)
def test_a_condition_about_a_member_is_told_at_its_own_place(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(RuleError) as told:
        parse_member_condition(text, FAMILY, PARAMETERS)
    assert (told.value.line, told.value.column) == (line, column)
    assert says in told.value.message
    assert "anggota.exists(a, a" not in str(told.value)


def test_a_condition_about_a_member_may_end_in_a_remark() -> None:
    rule = parse_member_condition("a.umur < param.batas_umur // catatan", FAMILY, PARAMETERS)
    assert rule.digest == parse_rule("anggota.exists(a, a.umur < param.batas_umur)", FAMILY, PARAMETERS).digest
