"""Vocabularies that the tests of the rules floor share."""

from datetime import date

from rangkul.rules.vocabulary import Fact, FactType, ParameterType, Vocabulary

AS_OF = date(2026, 11, 22)

FAMILY = Vocabulary(
    subject="family",
    facts=(
        Fact("desil", FactType.INT, "desil keluarga", "DTSEN triwulan II 2026", english="decile"),
        Fact("punya_id_dtks", FactType.BOOL, "ID DTKS", "DTKS", english="has_dtks_id"),
        Fact("rawan_pangan", FactType.BOOL, "keluarga rawan pangan", "asesmen", english="food_insecure"),
        Fact("penghasilan_utama", FactType.TEXT, "penghasilan utama", "data desa", english="main_income"),
        Fact("pendapatan", FactType.NUMBER, "pendapatan sebulan", "survei", english="income"),
        Fact("terdaftar_sejak", FactType.DATE, "tanggal terdaftar", "DTKS", english="listed_since"),
        Fact("kode_wilayah", FactType.TEXT, "kode wilayah", "data desa", nullable=False, english="area_code"),
    ),
    members=(
        Fact("umur", FactType.INT, "umur", "kartu keluarga", english="age"),
        Fact("tanggal_lahir", FactType.DATE, "tanggal lahir", "kartu keluarga", english="birth_date"),
        Fact("hamil", FactType.BOOL, "hamil", "posyandu", english="is_pregnant"),
        Fact("jenis_kelamin", FactType.TEXT, "jenis kelamin", "kartu keluarga", english="sex"),
        Fact("penghasilan", FactType.NUMBER, "penghasilan", "survei", english="earnings"),
        Fact("kusta", FactType.BOOL, "kondisi kesehatan", "asesmen", sensitive=True, english="has_leprosy"),
    ),
)

PERSON = Vocabulary(
    subject="person",
    facts=(
        Fact("tanggal_lahir", FactType.DATE, "tanggal lahir", "kartu keluarga"),
        Fact("kusta", FactType.BOOL, "kondisi kesehatan", "asesmen", sensitive=True),
        Fact("keluarga.desil", FactType.INT, "desil keluarga", "DTSEN triwulan II 2026"),
    ),
)

PARAMETERS = {
    "batas_desil": ParameterType.INT,
    "batas_umur": ParameterType.INT,
    "batas_pendapatan": ParameterType.NUMBER,
    "pekerjaan": ParameterType.TEXT_LIST,
    "mulai": ParameterType.DATE,
}
VALUES: dict[str, object] = {
    "batas_desil": 4,
    "batas_umur": 60,
    "batas_pendapatan": 1_500_000,
    "pekerjaan": ["petani", "nelayan"],
    "mulai": date(2022, 1, 1),
}
