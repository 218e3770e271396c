"""The entrance of the rule language: text and vocabulary in, checked rule out."""

import hashlib
from collections.abc import Mapping

from rangkul.rules.canonical import canonical_text
from rangkul.rules.errors import RuleError
from rangkul.rules.tree import MAX_BITS, Node, Parameter, Reference, Rule, bits, walk, weight
from rangkul.rules.vocabulary import FactType, ParameterType, Vocabulary

__all__ = ["Rule", "RuleError", "parse_rule"]

MAX_WEIGHT = 2_000


def parse_rule(text: str, vocabulary: Vocabulary, parameters: Mapping[str, ParameterType]) -> Rule:
    """The checked rule of a CEL text over the vocabulary and the named parameters.

    Raises RuleError (message, line, column, found, expected) for anything outside the language: a misspelt rule,
    an unknown name, types that do not fit, a result that is not yes/no, a rule too long, too deep or too large.
    """
    from rangkul.rules.check import Checker
    from rangkul.rules.grammar import parse_tree

    checker = Checker(text, vocabulary, parameters)
    root = checker.check(parse_tree(text))
    if root.type is not FactType.BOOL:
        checker.fail(
            root.span,
            f"hasil aturan harus ya/tidak, bukan {root.type.words}.",
            found=f"`{text[root.span.start : root.span.end]}`",
            expected="perbandingan, misalnya `desil <= 4`",
        )
    if weight(root) > MAX_WEIGHT or bits(root) > MAX_BITS:
        checker.fail(
            root.span, "aturan terlalu berat untuk dihitung.", expected="aturan yang lebih pendek; pecah aturannya"
        )
    members = vocabulary.member_list
    list_name = members.name if members else "anggota"
    canonical = canonical_text(root, list_name)
    return Rule(
        text=text,
        vocabulary=vocabulary,
        root=root,
        canonical=canonical,
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
        facts_used=_facts_used(root, list_name),
        parameters_used=tuple(dict.fromkeys(node.name for node in walk(root) if isinstance(node, Parameter))),
    )


def _facts_used(root: Node, list_name: str) -> tuple[str, ...]:
    references = (node for node in walk(root) if isinstance(node, Reference))
    return tuple(
        dict.fromkeys(f"{list_name}.{node.fact.name}" if node.of_member else node.fact.name for node in references)
    )
