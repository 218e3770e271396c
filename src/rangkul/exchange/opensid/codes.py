"""Codes of OpenSID's sheet "Kode Data" and what they are called in the registry (domain G.1; tweb_* tables)."""

from rangkul.registry.enums import DisabilityType, MaritalStatus, Relation, Sex
from rangkul.registry.imports.record import ALIVE, DEAD, MOVED

SEX = {"1": Sex.MALE, "2": Sex.FEMALE, "LAKI-LAKI": Sex.MALE, "PEREMPUAN": Sex.FEMALE, "L": Sex.MALE, "P": Sex.FEMALE}
SEX_TOLD = "1 (laki-laki) atau 2 (perempuan)"

MARITAL = {
    "1": MaritalStatus.SINGLE,
    "2": MaritalStatus.MARRIED,
    "3": MaritalStatus.DIVORCED,
    "4": MaritalStatus.WIDOWED,
    "BELUM KAWIN": MaritalStatus.SINGLE,
    "KAWIN": MaritalStatus.MARRIED,
    "CERAI HIDUP": MaritalStatus.DIVORCED,
    "CERAI MATI": MaritalStatus.WIDOWED,
}

# Suami (2) and istri (3) are both the spouse; orang tua (7) and mertua (8) both a parent.
RELATION = {
    "1": Relation.HEAD,
    "2": Relation.SPOUSE,
    "3": Relation.SPOUSE,
    "4": Relation.CHILD,
    "5": Relation.CHILD_IN_LAW,
    "6": Relation.GRANDCHILD,
    "7": Relation.PARENT,
    "8": Relation.PARENT,
    "9": Relation.OTHER,
    "10": Relation.SERVANT,
    "11": Relation.OTHER,
    "KEPALA KELUARGA": Relation.HEAD,
    "SUAMI": Relation.SPOUSE,
    "ISTRI": Relation.SPOUSE,
    "ANAK": Relation.CHILD,
    "MENANTU": Relation.CHILD_IN_LAW,
    "CUCU": Relation.GRANDCHILD,
    "ORANGTUA": Relation.PARENT,
    "MERTUA": Relation.PARENT,
    "FAMILI LAIN": Relation.OTHER,
    "PEMBANTU": Relation.SERVANT,
    "LAINNYA": Relation.OTHER,
}
RELATION_TOLD = "kode 1 (kepala keluarga) sampai 11 (lainnya)"

UNCERTAIN, INVALID = "UNCERTAIN", "INVALID"
LIFE = {
    "1": ALIVE,
    "2": DEAD,
    "3": MOVED,
    "4": UNCERTAIN,
    "6": UNCERTAIN,
    "9": INVALID,
    "HIDUP": ALIVE,
    "MATI": DEAD,
    "PINDAH": MOVED,
    "HILANG": UNCERTAIN,
    "PERGI": UNCERTAIN,
    "TIDAK VALID": INVALID,
}
LIFE_TOLD = "1 hidup, 2 mati, 3 pindah, 4 hilang, 6 pergi, atau 9 tidak valid"

# tweb_cacat after the kinds of UU 8/2016 (domain D.3): netra and rungu/wicara are sensory, 5 is more than one kind.
# 6 "cacat lainnya" is a disability whose kind the file does not say; 7 is none.
DISABILITY = {
    "1": DisabilityType.PHYSICAL,
    "2": DisabilityType.SENSORY,
    "3": DisabilityType.SENSORY,
    "4": DisabilityType.MENTAL,
    "5": DisabilityType.MULTIPLE,
}
NO_DISABILITY = "7"
DISABILITY_CODES = {
    **{str(code): str(code) for code in range(1, 8)},
    "CACAT FISIK": "1",
    "CACAT NETRA/BUTA": "2",
    "CACAT RUNGU/WICARA": "3",
    "CACAT MENTAL/JIWA": "4",
    "CACAT FISIK DAN MENTAL": "5",
    "CACAT LAINNYA": "6",
    "TIDAK CACAT": "7",
}

PREGNANT = {"1": True, "2": False, "HAMIL": True, "TIDAK HAMIL": False}

# 2 "BPJS Penerima Bantuan Iuran" is membership of PBI-JK; the others are not.
INSURANCE = {
    **{code: code for code in ("1", "2", "3", "4", "99")},
    "TIDAK/BELUM PUNYA": "1",
    "BPJS PENERIMA BANTUAN IURAN": "2",
    "BPJS NON PENERIMA BANTUAN IURAN": "3",
    "BPJS BANTUAN DAERAH": "4",
    "ASURANSI LAINNYA": "99",
}
PBI = "2"

NOT_RECORDED = "2"
RECORDED = {str(code): str(code) for code in range(1, 9)}
EDUCATION = {str(code): str(code) for code in range(1, 11)}
OCCUPATION = {str(code): str(code) for code in range(1, 90)}

WRITTEN: dict[str, dict[str, str]] = {
    "sex": {Sex.MALE.value: "1", Sex.FEMALE.value: "2"},
    "status_kawin": {
        MaritalStatus.SINGLE.value: "1",
        MaritalStatus.MARRIED.value: "2",
        MaritalStatus.DIVORCED.value: "3",
        MaritalStatus.WIDOWED.value: "4",
    },
    "status_dasar": {ALIVE: "1", DEAD: "2", MOVED: "3"},
}
"""How the registry's words are written in the columns that have codes for them."""
