"""Words around Indonesian names: titles, degrees, abbreviations and name parts that say little by themselves.

Regional parts (Bugis, Sasak, Madura, Rote) after data/names/pola_nama_daerah.csv, whose sources are web pages
and partly marked there as to be checked locally.
"""

TITLES = {
    "PROF": "Prof.",
    "DR": "Dr.",
    "DRG": "drg.",
    "DRH": "drh.",
    "DRS": "Drs.",
    "DRA": "Dra.",
    "IR": "Ir.",
    "H": "H.",
    "HI": "H.",
    "HJ": "Hj.",
    "KH": "K.H.",
    "TGH": "T.G.H.",
    "TGKH": "T.G.K.H.",
    "NS": "Ns.",
    "APT": "apt.",
    "PDT": "Pdt.",
    "NY": "Ny.",
    "TN": "Tn.",
    "SDR": "Sdr.",
    "SDRI": "Sdri.",
    "BPK": "Bpk.",
    "BAPAK": "Bapak",
    "IBU": "Ibu",
    "ALM": "Alm.",
    "ALMH": "Almh.",
    "ALMARHUM": "Almarhum",
    "ALMARHUMAH": "Almarhumah",
}
TITLES_ANYWHERE = frozenset({"H", "HJ", "ALM", "ALMH", "ALMARHUM", "ALMARHUMAH"})

_DEGREES = (
    "S.Sos. S.Sos.I. S.Pd. S.Pd.I. S.E. S.E.I. S.H. S.H.I. S.K.M. S.Kep. S.Keb. S.S.T. S.S.T.P. S.Si. S.Kom. S.IP. "
    "S.I.Kom. S.Ag. S.P. S.Pt. S.Pi. S.Hut. S.T. S.T.P. S.S. S.Psi. S.Ked. S.Gz. S.Farm. S.Tr.Keb. S.Tr.Kep. S.Tr.Sos. "
    "S.Tr.Kes. S.AP. S.Ak. S.Th. S.Fil. S.Sn. S.Or. S.Adm. M.Si. M.Pd. M.Pd.I. M.M. M.H. M.Hum. M.Kes. M.AP. M.A. "
    "M.Ag. M.Sc. M.T. M.P. M.Kom. M.Kep. M.Psi. M.E. M.Ak. M.K.M. M.B.A. M.P.A. M.I.Kom. M.Sos. M.Tr.Sos. A.Md. "
    "A.Md.Keb. A.Md.Kep. A.Md.Kes. A.Md.Kom. A.Ma. A.Ma.Pd. B.A. B.Sc. Ph.D. Lc. Sp.OG. Sp.A. Sp.PD. Sp.B. Sp.JP."
)
DEGREES = {degree.replace(".", "").upper(): degree for degree in _DEGREES.split()}
# Could be a name, or the beginning of one, when written without dots and without a comma in front.
DOUBTFUL_DEGREES = frozenset({"MA", "BA", "AMA", "SP", "SPA", "SS", "MP", "MT", "ME", "LC", "SAK", "SAP", "MAP", "MAK"})
# Taken for a degree without dots only behind two names: "Budi Santoso SE".
SHORT_DEGREES = frozenset({"SE", "SH", "ST", "MM", "MH", "SIP", "SAG", "STP", "SKEP", "SSI", "MSI", "SPD", "MPD"})

FIRST_WORDS = {
    "M": "MUHAMMAD",
    "MAT": "MUHAMMAD",
    "MAD": "MUHAMMAD",
    "A": "ANDI",
    "AND": "ANDI",
    "L": "LALU",
    "R": "RADEN",
    "ST": "SITI",
}


def _spellings(form: str, written: str) -> dict[str, str]:
    return dict.fromkeys(written.split(), form)


WORDS = {
    **_spellings(
        "MUHAMMAD",
        "MUH MUHD MUHAMAD MUHAMMED MUHAMED MUHAMMAT MUHMD MHD MHMD MOH MOHD MOHAMAD MOHAMMAD MOHAMED MOEHAMMAD "
        "MOEHAMAD MOCH MOCHAMAD MOCHAMMAD MOKHAMAD MOKHAMMAD MUCH MUCHAMAD MUCHAMMAD MUKHAMAD MUKHAMMAD",
    ),
    **_spellings("AHMAD", "ACH ACHMAD ACHMAT AHMD AHMAT AKHMAD AKHMAT"),
    **_spellings("ABDUL", "ABD ABDL ABDOEL ABDOL"),
    **_spellings("SITI", "SITTI SITY SITTY"),
    **_spellings("NUR", "NOER NOOR NUUR"),
    **_spellings("BINTI", "BT BTE BTI BINTE"),
    "BN": "BIN",
    "ALS": "ALIAS",
    "BQ": "BAIQ",
    "DG": "DAENG",
    "KR": "KARAENG",
    "RR": "RARA",
}
CONNECTIVES = frozenset({"BIN", "BINTI", "ALIAS"})
# Shared by so many people that agreeing on them tells next to nothing.
COMMON = frozenset(
    {"MUHAMMAD", "AHMAD", "ABDUL", "SITI", "NUR", "SRI", "NI", "I", "LA", "LALU", "BAIQ", "ANDI", "DAENG", "KARAENG"}
    | {"RADEN", "RARA", "AMAQ", "INAQ", "BESSE", "BASO", "BAU"}
)
