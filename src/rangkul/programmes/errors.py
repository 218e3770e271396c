"""What can go wrong in programmes, told so that the reader can mend it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.kernel.errors import Missing, RangkulError, Refused
from rangkul.platform.workflow import UnableToMove
from rangkul.programmes.enums import Verdict
from rangkul.rules.errors import RuleError


class CatalogueRefused(Refused):
    """A catalogue folder says something that cannot be used; `field` is "file: key"."""

    def __init__(self, *, file: str, key: str, value: object, expected: str, remedy: str = "") -> None:
        self.file, self.key = file, key
        super().__init__(
            field=f"{file}: {key}", value=value, expected=expected, remedy=remedy or f"perbaiki {key} di {file}"
        )


class NoSuchComponent(Refused, Missing):
    """No component has this code or id; `alike` are codes written nearly like it."""

    def __init__(self, wanted: object, *, alike: Sequence[str] = ()) -> None:
        remedy = f"mungkin maksudnya {' atau '.join(alike)}" if alike else "pilih dari katalog"
        super().__init__(field="Komponen program", value=wanted, expected="kode komponen dalam katalog", remedy=remedy)


class NoTermsInForce(Refused):
    """A component has no published terms on the day asked; `known` are the periods that have some."""

    def __init__(self, component: str, on: object, *, known: Sequence[str] = ()) -> None:
        others = f" (yang ada: {'; '.join(known)})" if known else ""
        super().__init__(
            field=f"Ketentuan {component}",
            value=on,
            expected="tanggal dalam masa berlaku suatu ketentuan",
            remedy=f"pilih tanggal lain{others} atau terbitkan ketentuan untuk masa itu",
        )


class WrongSubject(Refused):
    """A subject of another kind than the component's unit (R005, R009): a person where families are counted."""

    def __init__(self, component: str, *, kind: str, expected: str) -> None:
        super().__init__(
            field=f"Penerima {component}", value=kind, expected=expected, remedy="pilih penerima yang sesuai satuannya"
        )


class SubjectGone(Refused):
    """The subject does not exist on the day asked: dead, merged, ended or never registered."""

    def __init__(self, kind: str, subject_id: UUID) -> None:
        self.kind, self.subject_id = kind, subject_id
        super().__init__(
            field="Penerima",
            value="",
            expected="warga atau keluarga yang tercatat dan masih ada pada tanggal itu",
            remedy="periksa data registri: mungkin meninggal, digabung, atau keluarganya sudah berakhir",
        )


class UnableToScreen(RangkulError):
    """Screening could not run at all; the message says why."""


class UnableToPropose(RangkulError):
    """Root of what a proposal cannot take; `message` is Indonesian and holds no NIK or KK."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NoSuchProposal(Missing):
    """No such batch, line, decree or enrolment, or none that the actor may see; pages answer 404."""


class OverrideNeeded(UnableToPropose):
    """The screening does not say yes: proposing all the same needs a reason. `sentences` tell why, in Indonesian."""

    def __init__(self, *, verdict: str, sentences: Sequence[str]) -> None:
        self.verdict, self.sentences = verdict, tuple(sentences)
        result = Verdict(verdict).label
        super().__init__(
            _("Hasil penilaian: %(result)s. Tulis alasan musyawarah bila tetap diusulkan.") % {"result": result}
        )


class AlreadyServed(UnableToPropose):
    """The subject is enrolled in this component already."""

    def __init__(self, *, where: str, since: date, decree: str) -> None:
        super().__init__(
            _(
                "Sudah menjadi peserta bantuan ini sejak %(since)s di %(where)s (SK %(decree)s). Tidak dapat diusulkan lagi."
            )
            % {"since": clock.format_date(since), "where": where, "decree": decree}
        )


class AlreadyProposed(UnableToPropose):
    """The subject stands in a batch that is not decided yet."""

    def __init__(self, *, batch_id: UUID, number: str, where: str) -> None:
        self.batch_id = batch_id
        super().__init__(
            _(
                "Sudah ada dalam usulan %(number)s dari %(where)s yang belum diputuskan. Keluarkan dari sana dulu bila keliru."
            )
            % {"number": number, "where": where}
        )


class OverlapForbidden(UnableToPropose):
    """Something is received already that does not go together with what is proposed; no reason helps."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(sentences))


class OverlapReasonNeeded(UnableToPropose):
    """Something is received already that goes together with a reason only; `sentences` tell what, in Indonesian."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join([*sentences, _("Tulis alasannya bila tetap diusulkan.")]))


class AlreadyCreated(UnableToPropose):
    """The same form was sent twice; the first sending made the batch."""

    def __init__(self, batch_id: UUID) -> None:
        self.batch_id = batch_id
        super().__init__(_("Formulir ini sudah terkirim sebelumnya. Usulan yang tersimpan hanya satu."))


class StaleProposal(UnableToPropose):
    """Somebody changed the batch after the page was opened."""

    def __init__(self, *, number: str) -> None:
        super().__init__(
            _("Usulan %(number)s berubah setelah Anda membuka halaman. Periksa isinya yang terbaru, lalu ulangi.")
            % {"number": number}
        )


class AlreadyDecided(UnableToMove):
    """Another official (or the first of two clicks) decided the batch; says who, when and by which decree."""

    def __init__(self, *, number: str, who: str, at: datetime | None, zone: str, decree: str) -> None:
        self.who, self.decree = who, decree
        super().__init__(
            workflow="programmes.proposal",
            transition=_("Tetapkan"),
            state=_("diputuskan"),
            expected=(_("diverifikasi Dinas"),),
        )
        moment = clock.format_date(clock.local_date(at, zone)) if at is not None else "–"
        self.message = _(
            "Usulan %(number)s sudah diputuskan oleh %(who)s pada %(moment)s dengan SK %(decree)s. Keputusan Anda tidak disimpan."
        ) % {"number": number, "who": who, "moment": moment, "decree": decree}
        self.args = (self.message,)


class UnableToEnd(RangkulError):
    """The enrolment has ended before."""

    def __init__(self, *, on: date | None, reason: str) -> None:
        day = clock.format_date(on) if on is not None else "–"
        self.message = _("Kepesertaan ini sudah berakhir pada %(day)s (%(reason)s).") % {"day": day, "reason": reason}
        super().__init__(self.message)


class NoSuchTerms(Missing):
    """No such version of terms, or none that the actor may see; pages answer 404."""


class UnableToWriteTerms(RangkulError):
    """Root of what stands in the way of writing or publishing terms; `message` is Indonesian."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class RuleRefused(UnableToWriteTerms):
    """A rule, an amount or a key of the ranking that can't be used: `field` says which, `error` the place in its text."""

    def __init__(self, *, field: str, error: RuleError) -> None:
        self.field, self.error = field, error
        super().__init__(str(error))


class DraftExists(UnableToWriteTerms):
    """The component has a version that is being written already; two at once would publish over each other."""

    def __init__(self, *, terms_id: UUID, version: int) -> None:
        self.terms_id = terms_id
        super().__init__(
            _("Sudah ada rancangan versi %(n)s yang belum selesai. Lanjutkan rancangan itu atau batalkan dulu.")
            % {"n": version}
        )


class StaleTerms(UnableToWriteTerms):
    """Somebody changed the version after the page was opened."""

    def __init__(self, *, version: int) -> None:
        super().__init__(
            _("Rancangan versi %(n)s berubah setelah Anda membuka halaman. Periksa isinya yang terbaru, lalu ulangi.")
            % {"n": version}
        )


class PeriodsOverlap(UnableToWriteTerms):
    """The period of a version lies over that of a published one; both are named."""

    def __init__(self, *, new: str, version: int, other: str, remedy: str) -> None:
        super().__init__(
            _("Masa berlaku %(new)s bertumpuk dengan versi %(n)s yang berlaku %(other)s; %(remedy)s.")
            % {"new": new, "n": version, "other": other, "remedy": remedy}
        )


class CasesFail(UnableToWriteTerms):
    """Readable cases of a version do not hold; `failures` tells each."""

    def __init__(self, failures: Sequence[str]) -> None:
        self.failures = tuple(failures)
        super().__init__(
            _("%(n)s contoh kasus tidak sesuai dengan aturan: %(first)s. Perbaiki aturan atau contohnya dulu.")
            % {"n": len(self.failures), "first": self.failures[0].splitlines()[0].rstrip(":,. ")}
        )


class ToBeConfirmed(UnableToWriteTerms):
    """Publishing leaves a hole in time or reaches back: it is done only with a reason. `questions` tells what."""

    def __init__(self, questions: Sequence[str]) -> None:
        self.questions = tuple(questions)
        super().__init__(" ".join(self.questions))
