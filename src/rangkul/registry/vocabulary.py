"""The words a rule may use about a family, a person or an institution, their meaning in Indonesian and their source.

Two kinds of absence differ: a condition, mark, membership or identity without a row in force is no ("tidak tercatat"); a
decile, an age, a sex, a livelihood, an occupation or an answer of a form that nobody recorded is unknown. What only an
officer with `registry.person.view_health` may see (`enums.SENSITIVE_CONDITIONS`, sensitive groups, health) is sensitive.
Every fact has its English word beside the Indonesian one; a rule may use either.
"""

import re
from dataclasses import replace
from functools import cache, partial
from typing import Any

from django.utils import translation

from rangkul.registry.enums import (
    ConditionKind,
    DisabilityType,
    HealthStatus,
    Livelihood,
    MaritalStatus,
    NikStatus,
    Relation,
    Severity,
    Sex,
    Source,
)
from rangkul.registry.form_facts import Floor, House, Roof, SchoolLevel, Toilet, Wall
from rangkul.registry.groups import FAMILY as A_FAMILY
from rangkul.registry.groups import PERSON as A_PERSON
from rangkul.registry.groups import GroupType, every_type
from rangkul.rules.vocabulary import Fact, FactType, Vocabulary

_CONDITIONS = "kondisi yang tercatat di registri"
_MEMBERSHIPS = "kepesertaan program luar di registri"
_CARD = "kartu keluarga di registri"
_PERSON = "data diri di registri"
_DECILE = "peringkat kesejahteraan terakhir yang diimpor (DTSEN/DTKS)"
_HOUSE = "formulir terakhir tentang keluarga (PBDT, RUTA, Regsosek)"
_SCHOOL = "formulir terakhir tentang orangnya (PBDT, ART, Regsosek) atau daftar PIP"
_WORK = "pekerjaan di registri, atau status pekerjaan pada formulir (PBDT, ART, Regsosek)"
_HEALTH = "data kesehatan dari puskesmas, posyandu atau e-PPGBM"
_PROFILE = "profil disabilitas di registri"
_GROUPS = "daftar PPKS/PSKS di registri"


VALUES_OF: dict[str, Any] = {
    "mata_pencaharian": Livelihood,
    "jenis_kelamin": Sex,
    "hubungan": Relation,
    "status_kawin": MaritalStatus,
    "status_nik": NikStatus,
    "jenis_disabilitas": DisabilityType,
    "tingkat_disabilitas": Severity,
    "status_gizi": HealthStatus,
    "jenjang_sekolah": SchoolLevel,
    "sumber_desil": Source,
    "status_rumah": House,
    "lantai": Floor,
    "dinding": Wall,
    "atap": Roof,
    "jamban": Toilet,
}
"""Code lists behind the text facts, for the catalogue's documentation of the vocabulary."""


@cache
def labels_of(name: str) -> dict[str, str]:
    """The code list behind a text fact as {code: Indonesian label}, whatever language the page has."""
    with translation.override("id"):
        return {str(code): str(label) for code, label in VALUES_OF[name].choices}


def _yes_no(
    name: str,
    english: str,
    label: str,
    source: str,
    *,
    yes: str,
    no: str,
    sensitive: bool = False,
    nullable: bool = False,
) -> Fact:
    return Fact(
        name, FactType.BOOL, label, source, nullable=nullable, sensitive=sensitive, when_true=yes, when_false=no,
        english=english,
    )  # fmt: skip


def _text(name: str, english: str, label: str, source: str, *, nullable: bool = True, sensitive: bool = False) -> Fact:
    labels = partial(labels_of, name) if name in VALUES_OF else None
    return Fact(
        name, FactType.TEXT, label, source, nullable=nullable, sensitive=sensitive, english=english, labels=labels
    )


def _receives(name: str, english: str, what: str) -> Fact:
    return _yes_no(
        name,
        english,
        f"penerima {what}",
        _MEMBERSHIPS,
        yes=f"keluarga menerima {what}",
        no=f"keluarga tidak menerima {what}",
    )


_FAMILY_FACTS: tuple[Fact, ...] = (
    Fact("desil", FactType.INT, "desil keluarga", _DECILE, english="decile"),
    _text("sumber_desil", "decile_source", "sumber desil keluarga", _DECILE),
    Fact("desil_sejak", FactType.DATE, "tanggal mulai berlakunya desil keluarga", _DECILE, english="decile_since"),
    _yes_no(
        "punya_id_dtks", "has_dtks_id", "ID DTKS keluarga", "ID DTKS yang berlaku pada keluarga atau seorang anggotanya",
        yes="ID DTKS keluarga ada", no="ID DTKS keluarga tidak ada",
    ),
    _yes_no(
        "terdaftar_dtsen", "listed_in_dtsen", "terdaftar di DTSEN", "status DTSEN yang berlaku",
        yes="keluarga terdaftar di DTSEN", no="keluarga tidak terdaftar di DTSEN",
    ),
    _yes_no(
        "rawan_pangan", "food_insecure", "keluarga rawan pangan", _CONDITIONS,
        yes="keluarga tercatat rawan pangan", no="keluarga tidak tercatat rawan pangan",
    ),
    _text("mata_pencaharian", "livelihood", "mata pencaharian pokok keluarga", _CARD),
    Fact("jumlah_anggota", FactType.INT, "jumlah anggota keluarga", _CARD, nullable=False, english="member_count"),
    _receives("menerima_pkh", "receives_pkh", "PKH"),
    _receives("menerima_bpnt", "receives_bpnt", "BPNT/Sembako"),
    _receives("menerima_blt_dd", "receives_blt_dd", "BLT Dana Desa"),
    _yes_no(
        "menerima_kks", "holds_kks", "pemegang KKS", _MEMBERSHIPS,
        yes="keluarga memegang KKS", no="keluarga tidak memegang KKS",
    ),
    _receives("menerima_program_lain", "receives_other", "program luar yang lain"),
    _text("status_rumah", "house_status", "status penguasaan rumah", _HOUSE),
    _text("lantai", "floor", "jenis lantai terluas", _HOUSE),
    _text("dinding", "wall", "jenis dinding terluas", _HOUSE),
    _text("atap", "roof", "jenis atap terluas", _HOUSE),
    _text("jamban", "toilet", "tempat buang air besar", _HOUSE),
    _text("kode_wilayah", "area_code", "wilayah tempat tinggal keluarga", _CARD, nullable=False),
)  # fmt: skip

_PERSON_FACTS: tuple[Fact, ...] = (
    Fact("umur", FactType.INT, "umur", "tanggal lahir di registri", english="age"),
    _text("jenis_kelamin", "sex", "jenis kelamin", _PERSON),
    _text("hubungan", "relation", "hubungan dengan kepala keluarga", _CARD),
    Fact(
        "urutan_termuda", FactType.INT, "urutan dari yang termuda dalam keluarga", "tanggal lahir dan kartu keluarga di registri",
        english="youngest_place",
    ),
    _text("status_kawin", "marital_status", "status perkawinan", _PERSON),
    _yes_no(
        "disabilitas", "has_disability", "penyandang disabilitas", _CONDITIONS, sensitive=True,
        yes="tercatat sebagai penyandang disabilitas", no="tidak tercatat sebagai penyandang disabilitas",
    ),
    _text("jenis_disabilitas", "disability_type", "jenis disabilitas", _CONDITIONS, sensitive=True),
    _text("tingkat_disabilitas", "disability_severity", "tingkat disabilitas", _CONDITIONS, sensitive=True),
    _yes_no(
        "disabilitas_tervalidasi", "disability_validated", "profil disabilitas yang sudah divalidasi", _PROFILE, sensitive=True,
        yes="profil disabilitasnya sudah divalidasi", no="profil disabilitasnya belum divalidasi",
    ),
    _yes_no(
        "butuh_alat_bantu", "needs_device", "membutuhkan alat bantu", _CONDITIONS, sensitive=True,
        yes="tercatat membutuhkan alat bantu", no="tidak tercatat membutuhkan alat bantu",
    ),
    _yes_no(
        "kusta", "has_leprosy", "penyandang kusta", _CONDITIONS, sensitive=True,
        yes="tercatat sebagai penyandang kusta", no="tidak tercatat sebagai penyandang kusta",
    ),
    _yes_no(
        "penyakit_kronis", "has_chronic_illness", "berpenyakit kronis", _CONDITIONS, sensitive=True,
        yes="tercatat berpenyakit kronis", no="tidak tercatat berpenyakit kronis",
    ),
    _yes_no("hamil", "is_pregnant", "hamil", _CONDITIONS, sensitive=True, yes="tercatat hamil", no="tidak tercatat hamil"),
    _yes_no(
        "hamil_berisiko", "has_risky_pregnancy", "kehamilan berisiko", _HEALTH, sensitive=True,
        yes="tercatat hamil dengan risiko tinggi atau kurang energi kronis", no="tidak tercatat hamil berisiko",
    ),
    _text("status_gizi", "nutrition", "status gizi pada pemeriksaan setahun terakhir", _HEALTH, sensitive=True),
    _yes_no(
        "lansia_terlantar", "neglected_elderly", "lansia terlantar", _CONDITIONS,
        yes="tercatat sebagai lansia terlantar", no="tidak tercatat sebagai lansia terlantar",
    ),
    _yes_no(
        "anak_terlantar", "neglected_child", "anak terlantar", _CONDITIONS,
        yes="tercatat sebagai anak terlantar", no="tidak tercatat sebagai anak terlantar",
    ),
    _yes_no(
        "menerima_pbi", "receives_pbi", "peserta PBI-JK", _MEMBERSHIPS, yes="menjadi peserta PBI-JK", no="bukan peserta PBI-JK"
    ),
    _yes_no("menerima_kip", "receives_kip", "penerima KIP", _MEMBERSHIPS, yes="menerima KIP", no="tidak menerima KIP"),
    _yes_no(
        "masih_sekolah", "is_in_school", "masih sekolah", _SCHOOL, nullable=True, yes="masih sekolah", no="tidak bersekolah (lagi)"
    ),
    _text("jenjang_sekolah", "school_level", "jenjang sekolah tertinggi yang pernah atau sedang diduduki", _SCHOOL),
    _yes_no(
        "aparatur_negara", "is_public_servant", "ASN, TNI, Polri, pegawai BUMN/BUMD atau pejabat", _WORK, nullable=True,
        yes="bekerja sebagai ASN, TNI, Polri, pegawai BUMN/BUMD atau pejabat",
        no="bukan ASN, TNI, Polri, pegawai BUMN/BUMD atau pejabat",
    ),
    _yes_no(
        "pensiunan", "is_pensioner", "pensiunan", "pekerjaan di registri", nullable=True, yes="pensiunan", no="bukan pensiunan"
    ),
    _yes_no(
        "punya_id_dtks", "has_dtks_id", "ID DTKS", "ID DTKS yang berlaku atas nama orang ini",
        yes="ID DTKS ada", no="ID DTKS tidak ada",
    ),
    _text("status_nik", "nik_status", "status NIK", _PERSON, nullable=False),
)  # fmt: skip

_ENGLISH_GROUPS = {
    "ABT": "neglected_infant", "AT": "neglected_minor", "ABH": "child_facing_law", "AJ": "street_child",
    "ADK": "child_with_disability", "AKTK": "abused_child", "AMPK": "child_needing_protection",
    "LUT": "neglected_aged", "PD": "with_disability", "TS": "sex_worker", "GLD": "homeless", "PGM": "beggar",
    "PMLG": "scavenger", "KM": "minority", "BWBLP": "former_inmate", "ODHA": "hiv", "NAPZA": "drug_victim",
    "KTFK": "trafficking_victim", "KTK": "violence_victim", "PMBS": "troubled_migrant", "KBA": "natural_disaster_victim",
    "KBS": "social_disaster_victim", "PRSE": "vulnerable_woman", "FM": "destitute", "KBSP": "troubled_family",
    "KAT": "remote_community", "PEKSOS": "social_worker", "PSM": "community_social_worker", "TAGANA": "disaster_cadet",
    "PIONIR": "pioneer_family", "WPKS": "woman_leader", "PENSOS": "social_educator", "TKSK": "kecamatan_social_worker",
}  # fmt: skip


def _group_name(kind: GroupType) -> str:
    """`ppks_lanjut_usia_terlantar`: the name of the list and of the type."""
    return f"{kind.kind.lower()}_{re.sub(r'[^a-z0-9]+', '_', kind.name.lower()).strip('_')}"


def _groups_of(about: str) -> dict[str, GroupType]:
    return {each.code: each for each in every_type() if about in each.about}


def _group_fact(kind: GroupType, about: str) -> Fact:
    what = kind.name if kind.name[1].isupper() else kind.name[0].lower() + kind.name[1:]
    whose = "" if about == A_PERSON else "keluarga atau anggotanya "
    return _yes_no(
        _group_name(kind), f"{kind.kind.lower()}_{_ENGLISH_GROUPS[kind.code]}", f"{kind.kind}: {what}", _GROUPS,
        sensitive=kind.is_sensitive, yes=f"{whose}tercatat sebagai {what}", no=f"{whose}tidak tercatat sebagai {what}",
    )  # fmt: skip


PERSON_GROUPS = {code: _group_name(kind) for code, kind in _groups_of(A_PERSON).items()}
FAMILY_GROUPS = {code: _group_name(kind) for code, kind in _groups_of(A_FAMILY).items()}
"""Facts about marks of the official lists: {code of the type: name of the fact}; a family's hold for a member's too."""

_FAMILY_FACTS += tuple(_group_fact(kind, A_FAMILY) for kind in _groups_of(A_FAMILY).values())
_PERSON_FACTS += tuple(_group_fact(kind, A_PERSON) for kind in _groups_of(A_PERSON).values())


def _of_family(fact: Fact) -> Fact:
    """A family's fact as seen from one of its members; unknown for a person without a family."""
    return replace(fact, name=f"keluarga.{fact.name}", english=f"family.{fact.english}", nullable=True)


_PARAMETERS = {
    "atap_buruk": "jenis atap yang tidak layak",
    "desil_tertinggi": "desil tertinggi",
    "dinding_buruk": "jenis dinding yang tidak layak",
    "jenjang": "jenjang sekolah sasaran",
    "lantai_buruk": "jenis lantai yang tidak layak",
    "mata_pencaharian_uep": "mata pencaharian sasaran UEP",
    "umur_anak": "umur anak tertinggi",
    "umur_dini": "umur anak usia dini tertinggi",
    "umur_lansia": "umur lansia",
    "umur_produktif": "umur produktif terendah",
    "umur_produktif_akhir": "umur produktif tertinggi",
    "umur_sekolah": "umur sekolah terendah",
    "umur_sekolah_akhir": "umur sekolah tertinggi",
}

FAMILY = Vocabulary(
    "family",
    (
        *_FAMILY_FACTS,
        Fact("anggota", FactType.MEMBERS, "anggota keluarga", _CARD, nullable=False, english="members"),
    ),
    members=_PERSON_FACTS,
    parameter_labels=_PARAMETERS,
)
PERSON = Vocabulary("person", (*_PERSON_FACTS, *map(_of_family, _FAMILY_FACTS)), parameter_labels=_PARAMETERS)
INSTITUTION = Vocabulary(
    "institution",
    (
        _text("jenis", "kind", "jenis lembaga", "direktori lembaga", nullable=False),
        _yes_no(
            "terdaftar", "is_registered", "terdaftar", "tanda daftar yang berlaku pada hari itu",
            yes="lembaga memiliki tanda daftar yang berlaku", no="lembaga tidak memiliki tanda daftar yang berlaku",
        ),
        Fact(
            "jumlah_klien", FactType.INT, "jumlah orang yang dilayani lembaga", "direktori lembaga", nullable=False,
            english="client_count",
        ),
    ),
    parameter_labels=_PARAMETERS,
)  # fmt: skip

BY_SUBJECT: dict[str, Vocabulary] = {"family": FAMILY, "person": PERSON, "institution": INSTITUTION}

CONDITION_FACTS: dict[str, ConditionKind] = {
    "disabilitas": ConditionKind.DISABILITY,
    "butuh_alat_bantu": ConditionKind.DEVICE_NEEDED,
    "kusta": ConditionKind.LEPROSY,
    "penyakit_kronis": ConditionKind.CHRONIC_ILLNESS,
    "hamil": ConditionKind.PREGNANT,
    "lansia_terlantar": ConditionKind.NEGLECTED_ELDERLY,
    "anak_terlantar": ConditionKind.NEGLECTED_CHILD,
}
"""Which dated condition stands behind a person's yes/no fact."""
