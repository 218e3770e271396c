"""Explanations: the sentence of every kind of clause, masking, and JSON there and back."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from rangkul.rules.errors import FactValueError, ParameterError
from rangkul.rules.explain import Explanation, explain, sentence
from rangkul.rules.parse import parse_rule
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
    ("punya_id_dtks", {"punya_id_dtks": False}, [], "ID DTKS tidak ada: tidak terpenuhi"),
    ("punya_id_dtks", {"punya_id_dtks": True}, [], "ID DTKS ada: terpenuhi"),
    ("!punya_id_dtks", {"punya_id_dtks": False}, [], "ID DTKS tidak ada: terpenuhi"),
    ("rawan_pangan", {}, [], "Belum diketahui apakah keluarga rawan pangan: belum dapat dinilai"),
    ("rawan_pangan", {"rawan_pangan": True}, [], "Keluarga rawan pangan: terpenuhi"),
    ("rawan_pangan", {"rawan_pangan": False}, [], "Bukan keluarga rawan pangan: tidak terpenuhi"),
    ("diketahui(desil)", {}, [], "Desil keluarga belum diketahui: tidak terpenuhi"),
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
        "Tidak semua anggota keluarga memenuhi: umur 18 atau lebih (kecuali anggota ke-2): tidak terpenuhi",
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
            "Jumlah bulan penuh dari tanggal terdaftar sampai tanggal acuan 22 November 2026 2, batasnya 6 atau lebih: "
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
        "(yang terkecil dari jumlah anggota keluarga dan 4) dikali 2 4, batasnya 4 atau kurang: terpenuhi",
    ),
    (
        "(desil + 1) * 2 - (desil - 1) <= 6",
        {"desil": 2},
        [],
        "(desil keluarga ditambah 1) dikali 2 dikurangi (desil keluarga dikurangi 1) 5, batasnya 6 atau kurang: terpenuhi",
    ),
    ("desil > 1 || rawan_pangan", {"desil": 2}, [], "Salah satu syarat berikut harus terpenuhi: terpenuhi"),
]


@pytest.mark.requirement("R309")
@pytest.mark.parametrize(("text", "facts", "members", "expected"), SENTENCES)
def test_sentence_of_a_clause(
    text: str, facts: dict[str, object], members: list[dict[str, object]], expected: str
) -> None:
    (clause,) = told(text, facts, members).clauses
    assert sentence(clause) == expected


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
