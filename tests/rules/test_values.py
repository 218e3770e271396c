"""Values: numbers calculated from the facts of one subject or of everybody, for amounts and rankings."""

import ibis  # type: ignore[import-untyped,unused-ignore]
import pyarrow as pa
import pytest

from rangkul.rules.compile import compile_columns
from rangkul.rules.errors import ParameterError, RuleError
from rangkul.rules.explain import value_of
from rangkul.rules.parse import parse_rule, parse_value
from tests.rules.vocabularies import AS_OF, FAMILY, PARAMETERS, VALUES

FACTS: dict[str, object] = {"desil": 2, "punya_id_dtks": False, "pendapatan": 0.3}
MEMBERS: tuple[dict[str, object], ...] = (
    {"umur": 70, "hamil": False, "penghasilan": 0.1},
    {"umur": 3, "hamil": True, "penghasilan": 0.2},
    {"umur": 15, "hamil": True},
)

NUMBERS: list[tuple[str, float | int | None]] = [
    ("desil", 2),
    ("desil * 2 + 1", 5),
    ("desil / 4", 0.5),
    ("pendapatan", 0.3),
    ("punya_id_dtks ? 1 : 2.5", 2.5),
    ("rawan_pangan ? 1 : 2", None),
    ("terkecil(anggota.count(a, a.hamil), 1) * 3000000", 3_000_000),
    ("math.least(members.count(a, a.hamil), 1) * 3000000", 3_000_000),
    ("terkecil(3, 1, 2)", 1),
    ("terbesar(desil, 4.5)", 4.5),
    ("terbesar(desil, 1.5)", 2.0),
    ("terkecil(desil, anggota.sum(a, a.penghasilan))", None),
    ("anggota.filter(a, diketahui(a.penghasilan)).sum(a, a.penghasilan)", 0.3),
    ("anggota.filter(a, a.umur < 60).map(a, a.umur).sum()", 18),
    ("desil / (desil - 2)", None),
    ("9007199254740991 + desil", None),
    ("param.batas_desil * 1.5", 6.0),
    ("hari_antara(param.mulai, tanggal_acuan())", 1786),
    ("bulan_antara(param.mulai, tanggal_acuan())", 58),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_number_of_one_subject(text: str, expected: float | int | None) -> None:
    value = parse_value(text, FAMILY, PARAMETERS)
    found = value_of(value, facts=FACTS, members=MEMBERS, parameters=VALUES, as_of=AS_OF)
    assert found == expected
    assert type(found) is type(expected)
    assert parse_value(value.canonical, FAMILY, PARAMETERS).digest == value.digest


def test_a_column_per_value_beside_the_rules() -> None:
    subjects = ibis.memtable(pa.table({"id": ["a", "b", "c"], "desil": pa.array([1, None, 9], pa.int32())}))
    members = ibis.memtable(pa.table({"keluarga_id": ["a", "a", "b"], "umur": [70, 3, None]}))
    table = compile_columns(
        {"lansia": parse_rule("anggota.exists(a, a.umur >= 60)", FAMILY, PARAMETERS)},
        subjects=subjects,
        members=members,
        subject_key="id",
        member_subject_key="keluarga_id",
        parameters=VALUES,
        as_of=AS_OF,
        values={
            "jumlah": parse_value("terkecil(anggota.count(a, a.umur < 7), 1) * 500", FAMILY, PARAMETERS),
            "urut": parse_value("desil", FAMILY, PARAMETERS),
        },
    )
    assert table.columns == ("id", "lansia", "jumlah", "urut")
    assert [str(table[name].type()) for name in table.columns[1:]] == ["boolean", "float64", "float64"]
    rows = sorted(ibis.duckdb.connect().to_pyarrow(table).to_pylist(), key=lambda row: str(row["id"]))
    assert rows == [
        {"id": "a", "lansia": True, "jumlah": 500.0, "urut": 1.0},
        {"id": "b", "lansia": None, "jumlah": None, "urut": None},
        {"id": "c", "lansia": False, "jumlah": 0.0, "urut": 9.0},
    ]
    assert ibis.to_sql(table).count("GROUP BY") == 1


@pytest.mark.parametrize("name", ["id", "lansia", "lansia__1"])
def test_a_value_may_not_be_called_as_something_else(name: str) -> None:
    table = ibis.memtable(pa.table({"id": ["a"], "desil": [1]}))
    with pytest.raises(ValueError, match=f"Nama aturan `{name}`"):
        compile_columns(
            {"lansia": parse_rule("desil > 1", FAMILY, PARAMETERS)},
            subjects=table,
            members=None,
            subject_key="id",
            member_subject_key="keluarga_id",
            parameters={},
            as_of=AS_OF,
            clause_columns=True,
            values={name: parse_value("desil", FAMILY, PARAMETERS)},
        )


BAD = [
    (
        "desil <= 4",
        (
            "Baris 1, kolom 1: hasil perhitungan harus bilangan, bukan ya/tidak.\n"
            "  desil <= 4\n"
            "  ^\n"
            "Ditemukan: `desil <= 4`.\n"
            "Seharusnya: perhitungan, misalnya `param.tarif * 3` atau `syarat ? 1 : 0`."
        ),
    ),
    (
        " ",
        "Baris 1, kolom 1: aturan masih kosong.\n  \n  ^\nSeharusnya: sebuah perhitungan, misalnya `param.tarif * 3`.",
    ),
    (
        "terkecil(desil)",
        (
            "Baris 1, kolom 1: `terkecil` memerlukan 2 sampai 10 isi di dalam kurung.\n"
            "  terkecil(desil)\n"
            "  ^\n"
            "Ditemukan: 1 isi.\n"
            "Seharusnya: `terkecil(jumlah_anggota, 4)`."
        ),
    ),
    (
        "math.greatest(desil, rawan_pangan)",
        (
            "Baris 1, kolom 22: ya/tidak tidak dapat dicari yang terbesar.\n"
            "  math.greatest(desil, rawan_pangan)\n"
            "                       ^\n"
            "Ditemukan: `rawan_pangan` (ya/tidak).\n"
            "Seharusnya: bilangan."
        ),
    ),
    (
        "math.round(desil)",
        (
            "Baris 1, kolom 1: fungsi `math.round` tidak dikenal.\n"
            "  math.round(desil)\n"
            "  ^\n"
            "Ditemukan: `math.round(desil)`.\n"
            "Seharusnya: `math.least(a, b)` atau `math.greatest(a, b)`."
        ),
    ),
    (
        "anggota",
        (
            "Baris 1, kolom 1: daftar anggota bukan sebuah nilai.\n"
            "  anggota\n"
            "  ^\n"
            "Seharusnya: pertanyaan tentang anggota, misalnya `anggota.size()`."
        ),
    ),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_what_is_no_value_is_refused(text: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_value(text, FAMILY, PARAMETERS)
    assert str(caught.value) == message


def test_a_missing_parameter_is_named() -> None:
    value = parse_value("desil * param.batas_desil", FAMILY, PARAMETERS)
    with pytest.raises(ParameterError, match="Parameter `batas_desil` belum diberi nilai"):
        value_of(value, facts=FACTS, parameters={}, as_of=AS_OF)


def test_tiny_numbers_count_as_zero_in_calculations() -> None:
    """Products of them would vanish, which PostgreSQL takes for an error that stops everybody's answers."""
    tiny: dict[str, object] = {"pendapatan": 1e-300}
    for text in ("pendapatan * pendapatan * pendapatan", "pendapatan / 9000000000000000.0"):
        value = parse_value(text, FAMILY, PARAMETERS)
        assert value_of(value, facts=tiny, parameters={}, as_of=AS_OF) == 0.0
