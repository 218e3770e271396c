"""From a layout and data to a tagged PDF: Typst with its own fonts, nothing from the machine or the network."""

import io
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import segno
import typst

from rangkul.platform.documents.errors import UnableToIssue
from rangkul.platform.documents.layouts import TEMPLATES, get_layout
from rangkul.platform.documents.plain import canonical, to_plain


def render_pdf(layout: str, data: Mapping[str, Any], *, meta: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF/UA-1 of a layout. Data enters as one JSON string, so text never becomes Typst code.

    `meta` holds number, title, place, date, verify_url, verify_address, verify_code and qr. `at` goes into the PDF as
    its creation time, so that the same data gives the same bytes. Raises UnableToIssue.
    """
    chosen = get_layout(layout)
    chosen.check(data)
    plain = to_plain(dict(data)) | {"meta": to_plain(dict(meta))}
    try:
        pdf = typst.compile(
            chosen.path,
            root=TEMPLATES,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": canonical(plain)},
            pdf_standards=["ua-1"],
            timestamp=int(at.timestamp()),
        )
    except (typst.TypstError, RuntimeError) as error:
        raise UnableToIssue(f"{layout}: {error}") from error
    return bytes(pdf)


@lru_cache(maxsize=1024)
def qr_svg(text: str) -> str:
    """A QR code as SVG text, error correction M (still readable with a stamp over its edge)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue().decode()
