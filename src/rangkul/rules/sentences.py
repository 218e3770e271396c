"""One sentence per clause: what is so, what is asked, and whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rangkul.rules.evaluate import Scene, compared, evaluate
from rangkul.rules.plan import Step
from rangkul.rules.tree import (
    Comparison,
    Constant,
    InArea,
    Known,
    Membership,
    Node,
    Quantifier,
    Quantity,
    Reference,
    StartsWith,
    is_fixed,
    walk,
)
from rangkul.rules.values import Value, all_of, any_of, fact_value
from rangkul.rules.vocabulary import FactType
from rangkul.rules.wording import (
    INVERTED,
    RESULT_WORDS,
    Words,
    bound_words,
    capital,
    fact_words,
    joined,
    turned,
    value_shown,
    with_value,
)

Answer = bool | None
_HEADINGS = {
    "all": "semua syarat berikut harus terpenuhi",
    "any": "salah satu syarat berikut harus terpenuhi",
    "if": "jika syarat pertama berikut terpenuhi berlaku syarat kedua, jika tidak berlaku syarat ketiga",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A comparison as it is told, kept for the next subject: `required` is empty where the bound differs from subject to subject."""

    left: Node
    right: Node
    operator: str
    name: str
    required: str


class Narrator:
    """Tells the clauses of one rule, as one version of it has its parameters on one day; keeps what is alike for all."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._asked: dict[int, _Asked] = {}
        self._phrases: dict[int, str] = {}

    def heading(self, step: Step, result: Answer) -> str:
        """For a clause with clauses below it: "Salah satu syarat berikut harus terpenuhi: terpenuhi"."""
        return _sentence(_HEADINGS[step.operator], result)

    def told(self, step: Step, scene: Scene) -> tuple[str, Answer, Sequence[Value]]:
        """Sentence and answer of a last part, and what each member answered where it is a question to members.

        For example "Desil keluarga 2, batasnya 4 atau kurang: terpenuhi".
        """
        node, negated = step.node, step.negated
        if isinstance(node, Quantifier):
            answers = [evaluate(node.condition, each) for each in scene.each_member()]
            result = _turned(all_of(answers) if node.quantity is Quantity.ALL else any_of(answers), negated)
            return _sentence(self._members(node, answers, result, negated, scene), result), result, answers
        if isinstance(node, Comparison):
            a, b = evaluate(node.left, scene), evaluate(node.right, scene)
            result = _turned(compared(node, a, b), negated)
            return _sentence(self._comparison(node, a, b, negated, scene), result), result, ()
        value = evaluate(node, scene)
        if not (value is None or isinstance(value, bool)):
            raise TypeError("a clause is yes, no or unknown")
        result = _turned(value, negated)
        return _sentence(self._statement(node, value, negated, scene), result), result, ()

    def masked(self, labels: Sequence[str]) -> str:
        """The sentence that tells neither value nor result."""
        return f"Syarat {joined(labels)} (dirahasiakan)"

    def member_label(self, index: int, scene: Scene) -> str:
        """What a member is called: its `_label`, or its number."""
        label = scene.members[index].get("_label")
        return str(label) if label else f"anggota ke-{index + 1}"

    def _statement(self, node: Node, value: Answer, negated: bool, scene: Scene) -> str:
        must = "tidak boleh" if negated else "harus"
        match node:
            case Reference():
                told = fact_words(node.fact, value)
                is_plain = (value is None and not negated) or value is (not negated)
                return told if is_plain else f"{told}, syaratnya {fact_words(node.fact, not negated)}"
            case Membership():
                return self._membership(node, must, scene)
            case StartsWith() | InArea():
                return self._begins(node, must, scene)
            case Known():
                return f"{self.words.known(node, value is True)}, harus {'belum' if negated else 'sudah'} diketahui"
            case Constant():
                return "tanpa syarat" if node.value is not negated else "tidak pernah berlaku"
            case _:
                return self.words.condition(node, negated=negated)

    def _comparison(self, node: Comparison, a: Value, b: Value, negated: bool, scene: Scene) -> str:
        if a is None or b is None:
            return self._unknown(node, node.left if a is None else node.right, scene)
        asked = self._asked.get(id(node))
        is_new = asked is None
        if asked is None:
            left, right, operator = turned(node, INVERTED[node.operator] if negated else node.operator)
            asked = _Asked(left, right, operator, self.words.quantity(left, right), "")
        if asked.left is not node.left:
            a, b = b, a
        required = asked.required or self._required(asked, b)
        if is_new:
            self._asked[id(node)] = replace(asked, required=required) if is_fixed(asked.right) else asked
        name = asked.name if is_fixed(asked.left) else with_value(asked.name, value_shown(asked.left, a))
        return f"{name}, {required}"

    def _required(self, asked: _Asked, bound: Value) -> str:
        told = value_shown(asked.left if isinstance(asked.left, Reference) else asked.right, bound)
        if not is_fixed(asked.right):
            told = f"{told} ({self.words.quantity(asked.right)})"
        return _requirement(asked.operator, told, asked.left.type)

    def _membership(self, node: Membership, must: str, scene: Scene) -> str:
        item = evaluate(node.item, scene)
        if item is None:
            return self._unknown(node, node.item, scene)
        return f"{self._valued(node.item, item)}, {must} salah satu dari {self.words.options(node)}"

    def _begins(self, node: StartsWith | InArea, must: str, scene: Scene) -> str:
        text = evaluate(node.operand, scene)
        if text is None:
            return self._unknown(node, node.operand, scene)
        if isinstance(node, InArea):
            return f"{self._valued(node.operand, text)}, {must} di dalam wilayah {self.words.quantity(node.area)}"
        return f"{self._valued(node.operand, text)}, {must} berawalan {self.words.quantity(node.prefix)}"

    def _members(self, node: Quantifier, answers: Sequence[Value], result: Answer, negated: bool, scene: Scene) -> str:
        """What is so of the members; where it is not what is asked, what is: "…, syaratnya tidak ada"."""
        is_all = node.quantity is Quantity.ALL
        kind = "semua" if is_all else "ada"
        asked = f"tidak {kind}" if negated else kind
        wanted = self._phrase(node)
        if result is None:
            return f"belum diketahui apakah {kind} {wanted}{f', syaratnya {asked}' if negated else ''}"
        holds = result is not negated
        named = self._named(answers, not is_all, scene)
        told = f"{'' if holds else 'tidak '}{kind} {wanted}{named}"
        return told if result else f"{told}, syaratnya {asked}"

    def _phrase(self, node: Quantifier) -> str:
        """What follows "ada" or "semua"; the same for every subject."""
        kept = self._phrases.get(id(node))
        if kept is None:
            words = self.words
            kept = (
                f"{words.members} memenuhi: {words.condition(node.condition)}"
                if node.quantity is Quantity.ALL
                else words.members_with(node.condition)
            )
            self._phrases[id(node)] = kept
        return kept

    def _named(self, answers: Sequence[Value], wanted: bool, scene: Scene) -> str:
        labels = [self.member_label(index, scene) for index, answer in enumerate(answers) if answer is wanted]
        if not labels:
            return ""
        return f" ({'kecuali ' if not wanted else ''}{joined(labels)})"

    def _valued(self, node: Node, value: Value) -> str:
        """ "desil keluarga 2"; a fixed value is not said twice."""
        name = self.words.quantity(node)
        return name if is_fixed(node) else with_value(name, value_shown(node, value))

    def _unknown(self, clause: Node, part: Node, scene: Scene) -> str:
        """Which facts are wanting; when none is, what could not be calculated."""
        wanting = dict.fromkeys(
            node.fact.label
            for node in walk(clause)
            if isinstance(node, Reference) and not node.of_member and fact_value(node.fact, scene.facts) is None
        )
        if wanting:
            return f"belum diketahui {joined(wanting)}"
        return f"{self.words.quantity(part)} belum dapat dihitung"


def _sentence(statement: str, result: Answer) -> str:
    return f"{capital(statement)}: {RESULT_WORDS[result]}"


def _turned(result: Answer, negated: bool) -> Answer:
    return result if result is None or not negated else not result


def _requirement(operator: str, bound: str, kind: FactType) -> str:
    """ "batasnya 4 atau kurang", "harus petani", "tidak boleh 10", "harus paling lambat 1 Januari 2022"."""
    if operator == "==":
        return f"harus {bound}"
    if operator == "!=":
        return f"tidak boleh {bound}"
    return f"{'harus' if kind is FactType.DATE else 'batasnya'} {bound_words(operator, bound, kind)}"
