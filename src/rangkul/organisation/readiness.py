"""How ready a post is: points for what was found, for its people and its decree, each with the reason it got them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rangkul.organisation.enums import ReadinessAnswer, ReadinessItem

MOST = 100
READY = 75
NEARLY = 50

_FACILITIES = {
    ReadinessItem.ROOM: 10,
    ReadinessItem.FURNITURE: 5,
    ReadinessItem.PRIVACY: 5,
    ReadinessItem.COMPUTER: 10,
    ReadinessItem.ELECTRICITY: 5,
}
_CONNECTION = 20
_SIGNAL = {ReadinessAnswer.YES: 20, ReadinessAnswer.PARTLY: 10, ReadinessAnswer.NO: 0}
_OFFLINE = {ReadinessAnswer.YES: 15, ReadinessAnswer.PARTLY: 5, ReadinessAnswer.NO: 0}
_STAFF = 25
_SOP = 10
_DECREE = 10
SEATS = 6
"""A Puskesos is filled by six people (R110)."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One part of the score: `points` of at most `most`, and what it was given for."""

    label: str | Promise
    points: int
    most: int
    why: str


@dataclass(frozen=True, slots=True)
class Score:
    """Points of 100 with their parts, which add up to them."""

    lines: tuple[ScoreLine, ...]

    @property
    def points(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def verdict(self) -> str:
        """In words: ready from 75 points, nearly from 50."""
        if self.points >= READY:
            return _("siap")
        return _("hampir siap") if self.points >= NEARLY else _("belum siap")

    @property
    def tone(self) -> str:
        return "good" if self.points >= READY else "warn" if self.points >= NEARLY else "bad"


def score(answers: Mapping[str, str], *, filled: int, has_decree: bool) -> Score:
    """The score of a post with `filled` of six seats taken; an item without an answer counts as not there.

    Weights are Rangkul's own proposal: no official list of readiness was found. A village without signal reaches 15 of
    the 20 points of connection when it can work offline (R106).
    """
    lines = [_facility(item, most, _answer(answers, item)) for item, most in _FACILITIES.items()]
    lines.append(_connection(_answer(answers, ReadinessItem.SIGNAL), _answer(answers, ReadinessItem.OFFLINE)))
    taken = min(filled, SEATS)
    lines.append(
        ScoreLine(_("Petugas"), _STAFF * taken // SEATS, _STAFF, _("%(n)s dari enam kursi terisi") % {"n": taken})
    )
    lines.append(_facility(ReadinessItem.SOP, _SOP, _answer(answers, ReadinessItem.SOP)))
    lines.append(
        ScoreLine(
            _("SK pembentukan"),
            _DECREE if has_decree else 0,
            _DECREE,
            _("nomor SK tercatat") if has_decree else _("nomor SK belum tercatat"),
        )
    )
    return Score(tuple(lines))


def _answer(answers: Mapping[str, str], item: ReadinessItem) -> ReadinessAnswer:
    told = answers.get(item, "")
    return ReadinessAnswer(told) if told in ReadinessAnswer.values else ReadinessAnswer.NO


def _facility(item: ReadinessItem, most: int, answer: ReadinessAnswer) -> ScoreLine:
    points = {ReadinessAnswer.YES: most, ReadinessAnswer.PARTLY: most // 2, ReadinessAnswer.NO: 0}[answer]
    return ScoreLine(item.label, points, most, str(answer.label))


def _connection(signal: ReadinessAnswer, offline: ReadinessAnswer) -> ScoreLine:
    why = _("sinyal: %(signal)s (%(s)s); luring: %(offline)s (%(o)s); paling banyak %(most)s") % {
        "signal": signal.label,
        "s": _SIGNAL[signal],
        "offline": offline.label,
        "o": _OFFLINE[offline],
        "most": _CONNECTION,
    }
    return ScoreLine(_("Sambungan"), min(_CONNECTION, _SIGNAL[signal] + _OFFLINE[offline]), _CONNECTION, why)
