"""A rule as it is told: clauses in which only the last part may be denied, made once and kept with the rule.

`!(a || b)` is told as `!a && !b` and `!(a && b)` as `!a || !b` (De Morgan, which holds for unknown parts too), so that
"terpenuhi" beside a sentence always means that what the sentence asks is so.
"""

from dataclasses import dataclass

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
    Rule,
    StartsWith,
    walk,
)
from rangkul.rules.vocabulary import Fact


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One clause. `node` never is a `Not`; `negated` says that the opposite of it is asked (of a last part only).

    `operator` is "all", "any", "if", or that of the last part; `text` is the clause as written, `!(…)` around a part
    that was denied with others. `facts` are the subject's, `questions` those to members, `secrets` labels of sensitive
    facts; all three are empty where there are `parts`.
    """

    node: Node
    negated: bool
    operator: str
    text: str
    parts: tuple["Step", ...] = ()
    facts: tuple[Fact, ...] = ()
    questions: tuple[Quantifier, ...] = ()
    secrets: tuple[str, ...] = ()


def plan_of(rule: Rule) -> tuple[Step, ...]:
    """The rule's clauses, joined by "and"; worked out once per rule."""
    found: tuple[Step, ...] | None = rule.memo.get("plan")
    if found is None:
        found = tuple(_step(node, rule.text, negated=False) for node in rule.clauses)
        rule.memo["plan"] = found
    return found


def yes_no_asked(node: Comparison) -> tuple[Node, bool] | None:
    """What `x == false` and its like ask: (x, False); None for a comparison with anything but true or false."""
    if node.operator not in ("==", "!="):
        return None
    for fixed, other in ((node.right, node.left), (node.left, node.right)):
        if isinstance(fixed, Constant) and isinstance(fixed.value, bool):
            return other, fixed.value is (node.operator == "==")
    return None


def _step(node: Node, source: str, *, negated: bool, text: str = "") -> Step:
    if not text:
        written = source[node.span.start : node.span.end]
        text = f"!({written})" if negated else written
    match node:
        case Not():
            return _step(node.operand, source, negated=not negated, text=text)
        case Comparison() if (asked := yes_no_asked(node)) is not None:
            return _step(asked[0], source, negated=asked[1] is negated, text=text)
        case AllOf() | AnyOf():
            parts = tuple(_step(part, source, negated=negated) for part in node.operands)
            return Step(node, False, "all" if isinstance(node, AllOf) is not negated else "any", text, parts)
        case Conditional():
            branches = (_step(part, source, negated=negated) for part in (node.then, node.otherwise))
            return Step(node, False, "if", text, (_step(node.condition, source, negated=False), *branches))
        case _:
            return _last(node, text, negated=negated)


def _last(node: Node, text: str, *, negated: bool) -> Step:
    own = list(walk(node))
    references = [part for part in own if isinstance(part, Reference)]
    return Step(
        node,
        negated,
        "not" if negated else _operator(node),
        text,
        facts=tuple(dict.fromkeys(part.fact for part in references if not part.of_member)),
        questions=tuple(part for part in own if isinstance(part, Quantifier)),
        secrets=tuple(dict.fromkeys(part.fact.label for part in references if part.fact.sensitive)),
    )


def _operator(node: Node) -> str:
    match node:
        case Comparison():
            return node.operator
        case Membership():
            return "in"
        case StartsWith():
            return "starts_with"
        case InArea():
            return "in_area"
        case Known():
            return "known"
        case Quantifier(quantity=Quantity.ALL):
            return "all_members"
        case Quantifier():
            return "exists_member"
        case Constant():
            return "constant"
        case _:
            return "fact"
