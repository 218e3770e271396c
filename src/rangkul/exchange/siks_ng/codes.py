"""Words and codes of the DTKS export and what they are called in the registry (domain B.3, B.4.3, B.5)."""

from rangkul.registry.enums import NikStatus, OutsideProgramme, Relation, Sex

SEX = {"L": Sex.MALE, "P": Sex.FEMALE, "LAKI-LAKI": Sex.MALE, "PEREMPUAN": Sex.FEMALE, "1": Sex.MALE, "2": Sex.FEMALE}
SEX_TOLD = "L (laki-laki) atau P (perempuan)"

# Numbers are those of PBDT 2015, where istri/suami is 2 and anak 3: not those of OpenSID.
RELATION = {
    "1": Relation.HEAD,
    "2": Relation.SPOUSE,
    "3": Relation.CHILD,
    "4": Relation.CHILD_IN_LAW,
    "5": Relation.GRANDCHILD,
    "6": Relation.PARENT,
    "7": Relation.SERVANT,
    "8": Relation.OTHER,
    "KEPALA KELUARGA": Relation.HEAD,
    "KEPALA": Relation.HEAD,
    "SUAMI": Relation.SPOUSE,
    "ISTRI": Relation.SPOUSE,
    "ISTERI": Relation.SPOUSE,
    "ISTRI/SUAMI": Relation.SPOUSE,
    "ANAK": Relation.CHILD,
    "ANAK KANDUNG": Relation.CHILD,
    "MENANTU": Relation.CHILD_IN_LAW,
    "CUCU": Relation.GRANDCHILD,
    "ORANG TUA": Relation.PARENT,
    "MERTUA": Relation.PARENT,
    "ORANG TUA/MERTUA": Relation.PARENT,
    "PEMBANTU": Relation.SERVANT,
    "PEMBANTU RUTA": Relation.SERVANT,
    "FAMILI LAIN": Relation.OTHER,
    "LAINNYA": Relation.OTHER,
}
RELATION_TOLD = "KEPALA KELUARGA, ISTRI, SUAMI, ANAK, MENANTU, CUCU, ORANG TUA, MERTUA, FAMILI LAIN, atau LAINNYA"

PADAN = {
    "PADAN": NikStatus.MATCHED,
    "SESUAI": NikStatus.MATCHED,
    "YA": NikStatus.MATCHED,
    "TIDAK PADAN": NikStatus.UNMATCHED,
    "TIDAK": NikStatus.UNMATCHED,
    "BELUM PADAN": NikStatus.UNMATCHED,
    "BELUM REKAM": NikStatus.NOT_RECORDED,
    "GANDA": NikStatus.DOUBLE,
    "NIK GANDA": NikStatus.DOUBLE,
    "BELUM DICEK": NikStatus.UNCHECKED,
}
PADAN_TOLD = "PADAN, TIDAK PADAN, BELUM REKAM, atau GANDA"

PROGRAMMES = {
    "bpnt": OutsideProgramme.BPNT,
    "pkh": OutsideProgramme.PKH,
    "bpnt_ppkm": OutsideProgramme.OTHER,
    "pbi_jkn": OutsideProgramme.PBI_JK,
}
