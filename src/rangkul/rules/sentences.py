"""One sentence per clause: what is so, what is asked, and whether that is enough."""

from collections.abc import Sequence

from rangkul.rules.evaluate import Scene, evaluate
from rangkul.rules.tree import (
    AllOf,
    AnyOf,
    Comparison,
    Conditional,
    Constant,
    InArea,
    Known,
    Membership,
    Node,
    Not,
    Quantifier,
    Quantity,
    Reference,
    StartsWith,
    is_fixed,
    walk,
)
from rangkul.rules.values import Value, fact_value
from rangkul.rules.vocabulary import FactType
from rangkul.rules.wording import INVERTED, RESULT_WORDS, Words, bound_words, capital, fact_words, joined, value_words

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def is_simple(node: Node) -> bool:
    """True for a clause that is told in one sentence, without clauses below it."""
    return not isinstance(node, AllOf | AnyOf | Conditional | Not)


class Narrator:
    """Tells the clauses of one rule for one subject."""

    def __init__(self, words: Words, scene: Scene) -> None:
        self.words = words
        self.scene = scene

    def sentence(self, node: Node, result: bool | None) -> str:
        """For example "Desil keluarga 2, batasnya 4 atau kurang: terpenuhi"."""
        return f"{capital(self._statement(node))}: {RESULT_WORDS[result]}"

    def masked(self, labels: Sequence[str]) -> str:
        """The sentence that tells neither value nor result."""
        return f"Syarat {joined(dict.fromkeys(labels))} (dirahasiakan)"

    def member_label(self, index: int) -> str:
        """What a member is called: its `_label`, or its number."""
        label = self.scene.members[index].get("_label")
        return str(label) if label else f"anggota ke-{index + 1}"

    def _statement(self, node: Node) -> str:
        match node:
            case AllOf():
                return "semua syarat berikut harus terpenuhi"
            case AnyOf():
                return "salah satu syarat berikut harus terpenuhi"
            case Conditional():
                return "jika syarat pertama berikut terpenuhi berlaku syarat kedua, jika tidak berlaku syarat ketiga"
            case Not(operand=Comparison() as inner):
                return self._comparison(inner, INVERTED[inner.operator])
            case Not(operand=Membership() as inner):
                return self._membership(inner, "tidak boleh")
            case Not(operand=StartsWith() | InArea() as inner):
                return self._begins(inner, "tidak boleh")
            case Not() if not is_simple(node.operand):
                return "syarat berikut tidak boleh terpenuhi"
            case Not():
                return self._simple(node.operand)
            case _:
                return self._simple(node)

    def _simple(self, node: Node) -> str:
        match node:
            case Reference():
                return fact_words(node.fact, evaluate(node, self.scene))
            case Comparison():
                return self._comparison(node, node.operator)
            case Membership():
                return self._membership(node, "harus")
            case StartsWith() | InArea():
                return self._begins(node, "harus")
            case Known():
                known = evaluate(node, self.scene)
                return f"{self.words.quantity(node.operand)} {'sudah' if known else 'belum'} diketahui"
            case Quantifier():
                return self._members(node)
            case Constant():
                return "tanpa syarat" if node.value else "tidak pernah berlaku"
            case _:
                return self.words.condition(node)

    def _comparison(self, node: Comparison, operator: str) -> str:
        left, right = node.left, node.right
        if is_fixed(left) and not is_fixed(right):
            left, right, operator = right, left, _FLIPPED[operator]
        a, b = evaluate(left, self.scene), evaluate(right, self.scene)
        if a is None or b is None:
            return self._unknown(node, left if a is None else right)
        bound = value_words(b)
        if not is_fixed(right):
            bound = f"{bound} ({self.words.quantity(right)})"
        required = bound_words(operator, bound, left.type)
        if operator == "==":
            required = f"harus {bound}"
        elif operator == "!=":
            required = f"tidak boleh {bound}"
        elif left.type is not FactType.DATE:
            required = f"batasnya {required}"
        else:
            required = f"harus {required}"
        return f"{self._valued(left, a)}, {required}"

    def _membership(self, node: Membership, must: str) -> str:
        item = evaluate(node.item, self.scene)
        if item is None:
            return self._unknown(node, node.item)
        return f"{self._valued(node.item, item)}, {must} salah satu dari {self.words.options(node)}"

    def _begins(self, node: StartsWith | InArea, must: str) -> str:
        text = evaluate(node.operand, self.scene)
        if text is None:
            return self._unknown(node, node.operand)
        if isinstance(node, InArea):
            return f"{self._valued(node.operand, text)}, {must} di dalam wilayah {self.words.quantity(node.area)}"
        return f"{self._valued(node.operand, text)}, {must} berawalan {self.words.quantity(node.prefix)}"

    def _members(self, node: Quantifier) -> str:
        answers = [evaluate(node.condition, each) for each in self.scene.each_member()]
        result = evaluate(node, self.scene)
        wanted = self.words.members_with(node.condition)
        if node.quantity is Quantity.ALL:
            condition = self.words.condition(node.condition)
            if result is None:
                return f"belum diketahui apakah semua {self.words.members} memenuhi: {condition}"
            failing = self._named(answers, False)
            return f"{'semua' if result else 'tidak semua'} {self.words.members} memenuhi: {condition}{failing}"
        if result is None:
            return f"belum diketahui apakah ada {wanted}"
        return f"{'ada' if result else 'tidak ada'} {wanted}{self._named(answers, True)}"

    def _named(self, answers: Sequence[Value], wanted: bool) -> str:
        labels = [self.member_label(index) for index, answer in enumerate(answers) if answer is wanted]
        if not labels:
            return ""
        return f" ({'kecuali ' if not wanted else ''}{joined(labels)})"

    def _valued(self, node: Node, value: Value) -> str:
        """ "desil keluarga 2"; a fixed value is not said twice."""
        name = self.words.quantity(node)
        return name if is_fixed(node) else f"{name} {value_words(value)}"

    def _unknown(self, clause: Node, part: Node) -> str:
        """Which facts are wanting; when none is, what could not be calculated."""
        wanting = dict.fromkeys(
            node.fact.label
            for node in walk(clause)
            if isinstance(node, Reference) and not node.of_member and fact_value(node.fact, self.scene.facts) is None
        )
        if wanting:
            return f"belum diketahui {joined(wanting)}"
        return f"{self.words.quantity(part)} belum dapat dihitung"
