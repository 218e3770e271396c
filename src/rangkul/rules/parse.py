"""The entrance of the rule language: text and vocabulary in, checked rule or value out."""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rangkul.rules.bounds import is_too_heavy
from rangkul.rules.canonical import canonical_text
from rangkul.rules.errors import RuleError, cut
from rangkul.rules.tree import Node, Parameter, Quantifier, Quantity, Reference, Rule, walk
from rangkul.rules.vocabulary import FactType, ParameterType, Vocabulary

if TYPE_CHECKING:
    from rangkul.rules.check import Checker

__all__ = ["Rule", "RuleError", "before_member_condition", "parse_member_condition", "parse_rule", "parse_value"]


def parse_rule(text: str, vocabulary: Vocabulary, parameters: Mapping[str, ParameterType]) -> Rule:
    """The checked rule of a CEL text over the vocabulary and the named parameters.

    Raises RuleError (message, line, column, found, expected) for anything outside the language: a misspelt rule,
    an unknown name, types that do not fit, a result that is not yes/no, a rule too long, too deep or too large.
    """
    checker, root = _checked(text, vocabulary, parameters, example="sebuah syarat, misalnya `desil <= 4`")
    if root.type is not FactType.BOOL:
        checker.fail(
            root.span,
            f"hasil aturan harus ya/tidak, bukan {root.type.words}.",
            found=f"`{cut(text[root.span.start : root.span.end])}`",
            expected="perbandingan, misalnya `desil <= 4`",
        )
    return _rule(text, vocabulary, root)


def parse_value(text: str, vocabulary: Vocabulary, parameters: Mapping[str, ParameterType]) -> Rule:
    """The checked value of a CEL text: a calculation whose root is of type INT or NUMBER, for amounts and rankings.

    Raises RuleError like `parse_rule`. For everybody: `compile_columns(…, values=…)`; for one: `explain.value_of`.
    """
    example = "sebuah perhitungan, misalnya `param.tarif * 3`"
    checker, root = _checked(text, vocabulary, parameters, example=example)
    if not root.type.is_numeric:
        checker.fail(
            root.span,
            f"hasil perhitungan harus bilangan, bukan {root.type.words}.",
            found=f"`{cut(text[root.span.start : root.span.end])}`",
            expected="perhitungan, misalnya `param.tarif * 3` atau `syarat ? 1 : 0`",
        )
    return _rule(text, vocabulary, root)


def before_member_condition(vocabulary: Vocabulary) -> str:
    """What stands before a condition about a member `a` when it is asked as a rule; the editor completes after it."""
    members = vocabulary.member_list
    return f"{members.name if members else 'anggota'}.exists(a, "


def parse_member_condition(text: str, vocabulary: Vocabulary, parameters: Mapping[str, ParameterType]) -> Rule:
    """The checked question whether some member `a` fulfils a condition, for example `a.umur < 7`.

    Raises RuleError like `parse_rule`, with the place in `text` itself. A text that closes the question and goes on
    (`a.hamil) || anggota.exists(b, b.hamil`) is no condition about one member and is refused.
    """
    if not text.strip():
        raise RuleError("syarat tentang anggota belum ditulis.", line=1, column=1, expected="`a.umur < 7`", text=text)
    before = before_member_condition(vocabulary)
    try:
        rule = parse_rule(f"{before}{text}\n)", vocabulary, parameters)
    except RuleError as error:
        raise _in_its_own_text(error, text, len(before)) from None
    if not isinstance(rule.root, Quantifier) or rule.root.quantity is not Quantity.EXISTS:
        raise RuleError(
            "ini bukan satu syarat tentang seorang anggota.",
            line=1,
            column=1,
            found=f"`{cut(text)}`",
            expected="`a.umur < 7`; kurung yang dibuka ditutup di dalamnya",
            text=text,
        )
    return rule


def _in_its_own_text(error: RuleError, text: str, before: int) -> RuleError:
    """The error of a text that was put after `before` letters, at the place its writer sees."""
    lines = text.splitlines() or [""]
    line = min(error.line, len(lines))
    column = error.column - before if error.line == 1 else error.column
    column = max(1, min(column, len(lines[line - 1]) + 1)) if error.line <= len(lines) else len(lines[line - 1]) + 1
    return RuleError(error.message, line=line, column=column, found=error.found, expected=error.expected, text=text)


def _checked(
    text: str, vocabulary: Vocabulary, parameters: Mapping[str, ParameterType], *, example: str
) -> tuple["Checker", Node]:
    # Imported here: lark costs a tenth of a second, and most of those who import rules never parse one.
    from rangkul.rules.check import Checker
    from rangkul.rules.grammar import parse_tree

    checker = Checker(text, vocabulary, parameters)
    root = checker.check(parse_tree(text, example=example))
    checker.refuse_members(root)
    if is_too_heavy(root):
        checker.fail(
            root.span, "aturan terlalu berat untuk dihitung.", expected="aturan yang lebih pendek; pecah aturannya"
        )
    return checker, root


def _rule(text: str, vocabulary: Vocabulary, root: Node) -> Rule:
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
