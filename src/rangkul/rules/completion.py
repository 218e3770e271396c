"""What could be written next in a rule: for the editor, which shows it while somebody types."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rangkul.rules.check import Checker
from rangkul.rules.errors import MAX_SHOWN
from rangkul.rules.functions import FUNCTIONS
from rangkul.rules.members import EXAMPLES, MEMBER_METHODS
from rangkul.rules.vocabulary import Fact, FactType, ParameterType, Vocabulary

Kind = Literal["fact", "members", "method", "function", "parameter", "value", "variable"]
Options = Mapping[str, Sequence[tuple[str, str]]]
"""The codes of text facts by Indonesian fact name: (code, label)."""

NO_OPTIONS: Options = {}
_QUOTE = re.compile(r"""//[^\n]*(\n|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|["']""")
_ASKED_OF_MEMBERS = re.compile(r"\.(?:exists|all|count|filter|map|sum)$")
_COMPARED = re.compile(r"""([A-Za-z_][\w.]*)\s*(?:==|!=|in\s*\[(?:[^\]]*,)?)\s*$""")
_METHODS = {
    "exists": "ada anggota yang …",
    "all": "semua anggota …",
    "count": "jumlah anggota yang …",
    "size": "jumlah anggota",
    "sum": "jumlah sebuah nilai dari anggota",
    "filter": "hanya anggota yang …",
    "map": "sebuah nilai dari setiap anggota",
}


@dataclass(frozen=True, slots=True)
class Completion:
    """One proposal: `text` replaces what stands between `start` and the cursor; `label` and `detail` are shown."""

    text: str
    label: str
    kind: Kind
    detail: str
    start: int


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that could stand here; `other` is the same word in the other language, by which it is found as well."""

    word: str
    kind: Kind
    detail: str
    other: str = ""
    after: str = ""


def completions(
    text: str,
    position: int,
    vocabulary: Vocabulary,
    parameters: Mapping[str, ParameterType],
    *,
    options: Options = NO_OPTIONS,
) -> list[Completion]:
    """What could stand at the cursor (an offset in the text), nearest first; nothing inside a comment.

    Words come in the language the rule is written in, found by either language and by their label. Inside quotation
    marks the codes of the fact compared with, from `options`. Works on unfinished and faulty text.
    """
    before = text[: max(0, position)]
    quote = _open_quote(before)
    if quote is not None:
        return _codes(before, quote, vocabulary, options)
    typed = re.search(r"[\w.]*$", before)
    word = typed[0] if typed else ""
    owner, dot, stem = word.rpartition(".")
    start = len(before) - len(stem)
    is_english = Checker(text, vocabulary, parameters).is_english
    scope = _Scope(vocabulary, parameters, is_english=is_english, variables=_variables(before))
    if not dot:
        return _matching(stem, scope.words(after_in=bool(re.search(r"\bin\s+$", before[:start]))), start)
    return _matching(stem, scope.parts_of(owner, before[: len(before) - len(word)]), start)


@dataclass(frozen=True, slots=True)
class _Scope:
    vocabulary: Vocabulary
    parameters: Mapping[str, ParameterType]
    is_english: bool
    variables: tuple[str, ...]

    def words(self, *, after_in: bool) -> Iterator[_Word]:
        """Everything that may begin a part of a rule; after `in` only lists."""
        if after_in:
            yield from self._parameters("param.", lists=True)
            return
        for variable in self.variables:
            yield _Word(variable, "variable", "seorang anggota", after=".")
        yield from map(self._fact, (fact for fact in self.vocabulary.facts if fact.type is not FactType.MEMBERS))
        members = self.vocabulary.member_list
        if members is not None:
            word, other = self._both(members.name, members.english)
            yield _Word(word, "members", members.label, other, after=".")
        yield from self._parameters("param.", lists=False)
        for function in FUNCTIONS.values():
            word, other = self._both(function.name, function.english)
            yield _Word(word, "function", function.label, other, after="(" if function.most else "()")

    def parts_of(self, owner: str, before: str) -> Iterator[_Word]:
        """What may stand after `owner.`: of a parameter, a member, the list of members, a text, or of the family."""
        members = self.vocabulary.member_list
        if owner == "param":
            yield from self._parameters("", lists=bool(re.search(r"\bin\s+$", before)))
        elif owner == "math":
            for function in FUNCTIONS.values():
                if function.english.startswith("math."):
                    yield _Word(function.english.removeprefix("math."), "function", function.label, after="(")
        elif owner in self.variables:
            yield from map(self._fact, self.vocabulary.members)
        elif members is not None and (owner in (members.name, members.english) or _follows_filter(owner, before)):
            for method in MEMBER_METHODS:
                yield _Word(method, "method", f"{_METHODS[method]}: {EXAMPLES[method]}", after="(")
        elif owner:
            yield from self._parts_of_fact(owner)

    def _parts_of_fact(self, owner: str) -> Iterator[_Word]:
        fact = self.vocabulary.find_fact(owner)
        if fact is not None and fact.type is FactType.TEXT:
            yield _Word("startsWith", "method", "berawalan", after="(")
        for fact in self.vocabulary.facts:
            for word, other in ((fact.name, fact.english), (fact.english, fact.name)):
                if word.startswith(f"{owner}."):
                    yield _Word(word.removeprefix(f"{owner}."), "fact", _told(fact), other.partition(".")[2])

    def _fact(self, fact: Fact) -> _Word:
        word, other = self._both(fact.name, fact.english)
        return _Word(word, "fact", _told(fact), other)

    def _both(self, name: str, english: str) -> tuple[str, str]:
        return (english, name) if self.is_english and english else (name, english)

    def _parameters(self, prefix: str, *, lists: bool) -> Iterator[_Word]:
        for name, kind in self.parameters.items():
            if kind.is_list == lists:
                label = self.vocabulary.parameter_labels.get(name, "parameter")
                words = f"daftar {kind.item_type.words}" if kind.is_list else kind.item_type.words
                yield _Word(f"{prefix}{name}", "parameter", f"{label} · {words}")


def _told(fact: Fact) -> str:
    return f"{fact.label} · {fact.type.words} · {fact.source}"


def _follows_filter(owner: str, before: str) -> bool:
    return not owner and before.rstrip().endswith(")")


def _matching(stem: str, words: Iterable[_Word], start: int) -> list[Completion]:
    """Those that begin with the stem, then those that hold it in their name, then in their detail."""
    if len(stem) > MAX_SHOWN:
        return []
    wanted = stem.casefold()
    ranked: list[tuple[int, Completion]] = []
    for number, each in enumerate(words):
        names = [name.casefold() for name in (each.word, each.other) if name]
        places = (
            names[0].startswith(wanted) or names[0].startswith(f"param.{wanted}"),
            any(name.startswith(wanted) for name in names),
            any(wanted in name for name in names),
            re.search(rf"\b{re.escape(wanted)}", each.detail.casefold()) is not None,
        )
        if not any(places):
            continue
        # Who types an English word in a rule that has no other gets English back.
        word = each.other if places[1] and not places[0] else each.word
        found = Completion(f"{word}{each.after}", word, each.kind, each.detail, start)
        ranked.append((places.index(True) * 1000 + number, found))
    return [found for _, found in sorted(ranked, key=lambda pair: pair[0])]


def _open_quote(before: str) -> int | None:
    """Where the text begins that is open at the end; the end itself inside a comment; None outside both."""
    for match in _QUOTE.finditer(before):
        if len(match[0]) == 1:
            return match.start()
        if match[0].startswith("//") and match[1] == "":
            return len(before)
    return None


def _codes(before: str, quote: int, vocabulary: Vocabulary, options: Options) -> list[Completion]:
    compared = _COMPARED.search(before[:quote])
    if compared is None or quote >= len(before):
        return []
    name, mark = compared[1], before[quote]
    fact = vocabulary.find_fact(name) or vocabulary.find_member_fact(name.rpartition(".")[2])
    listed = options.get(fact.name, options.get(fact.name.rpartition(".")[2], ())) if fact else ()
    stem = before[quote + 1 :].casefold()
    return [
        Completion(f"{code}{mark}", code, "value", str(label), quote + 1)
        for code, label in listed
        if stem in code.casefold() or stem in str(label).casefold()
    ]


def _variables(before: str) -> tuple[str, ...]:
    """Names of members that are in force at the end of the text: `a` in `anggota.exists(a, ` until its bracket."""
    bare = _QUOTE.sub(lambda match: " " * len(match[0]), before)
    stack: list[str] = []
    for match in re.finditer(r"[()]", bare):
        if match[0] == ")":
            if stack:
                stack.pop()
            continue
        named = re.match(r"\s*([A-Za-z_]\w*)\s*,", bare[match.end() :])
        asked = _ASKED_OF_MEMBERS.search(bare[max(0, match.start() - 12) : match.start()].rstrip())
        stack.append(named[1] if named and asked else "")
    return tuple(dict.fromkeys(name for name in stack if name))
