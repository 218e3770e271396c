"""The ways of a proposal batch, of a removal batch (village → kecamatan → office → decision, B02, R125) and of terms."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.platform.workflow import State, Transition, Workflow

_STATES = (
    State("DRAFT", _("disusun desa"), "neutral", owner="VILLAGE_OPERATOR"),
    State("SUBMITTED", _("diajukan ke kecamatan"), "info", owner="KECAMATAN_OFFICER"),
    State("CHECKED", _("diperiksa kecamatan, diteruskan ke Dinas"), "info", owner="PROGRAMME_OFFICER"),
    State("VERIFIED", _("diverifikasi Dinas, menunggu keputusan"), "warning", owner="DIVISION_HEAD"),
    State("RETURNED", _("dikembalikan ke desa"), "warning", owner="VILLAGE_OPERATOR"),
    State("DECIDED", _("diputuskan"), "success", is_final=True),
    State("WITHDRAWN", _("ditarik"), "neutral", is_final=True),
)


def _ways(*, decide: str | Promise, withdraw: str | Promise) -> tuple[Transition, ...]:
    """The steps that both batches take; only deciding and withdrawing are called by another name."""
    return (
        Transition("submit", _("Ajukan ke kecamatan"), ("DRAFT", "RETURNED"), "SUBMITTED"),
        Transition("check", _("Teruskan ke Dinas"), ("SUBMITTED",), "CHECKED"),
        Transition("verify", _("Nyatakan terverifikasi"), ("CHECKED",), "VERIFIED"),
        Transition("decide", decide, ("VERIFIED",), "DECIDED"),
        Transition(
            "return", _("Kembalikan ke desa"), ("SUBMITTED", "CHECKED", "VERIFIED"), "RETURNED", needs_reason=True
        ),
        Transition("withdraw", withdraw, ("DRAFT", "RETURNED"), "WITHDRAWN", needs_reason=True),
    )


PROPOSAL = Workflow(
    noun="programmes.proposal",
    title=_("Usulan program"),
    initial="DRAFT",
    states=_STATES,
    transitions=_ways(decide=_("Tetapkan"), withdraw=_("Tarik usulan")),
)
REMOVAL = Workflow(
    noun="programmes.removal",
    title=_("Pencoretan penerima"),
    initial="DRAFT",
    states=_STATES,
    transitions=_ways(decide=_("Putuskan"), withdraw=_("Tarik daftar")),
)

TERMS = Workflow(
    noun="programmes.terms",
    title=_("Ketentuan program"),
    initial="DRAFT",
    states=(
        State("DRAFT", _("rancangan"), "neutral", owner="DIVISION_HEAD"),
        State("SUBMITTED", _("menunggu ditinjau"), "info", owner="OFFICE_HEAD"),
        State("REVIEWED", _("sudah ditinjau, menunggu diterbitkan"), "warning", owner="OFFICE_HEAD"),
        State("PUBLISHED", _("berlaku"), "success", owner="DIVISION_HEAD"),
        State("SUPERSEDED", _("digantikan"), "neutral", is_final=True),
        State("WITHDRAWN", _("dibatalkan"), "neutral", is_final=True),
    ),
    transitions=(
        Transition("submit", _("Ajukan untuk ditinjau"), ("DRAFT",), "SUBMITTED"),
        Transition("review", _("Nyatakan sudah ditinjau"), ("SUBMITTED",), "REVIEWED"),
        Transition("publish", _("Terbitkan"), ("REVIEWED",), "PUBLISHED"),
        Transition("return", _("Kembalikan ke penyusun"), ("SUBMITTED", "REVIEWED"), "DRAFT", needs_reason=True),
        Transition(
            "withdraw", _("Batalkan rancangan"), ("DRAFT", "SUBMITTED", "REVIEWED"), "WITHDRAWN", needs_reason=True
        ),
        Transition("supersede", _("Digantikan versi lain sejak hari pertamanya"), ("PUBLISHED",), "SUPERSEDED"),
    ),
)

COMMODITY = Workflow(
    noun="programmes.commodity",
    title=_("Ketentuan komoditas bantuan pangan"),
    initial="DRAFT",
    states=(
        State("DRAFT", _("tercatat, belum diberlakukan"), "neutral", owner="DIVISION_HEAD"),
        State("IN_FORCE", _("berlaku"), "success", owner="DIVISION_HEAD"),
        State("SUPERSEDED", _("digantikan"), "neutral", is_final=True),
        State("WITHDRAWN", _("dibatalkan"), "neutral", is_final=True),
    ),
    transitions=(
        Transition("publish", _("Berlakukan"), ("DRAFT",), "IN_FORCE"),
        Transition("withdraw", _("Batalkan"), ("DRAFT",), "WITHDRAWN", needs_reason=True),
        Transition("supersede", _("Gantikan"), ("IN_FORCE",), "SUPERSEDED"),
    ),
)
