"""Words and codes of the DTKS export and what they are called in the registry (domain B.3, B.4.3, B.5)."""

import polars as pl

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

RELATION_WRITTEN = {
    Relation.HEAD.value: "KEPALA KELUARGA",
    Relation.CHILD.value: "ANAK",
    Relation.CHILD_IN_LAW.value: "MENANTU",
    Relation.GRANDCHILD.value: "CUCU",
    Relation.PARENT.value: "ORANG TUA",
    Relation.OTHER.value: "FAMILI LAIN",
    Relation.SERVANT.value: "PEMBANTU",
}
"""How a relation is written; a spouse after their sex. Another relation (OTHER) is always kept in the file's own word."""
HUSBAND, WIFE = "SUAMI", "ISTRI"
PADAN_WRITTEN = {
    NikStatus.MATCHED.value: "PADAN",
    NikStatus.UNMATCHED.value: "TIDAK PADAN",
    NikStatus.NOT_RECORDED.value: "BELUM REKAM",
    NikStatus.DOUBLE.value: "GANDA",
}


def relation_written(relation: str, sex: str) -> str:
    """The word for a relation; "" when it is not known."""
    if relation == Relation.SPOUSE:
        return HUSBAND if sex == Sex.MALE else WIFE
    return RELATION_WRITTEN.get(relation, "")


def relations_written(relation: pl.Series, sex: pl.Series) -> pl.Series:
    """`relation_written` of two columns, nothing for another relation: what is not one of these is one, told or not."""
    frame = pl.DataFrame({"relation": relation, "sex": sex}, schema_overrides={"relation": pl.String, "sex": pl.String})
    spouse = pl.when(pl.col("sex") == Sex.MALE.value).then(pl.lit(HUSBAND)).otherwise(pl.lit(WIFE))
    words = {relation: word for relation, word in RELATION_WRITTEN.items() if relation != Relation.OTHER}
    others = pl.col("relation").replace_strict(words, default=None, return_dtype=pl.String)
    return frame.select(
        pl.when(pl.col("relation") == Relation.SPOUSE.value).then(spouse).otherwise(others).alias("told")
    )["told"]
