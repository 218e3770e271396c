"""The one stylesheet a browser loads, joined from its small parts in layer order."""

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "rangkul"
PARTS = STATIC / "css"
BUNDLE = STATIC / "rangkul.css"
LAYERS = ("reset", "tokens", "base", "layout", "components", "pages", "utilities")


def part_files(layer: str) -> list[Path]:
    """Files of one cascade layer: `css/<layer>.css`, then everything in `css/<layer>/` by name."""
    single = PARTS / f"{layer}.css"
    found = [single] if single.exists() else []
    return found + sorted((PARTS / layer).glob("*.css"))


def squeeze(css: str) -> str:
    """Drop comments and needless blanks; keeps the blank before `:` and `>` that selectors may mean."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = css.replace(": ", ":").replace(";}", "}")
    return css.strip()


def build_css() -> str:
    """Text of `rangkul.css`: the layer order, then each layer with its parts."""
    pieces = [f"@layer {','.join(LAYERS)};"]
    for layer in LAYERS:
        body = "".join(squeeze(path.read_text(encoding="utf-8")) for path in part_files(layer))
        if body:
            pieces.append(f"@layer {layer}{{{body}}}")
    return "\n".join(pieces) + "\n"


def write_css() -> Path:
    """Write the committed bundle and return where it is."""
    BUNDLE.write_text(build_css(), encoding="utf-8")
    return BUNDLE


if __name__ == "__main__":
    write_css()
