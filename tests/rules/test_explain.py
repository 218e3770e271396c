"""Explanations: the sentence of every kind of clause, masking, and JSON there and back."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from rangkul.registry.vocabulary import FAMILY as REGISTRY_FAMILY
from rangkul.rules.errors import FactValueError, ParameterError
from rangkul.rules.explain import Explanation, explain, sentence
from rangkul.rules.parse import parse_rule
from rangkul.rules.vocabulary import ParameterType
from rangkul.rules.wording import Words
from tests.rules.vocabularies import AS_OF, FAMILY, PARAMETERS, PERSON, VALUES

SITI: dict[str, object] = {"_label": "Siti", "umur": 70, "hamil": False, "penghasilan": 250_000, "kusta": True}
BUDI: dict[str, object] = {"umur": 3, "tanggal_lahir": date(2023, 5, 1), "penghasilan": 0}


def told(
    text: str, facts: Mapping[str, object] | None = None, members: Sequence[Mapping[str, object]] = ()
) -> Explanation:
    return explain(
        parse_rule(text, FAMILY, PARAMETERS), facts=facts or {}, members=members, parameters=VALUES, as_of=AS_OF
    )


SENTENCES: list[tuple[str, dict[str, object], list[dict[str, object]], str]] = [
    ("desil <= 4", {"desil": 2}, [], "Desil keluarga 2, batasnya 4 atau kurang: terpenuhi"),
    ("4 < desil", {"desil": 2}, [], "Desil keluarga 2, batasnya lebih dari 4: tidak terpenuhi"),
    ("!(desil <= param.batas_desil)", {"desil": 2}, [], "Desil keluarga 2, batasnya lebih dari 4: tidak terpenuhi"),
    ("desil <= 4", {}, [], "Belum diketahui desil keluarga: belum dapat dinilai"),
    ("desil != 10", {"desil": 2}, [], "Desil keluarga 2, tidak boleh 10: terpenuhi"),
    ("punya_id_dtks", {"punya_id_dtks": False}, [], "ID DTKS tidak ada, syaratnya ID DTKS ada: tidak terpenuhi"),
    ("punya_id_dtks", {"punya_id_dtks": True}, [], "ID DTKS ada: terpenuhi"),
    ("!punya_id_dtks", {"punya_id_dtks": False}, [], "ID DTKS tidak ada: terpenuhi"),
    ("rawan_pangan", {}, [], "Belum diketahui apakah keluarga rawan pangan: belum dapat dinilai"),
    ("rawan_pangan", {"rawan_pangan": True}, [], "Keluarga rawan pangan: terpenuhi"),
    (
        "rawan_pangan",
        {"rawan_pangan": False},
        [],
        "Bukan keluarga rawan pangan, syaratnya keluarga rawan pangan: tidak terpenuhi",
    ),
    ("diketahui(desil)", {}, [], "Desil keluarga belum diketahui, harus sudah diketahui: tidak terpenuhi"),
    (
        "penghasilan_utama in param.pekerjaan",
        {"penghasilan_utama": "guru"},
        [],
        "Penghasilan utama guru, harus salah satu dari petani atau nelayan: tidak terpenuhi",
    ),
    (
        "pendapatan / anggota.size() < 1000000",
        {"pendapatan": 1_500_000.5},
        [SITI, BUDI],
        "Pendapatan sebulan dibagi jumlah anggota keluarga 750.000,25, batasnya kurang dari 1.000.000: terpenuhi",
    ),
    (
        "terdaftar_sejak <= param.mulai",
        {"terdaftar_sejak": date(2022, 3, 1)},
        [],
        "Tanggal terdaftar 1 Maret 2022, harus paling lambat 1 Januari 2022: tidak terpenuhi",
    ),
    (
        "anggota.exists(a, a.umur >= param.batas_umur)",
        {},
        [SITI, BUDI],
        "Ada anggota keluarga dengan umur 60 atau lebih (Siti): terpenuhi",
    ),
    (
        "anggota.exists(a, a.hamil)",
        {},
        [SITI, BUDI],
        "Belum diketahui apakah ada anggota keluarga dengan hamil: belum dapat dinilai",
    ),
    (
        "anggota.all(a, a.umur >= 18)",
        {},
        [SITI, BUDI],
        "Tidak semua anggota keluarga memenuhi: umur 18 atau lebih (kecuali anggota ke-2), syaratnya semua: tidak terpenuhi",
    ),
    (
        "anggota.sum(a, a.penghasilan) <= param.batas_pendapatan",
        {},
        [SITI, BUDI],
        "Jumlah penghasilan dari anggota keluarga 250.000, batasnya 1.500.000 atau kurang: terpenuhi",
    ),
    (
        "kode_wilayah.startsWith('73.12')",
        {"kode_wilayah": "73.12.01"},
        [],
        "Kode wilayah 73.12.01, harus berawalan 73.12: terpenuhi",
    ),
    (
        "!kode_wilayah.startsWith('73.12')",
        {"kode_wilayah": "73.12.01"},
        [],
        "Kode wilayah 73.12.01, tidak boleh berawalan 73.12: tidak terpenuhi",
    ),
    (
        "di_wilayah('73.12.01')",
        {"kode_wilayah": "73.12.02"},
        [],
        "Kode wilayah 73.12.02, harus di dalam wilayah 73.12.01: tidak terpenuhi",
    ),
    ("!di_wilayah('73.12.01')", {}, [], "Belum diketahui kode wilayah: belum dapat dinilai"),
    (
        "bulan_antara(terdaftar_sejak, tanggal_acuan()) >= 6",
        {"terdaftar_sejak": date(2026, 9, 1)},
        [],
        (
            "Jumlah bulan penuh dari tanggal terdaftar sampai tanggal acuan 22 November 2026 adalah 2, batasnya 6 atau lebih: "
            "tidak terpenuhi"
        ),
    ),
    (
        "tambah_hari(terdaftar_sejak, 90) <= tanggal_acuan()",
        {"terdaftar_sejak": date(2026, 1, 1)},
        [],
        "90 hari sesudah tanggal terdaftar 1 April 2026, harus paling lambat 22 November 2026: terpenuhi",
    ),
    (
        "terkecil(anggota.size(), 4) * 2 <= 4",
        {},
        [SITI, BUDI],
        "(yang terkecil dari jumlah anggota keluarga dan 4) dikali 2 adalah 4, batasnya 4 atau kurang: terpenuhi",
    ),
    (
        "(desil + 1) * 2 - (desil - 1) <= 6",
        {"desil": 2},
        [],
        "(desil keluarga ditambah 1) dikali 2 dikurangi (desil keluarga dikurangi 1) 5, batasnya 6 atau kurang: terpenuhi",
    ),
    # What is denied, and what is not known
    ("!diketahui(desil)", {"desil": 3}, [], "Desil keluarga sudah diketahui, harus belum diketahui: tidak terpenuhi"),
    ("!diketahui(desil)", {}, [], "Desil keluarga belum diketahui, harus belum diketahui: terpenuhi"),
    (
        "!diketahui(rawan_pangan)",
        {"rawan_pangan": False},
        [],
        "Sudah diketahui apakah keluarga rawan pangan, harus belum diketahui: tidak terpenuhi",
    ),
    ("!punya_id_dtks", {"punya_id_dtks": True}, [], "ID DTKS ada, syaratnya ID DTKS tidak ada: tidak terpenuhi"),
    (
        "!rawan_pangan",
        {},
        [],
        "Belum diketahui apakah keluarga rawan pangan, syaratnya bukan keluarga rawan pangan: belum dapat dinilai",
    ),
    (
        "rawan_pangan == false",
        {"rawan_pangan": True},
        [],
        "Keluarga rawan pangan, syaratnya bukan keluarga rawan pangan: tidak terpenuhi",
    ),
    ("!!rawan_pangan", {"rawan_pangan": True}, [], "Keluarga rawan pangan: terpenuhi"),
    (
        "!(penghasilan_utama in param.pekerjaan)",
        {"penghasilan_utama": "petani"},
        [],
        "Penghasilan utama petani, tidak boleh salah satu dari petani atau nelayan: tidak terpenuhi",
    ),
    (
        "!anggota.exists(a, a.umur >= 60)",
        {},
        [SITI, BUDI],
        "Ada anggota keluarga dengan umur 60 atau lebih (Siti), syaratnya tidak ada: tidak terpenuhi",
    ),
    ("!anggota.exists(a, a.umur >= 60)", {}, [BUDI], "Tidak ada anggota keluarga dengan umur 60 atau lebih: terpenuhi"),
    (
        "!anggota.exists(a, a.hamil)",
        {},
        [BUDI],
        "Belum diketahui apakah ada anggota keluarga dengan hamil, syaratnya tidak ada: belum dapat dinilai",
    ),
    (
        "!anggota.all(a, a.umur >= 18)",
        {},
        [SITI],
        "Semua anggota keluarga memenuhi: umur 18 atau lebih, syaratnya tidak semua: tidak terpenuhi",
    ),
    (
        "!anggota.all(a, a.umur >= 18)",
        {},
        [SITI, BUDI],
        "Tidak semua anggota keluarga memenuhi: umur 18 atau lebih (kecuali anggota ke-2): terpenuhi",
    ),
    (
        "anggota.exists(a, !(a.hamil && a.umur < 18))",
        {},
        [SITI],
        "Ada anggota keluarga dengan tidak hamil atau umur 18 atau lebih (Siti): terpenuhi",
    ),
    (
        "anggota.exists(a, !diketahui(a.hamil))",
        {},
        [BUDI],
        "Ada anggota keluarga dengan belum diketahui apakah hamil (anggota ke-1): terpenuhi",
    ),
    ("!(desil <= 4 && rawan_pangan)", {"desil": 9}, [], "Salah satu syarat berikut harus terpenuhi: terpenuhi"),
    ("!(desil <= 4 || rawan_pangan)", {"desil": 9}, [], "Semua syarat berikut harus terpenuhi: belum dapat dinilai"),
    ("desil > 1 || rawan_pangan", {"desil": 2}, [], "Salah satu syarat berikut harus terpenuhi: terpenuhi"),
]


@pytest.mark.requirement("R309")
@pytest.mark.parametrize(("text", "facts", "members", "expected"), SENTENCES)
def test_sentence_of_a_clause(
    text: str, facts: dict[str, object], members: list[dict[str, object]], expected: str
) -> None:
    (clause,) = told(text, facts, members).clauses
    assert sentence(clause) == expected


REQUIREMENTS: list[tuple[str, str]] = [
    ("!diketahui(desil)", "desil keluarga belum diketahui"),
    ("!(desil <= 4 && rawan_pangan)", "desil keluarga lebih dari 4 atau bukan keluarga rawan pangan"),
    ("!(desil <= 4 || !diketahui(desil))", "desil keluarga lebih dari 4 dan desil keluarga sudah diketahui"),
    (
        "!anggota.exists(a, a.umur < 7) && desil <= 4",
        "(tidak ada anggota keluarga dengan umur kurang dari 7) dan desil keluarga 4 atau kurang",
    ),
    (
        "!(desil == 1 ? rawan_pangan : punya_id_dtks)",
        "jika desil keluarga 1: bukan keluarga rawan pangan, jika tidak: ID DTKS tidak ada",
    ),
    ("!(penghasilan_utama in ['guru'])", "penghasilan utama bukan salah satu dari guru"),
    ("!kode_wilayah.startsWith('73')", "kode wilayah tidak berawalan 73"),
    ("!di_wilayah('73.12.01')", "kode wilayah di luar 73.12.01"),
    ("4 >= desil", "desil keluarga 4 atau kurang"),
    ("desil >= anggota.size()", "desil keluarga tidak kurang dari jumlah anggota keluarga"),
    ("anggota.count(a, a.umur < 7) >= 2", "jumlah anggota keluarga dengan umur kurang dari 7 adalah 2 atau lebih"),
    ("!(rawan_pangan == true)", "bukan keluarga rawan pangan"),
]


@pytest.mark.parametrize(("text", "expected"), REQUIREMENTS)
def test_requirement_in_words(text: str, expected: str) -> None:
    rule = parse_rule(text, FAMILY, PARAMETERS)
    assert Words(FAMILY, {}, AS_OF).condition(rule.root) == expected


def test_what_is_denied_as_a_whole_is_told_part_by_part() -> None:
    (clause,) = told("!(desil <= 4 && !rawan_pangan)", {"desil": 9, "rawan_pangan": False}).clauses
    assert (clause.operator, clause.text, clause.result) == ("any", "!(desil <= 4 && !rawan_pangan)", True)
    assert [(each.text, each.sentence) for each in clause.children] == [
        ("!(desil <= 4)", "Desil keluarga 9, batasnya lebih dari 4: terpenuhi"),
        ("!(!rawan_pangan)", "Bukan keluarga rawan pangan, syaratnya keluarga rawan pangan: tidak terpenuhi"),
    ]


def test_codes_are_told_by_their_labels() -> None:
    text = "mata_pencaharian in param.jenis && anggota.exists(a, a.hubungan != 'HEAD')"
    rule = parse_rule(text, REGISTRY_FAMILY, {"jenis": ParameterType.TEXT_LIST})
    given: dict[str, object] = {"jenis": ["PERDAGANGAN_JASA", "LAIN"]}
    explanation = explain(rule, facts={"mata_pencaharian": "PERTANIAN"}, parameters=given, as_of=AS_OF)
    first, second = explanation.clauses
    assert first.sentence == (
        "Mata pencaharian pokok keluarga pertanian, harus salah satu dari perdagangan/jasa atau lain-lain: tidak terpenuhi"
    )
    assert "HEAD" not in second.sentence
    assert (first.facts[0].value, first.facts[0].shown) == ("PERTANIAN", "pertanian")
    assert explanation.shown == {"jenis": "perdagangan/jasa, lain-lain"}
    assert Explanation.from_json(json.loads(json.dumps(explanation.to_json()))) == explanation


def test_clauses_keep_text_facts_sources_and_members() -> None:
    explanation = told("desil<=4 && anggota.exists( a, a.umur>=60 )", {"desil": 2}, [SITI, BUDI])
    desil, elderly = explanation.clauses
    assert (desil.text, elderly.text) == ("desil<=4", "anggota.exists( a, a.umur>=60 )")
    assert [(fact.label, fact.value, fact.source) for fact in desil.facts] == [
        ("desil keluarga", 2, "DTSEN triwulan II 2026")
    ]
    assert [(member.index, member.label, member.result) for member in elderly.members] == [
        (0, "Siti", True),
        (1, "anggota ke-2", False),
    ]
    assert explanation.result is True


@pytest.mark.requirement("R309")
def test_explanation_survives_json() -> None:
    text = "desil <= 4 && (rawan_pangan || terdaftar_sejak > param.mulai) && anggota.count(a, a.kusta) > 0"
    explanation = told(text, {"terdaftar_sejak": date(2023, 1, 2)}, [SITI])
    assert Explanation.from_json(json.loads(json.dumps(explanation.to_json()))) == explanation


def test_sensitive_clause_can_be_told_without_its_content() -> None:
    explanation = told("desil <= 4 && anggota.exists(a, a.kusta)", {"desil": 2}, [SITI])
    _, health = explanation.clauses
    assert sentence(health) == "Ada anggota keluarga dengan kondisi kesehatan (Siti): terpenuhi"
    assert sentence(health, reveal_sensitive=False) == "Syarat kondisi kesehatan (dirahasiakan)"
    kept = json.dumps(explanation.masked().to_json())
    assert "dirahasiakan" in kept
    assert "kusta" not in kept
    assert "Siti" not in kept
    assert "Desil keluarga 2" in kept


def test_person_sees_the_facts_of_the_family() -> None:
    rule = parse_rule("keluarga.desil <= 4 && umur(tanggal_lahir) >= 60", PERSON, {})
    facts: dict[str, object] = {"keluarga.desil": 3, "tanggal_lahir": date(1966, 11, 23)}
    explanation = explain(rule, facts=facts, parameters={}, as_of=AS_OF)
    assert [sentence(clause) for clause in explanation.clauses] == [
        "Desil keluarga 3, batasnya 4 atau kurang: terpenuhi",
        "Umur 59, batasnya 60 atau lebih: tidak terpenuhi",
    ]
    by_column: dict[str, object] = {"keluarga_desil": 3, "tanggal_lahir": date(1966, 11, 22)}
    assert explain(rule, facts=by_column, parameters={}, as_of=AS_OF).result is True


def test_values_of_another_type_are_refused() -> None:
    with pytest.raises(FactValueError, match="Fakta `desil` harus berupa bilangan bulat; ditemukan str '2'"):
        told("desil <= 4", {"desil": "2"})
    with pytest.raises(FactValueError) as secret:
        told("anggota.exists(a, a.kusta)", {}, [{"kusta": "lepra"}])
    assert "lepra" not in str(secret.value)
    rule = parse_rule("desil <= param.batas_desil", FAMILY, PARAMETERS)
    with pytest.raises(ParameterError, match="Parameter `batas_desil` belum diberi nilai"):
        explain(rule, facts={}, parameters={}, as_of=AS_OF)
    with pytest.raises(ParameterError, match="Parameter `batas_desil` harus berupa bilangan bulat; ditemukan None"):
        explain(rule, facts={}, parameters={"batas_desil": None}, as_of=AS_OF)
