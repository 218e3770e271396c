"""From text to the raw CEL tree, with syntax errors told in Indonesian.

The grammar is cel-python's `cel.lark`, read from its package without importing it: importing `celpy` costs half a
second and sets global state, and only the grammar is wanted here.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rangkul.rules.errors import RuleError, cut

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

MAX_CHARACTERS = 5_000

_WORD_OPERATORS = {
    "dan": "&&", "and": "&&", "atau": "||", "or": "||", "bukan": "!", "tidak": "!", "not": "!",
    "adalah": "==", "is": "==", "dalam": "in",
}  # fmt: skip
_CHARACTER_HINTS = {
    "=": "`==` untuk sama dengan, `>=` atau `<=` untuk batas",
    "&": "`&&` untuk “dan”",
    "|": "`||` untuk “atau”",
    "≥": "`>=`",
    "≤": "`<=`",
    "≠": "`!=`",
    "“": 'tanda kutip lurus, misalnya "P"',
    "”": 'tanda kutip lurus, misalnya "P"',
    "‘": 'tanda kutip lurus, misalnya "P"',
    "’": 'tanda kutip lurus, misalnya "P"',
    '"': 'teks yang ditutup dengan tanda kutip yang sama, misalnya "P"',
    "'": "teks yang ditutup dengan tanda kutip yang sama, misalnya 'P'",
    ";": "tanpa titik koma; gabungkan syarat dengan `&&` atau `||`",
}
_QUOTED = re.compile(r"""//[^\n]*|(?P<prefix>\w?)(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|["'])""")
_VALUE = "sebuah nilai: fakta, angka, teks, atau tanda kurung"


@cache
def _parser() -> "Lark":
    from lark import Lark, Token

    package = find_spec("celpy")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("cel-python is not installed; the rule language needs its grammar")
    grammar = (Path(package.submodule_search_locations[0]) / "cel.lark").read_text(encoding="utf-8")

    def literal_or_name(token: "Token") -> "Token":
        # The grammar reads true and false as names; they are literals.
        return Token.new_borrow_pos("BOOL_LIT", token.value, token) if token.value in ("true", "false") else token

    return Lark(
        grammar,
        parser="lalr",
        start="expr",
        lexer_callbacks={"IDENT": literal_or_name},
        propagate_positions=True,
        maybe_placeholders=False,
        priority="invert",
    )


def parse_tree(text: str, *, example: str = "sebuah syarat, misalnya `desil <= 4`") -> "Tree[Token]":
    """The raw tree of the text. Raises RuleError for an empty, over-long or misspelt rule."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput

    if not text.strip():
        raise RuleError("aturan masih kosong.", line=1, column=1, expected=example)
    if len(text) > MAX_CHARACTERS:
        raise RuleError(
            f"aturan terlalu panjang ({len(text)} huruf).",
            line=1,
            column=1,
            found=f"{len(text)} huruf",
            expected=f"paling banyak {MAX_CHARACTERS} huruf; pecah menjadi beberapa aturan",
            text=text,
        )
    _refuse_bad_quotes(text)
    try:
        return _parser().parse(text)
    except UnexpectedCharacters as error:
        raise _bad_character(text, error.line, error.column) from None
    except UnexpectedInput as error:
        raise _bad_token(text, error) from None


def _refuse_bad_quotes(text: str) -> None:
    """Refuse unclosed, tripled and prefixed quotation marks before the grammar sees them.

    The grammar's pattern for a text tries every way to read a run of backslashes when no mark closes it: forty of them
    would take for ever. This pattern reads each letter once.
    """
    end_of_last = -1
    for match in _QUOTED.finditer(text):
        quoted, start = match["text"], match.start("text")
        if quoted is None:
            continue
        if len(quoted) == 1:
            line, column = place_of(text, start)
            raise RuleError(
                "teks tidak ditutup.", line=line, column=column, expected=_CHARACTER_HINTS[quoted], text=text
            )
        if match["prefix"] or start == end_of_last:
            line, column = place_of(text, match.start())
            raise RuleError(
                "bentuk nilai ini tidak ada dalam bahasa aturan.",
                line=line,
                column=column,
                found=f"`{cut(match[0])}`",
                expected='bilangan, "teks", true atau false',
                text=text,
            )
        end_of_last = match.end()


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset in the text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _bad_character(text: str, line: int, column: int) -> RuleError:
    shown = text.split("\n")[line - 1]
    character = shown[column - 1] if column <= len(shown) else ""
    if shown[column - 1 : column + 1] == "=>":
        return RuleError("tanda `=>` tidak dikenal.", line=line, column=column, expected="`>=`", text=text)
    return RuleError(
        f"tanda `{character}` tidak dapat dipakai di sini.",
        line=line,
        column=column,
        found=f"`{character}`",
        expected=_CHARACTER_HINTS.get(character, "fakta, angka, teks dalam tanda kutip, atau operator"),
        text=text,
    )


def _bad_token(text: str, error: Exception) -> RuleError:
    token = getattr(error, "token", None)
    expected = _expected(getattr(error, "accepts", None) or getattr(error, "expected", None) or set())
    if token is None or token.type == "$END":
        lines = text.rstrip().split("\n")
        return RuleError(
            "aturan berhenti sebelum selesai.",
            line=len(lines),
            column=len(lines[-1].rstrip()) + 1,
            found="akhir aturan",
            expected=expected,
            text=text,
        )
    word = str(token)
    operator = _WORD_OPERATORS.get(word.casefold())
    if operator is not None:
        expected = f"`{operator}` untuk “{word}”"
    return RuleError(
        f"`{cut(word)}` tidak dapat berdiri di sini.",
        line=token.line or 1,
        column=token.column or 1,
        found=f"`{cut(word)}`",
        expected=expected,
        text=text,
    )


def _expected(names: set[str]) -> str:
    if "IDENT" in names and "LPAR" in names:
        return _VALUE
    if names == {"IDENT"}:
        return "sebuah nama"
    closers = [sign for name, sign in (("RPAR", "`)`"), ("RSQB", "`]`"), ("RBRACE", "`}`")) if name in names]
    if "PLUS" in names or "STAR" in names:
        return "operator (misalnya `&&`, `||`, `<=`, `==`) atau akhir aturan"
    return " atau ".join(closers) if closers else "operator atau akhir aturan"
