"""The kinds of aid that are held against each other, as bits of one number."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Aid:
    """One kind of aid: its bit, its code in addresses, its name, and the words behind the name."""

    bit: int
    code: str
    label: str | Promise
    meaning: str | Promise


KIS, KIP, KKS, PKH, FOOD, LOCAL = 1, 2, 4, 8, 16, 32
EVERY = KIS | KIP | KKS | PKH | FOOD | LOCAL

AIDS: tuple[Aid, ...] = (
    Aid(KIS, "kis", gettext_lazy("KIS"), gettext_lazy("KIS: iuran jaminan kesehatan dibayar negara (PBI-JK)")),
    Aid(KIP, "kip", gettext_lazy("KIP"), gettext_lazy("KIP: Kartu Indonesia Pintar (PIP)")),
    Aid(KKS, "kks", gettext_lazy("KKS"), gettext_lazy("KKS: Kartu Keluarga Sejahtera")),
    Aid(PKH, "pkh", gettext_lazy("PKH"), gettext_lazy("PKH: Program Keluarga Harapan")),
    Aid(FOOD, "sembako", gettext_lazy("Sembako"), gettext_lazy("Sembako: BPNT")),
    Aid(
        LOCAL, "daerah", gettext_lazy("Bantuan daerah"),
        gettext_lazy("Bantuan daerah: program Dinas sendiri dan BLT Dana Desa"),
    ),
)  # fmt: skip


def combination_label(bits: int) -> str:
    """ "KIS + PKH"; "tidak satu pun" for none."""
    held = [str(each.label) for each in AIDS if bits & each.bit]
    return " + ".join(held) if held else _("tidak satu pun")
