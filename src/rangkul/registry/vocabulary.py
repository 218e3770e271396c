"""The words a rule may use about a family, a person or an institution, their meaning in Indonesian and their source.

Two kinds of absence differ: a condition, membership or identity without a row in force is no ("tidak tercatat"); a decile,
an age, a sex, a marital status or a livelihood that nobody recorded is unknown. Conditions that only an officer with
`registry.person.view_health` may see (`enums.SENSITIVE_CONDITIONS`) are sensitive facts.
"""

from dataclasses import replace
from typing import Any

from rangkul.registry.enums import ConditionKind, Livelihood, MaritalStatus, NikStatus, Relation, Sex
from rangkul.rules.vocabulary import Fact, FactType, Vocabulary

_CONDITIONS = "kondisi yang tercatat di registri"
_MEMBERSHIPS = "kepesertaan program luar di registri"
_CARD = "kartu keluarga di registri"
_PERSON = "data diri di registri"


def _yes_no(name: str, label: str, source: str, *, yes: str, no: str, english: str, sensitive: bool = False) -> Fact:
    return Fact(
        name, FactType.BOOL, label, source,
        nullable=False, sensitive=sensitive, when_true=yes, when_false=no, english=english,
    )  # fmt: skip


_FAMILY_FACTS = (
    Fact(
        "desil", FactType.INT, "desil keluarga", "peringkat kesejahteraan terakhir yang diimpor (DTSEN/DTKS)",
        english="decile",
    ),
    _yes_no(
        "punya_id_dtks", "ID DTKS keluarga", "ID DTKS yang berlaku pada keluarga atau seorang anggotanya",
        yes="ID DTKS keluarga ada", no="ID DTKS keluarga tidak ada", english="has_dtks_id",
    ),
    _yes_no(
        "terdaftar_dtsen", "terdaftar di DTSEN", "status DTSEN yang berlaku",
        yes="keluarga terdaftar di DTSEN", no="keluarga tidak terdaftar di DTSEN", english="listed_in_dtsen",
    ),
    _yes_no(
        "rawan_pangan", "keluarga rawan pangan", _CONDITIONS,
        yes="keluarga tercatat rawan pangan", no="keluarga tidak tercatat rawan pangan", english="food_insecure",
    ),
    Fact("mata_pencaharian", FactType.TEXT, "mata pencaharian pokok keluarga", _CARD, english="livelihood"),
    Fact("jumlah_anggota", FactType.INT, "jumlah anggota keluarga", _CARD, nullable=False, english="member_count"),
    _yes_no(
        "menerima_pkh", "penerima PKH", _MEMBERSHIPS, yes="keluarga menerima PKH", no="keluarga tidak menerima PKH",
        english="receives_pkh",
    ),
    _yes_no(
        "menerima_bpnt", "penerima BPNT/Sembako", _MEMBERSHIPS,
        yes="keluarga menerima BPNT/Sembako", no="keluarga tidak menerima BPNT/Sembako", english="receives_bpnt",
    ),
    _yes_no(
        "menerima_blt_dd", "penerima BLT Dana Desa", _MEMBERSHIPS,
        yes="keluarga menerima BLT Dana Desa", no="keluarga tidak menerima BLT Dana Desa", english="receives_blt_dd",
    ),
    _yes_no(
        "menerima_kks", "pemegang KKS", _MEMBERSHIPS, yes="keluarga memegang KKS", no="keluarga tidak memegang KKS",
        english="holds_kks",
    ),
    Fact("kode_wilayah", FactType.TEXT, "wilayah tempat tinggal keluarga", _CARD, nullable=False, english="area_code"),
)  # fmt: skip

_PERSON_FACTS = (
    Fact("umur", FactType.INT, "umur", "tanggal lahir di registri", english="age"),
    Fact("jenis_kelamin", FactType.TEXT, "jenis kelamin", _PERSON, english="sex"),
    Fact("hubungan", FactType.TEXT, "hubungan dengan kepala keluarga", _CARD, english="relation"),
    Fact("status_kawin", FactType.TEXT, "status perkawinan", _PERSON, english="marital_status"),
    _yes_no(
        "disabilitas", "penyandang disabilitas", _CONDITIONS, sensitive=True,
        yes="tercatat sebagai penyandang disabilitas", no="tidak tercatat sebagai penyandang disabilitas",
        english="has_disability",
    ),
    Fact(
        "jenis_disabilitas", FactType.TEXT, "jenis disabilitas", _CONDITIONS, sensitive=True,
        english="disability_type",
    ),
    Fact(
        "tingkat_disabilitas", FactType.TEXT, "tingkat disabilitas", _CONDITIONS, sensitive=True,
        english="disability_severity",
    ),
    _yes_no(
        "butuh_alat_bantu", "membutuhkan alat bantu", _CONDITIONS, sensitive=True,
        yes="tercatat membutuhkan alat bantu", no="tidak tercatat membutuhkan alat bantu", english="needs_device",
    ),
    _yes_no(
        "kusta", "penyandang kusta", _CONDITIONS, sensitive=True,
        yes="tercatat sebagai penyandang kusta", no="tidak tercatat sebagai penyandang kusta", english="has_leprosy",
    ),
    _yes_no(
        "hamil", "hamil", _CONDITIONS, sensitive=True, yes="tercatat hamil", no="tidak tercatat hamil",
        english="is_pregnant",
    ),
    _yes_no(
        "lansia_terlantar", "lansia terlantar", _CONDITIONS,
        yes="tercatat sebagai lansia terlantar", no="tidak tercatat sebagai lansia terlantar",
        english="neglected_elderly",
    ),
    _yes_no(
        "anak_terlantar", "anak terlantar", _CONDITIONS,
        yes="tercatat sebagai anak terlantar", no="tidak tercatat sebagai anak terlantar", english="neglected_child",
    ),
    _yes_no(
        "menerima_pbi", "peserta PBI-JK", _MEMBERSHIPS, yes="menjadi peserta PBI-JK", no="bukan peserta PBI-JK",
        english="receives_pbi",
    ),
    _yes_no(
        "menerima_kip", "penerima KIP", _MEMBERSHIPS, yes="menerima KIP", no="tidak menerima KIP",
        english="receives_kip",
    ),
    _yes_no(
        "punya_id_dtks", "ID DTKS", "ID DTKS yang berlaku atas nama orang ini",
        yes="ID DTKS ada", no="ID DTKS tidak ada", english="has_dtks_id",
    ),
    Fact("status_nik", FactType.TEXT, "status NIK", _PERSON, nullable=False, english="nik_status"),
)  # fmt: skip


def _of_family(fact: Fact) -> Fact:
    """A family's fact as seen from one of its members; unknown for a person without a family."""
    return replace(fact, name=f"keluarga.{fact.name}", english=f"family.{fact.english}", nullable=True)


_PARAMETERS = {
    "desil_tertinggi": "desil tertinggi",
    "umur_lansia": "umur lansia",
    "mata_pencaharian_uep": "mata pencaharian sasaran UEP",
}

FAMILY = Vocabulary(
    "family",
    (*_FAMILY_FACTS, Fact("anggota", FactType.MEMBERS, "anggota keluarga", _CARD, nullable=False, english="members")),
    members=_PERSON_FACTS,
    parameter_labels=_PARAMETERS,
)
PERSON = Vocabulary("person", (*_PERSON_FACTS, *map(_of_family, _FAMILY_FACTS)), parameter_labels=_PARAMETERS)
INSTITUTION = Vocabulary(
    "institution",
    (
        Fact("jenis", FactType.TEXT, "jenis lembaga", "direktori lembaga", nullable=False, english="kind"),
        _yes_no(
            "terdaftar", "terdaftar", "tanda daftar yang berlaku pada hari itu",
            yes="lembaga memiliki tanda daftar yang berlaku", no="lembaga tidak memiliki tanda daftar yang berlaku",
            english="is_registered",
        ),
        Fact(
            "jumlah_klien", FactType.INT, "jumlah orang yang dilayani lembaga", "direktori lembaga", nullable=False,
            english="client_count",
        ),
    ),
    parameter_labels=_PARAMETERS,
)  # fmt: skip

BY_SUBJECT: dict[str, Vocabulary] = {"family": FAMILY, "person": PERSON, "institution": INSTITUTION}

VALUES_OF: dict[str, Any] = {
    "mata_pencaharian": Livelihood,
    "jenis_kelamin": Sex,
    "hubungan": Relation,
    "status_kawin": MaritalStatus,
    "status_nik": NikStatus,
}
"""Code lists behind the text facts, for the catalogue's documentation of the vocabulary."""

CONDITION_FACTS: dict[str, ConditionKind] = {
    "disabilitas": ConditionKind.DISABILITY,
    "butuh_alat_bantu": ConditionKind.DEVICE_NEEDED,
    "kusta": ConditionKind.LEPROSY,
    "hamil": ConditionKind.PREGNANT,
    "lansia_terlantar": ConditionKind.NEGLECTED_ELDERLY,
    "anak_terlantar": ConditionKind.NEGLECTED_CHILD,
}
"""Which dated condition stands behind a person's yes/no fact."""
