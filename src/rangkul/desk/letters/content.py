"""What a letter holds, sealed: the answers with their facts, the paper as signed, and who signed."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rangkul.desk.models import Letter
from rangkul.organisation.queries import Signer
from rangkul.platform import crypto
from rangkul.platform.documents.plain import canonical, to_plain

CONTENT = "desk.letter"
PAPER = "desk.letter_paper"


def seal_content(values: Mapping[str, str], facts: Mapping[str, Any]) -> bytes:
    """Answers and facts as they are kept."""
    return crypto.seal(json.dumps({"values": values, "facts": facts}, ensure_ascii=False), context=CONTENT)


def content_of(letter: Letter) -> tuple[dict[str, str], dict[str, Any]]:
    """(answers, facts) of a letter, opened."""
    content = json.loads(crypto.unseal(bytes(letter.content_cipher), context=CONTENT))
    return content["values"], content["facts"]


def seal_paper(data: Mapping[str, Any]) -> bytes:
    """What was signed, word for word, as it is kept."""
    return crypto.seal(canonical(to_plain(dict(data))), context=PAPER)


def kept_signer(signer: Signer) -> dict[str, str]:
    """Who signed, as the letter keeps it: the block for paper, and by which office or power."""
    return {
        "official": str(signer.official_id),
        "mandate": str(signer.mandate_id) if signer.mandate_id else "",
        "capacity": signer.capacity,
        "seat": signer.seat,
        "title": signer.position,
        **signer.block(),
    }


def signer_of(letter: Letter) -> Signer:
    """Who signed a letter, as they signed."""
    kept = letter.signer
    return Signer(
        official_id=UUID(kept["official"]), mandate_id=UUID(kept["mandate"]) if kept["mandate"] else None,
        capacity=kept["capacity"], seat=kept["seat"], position=kept["title"], name=kept["name"],
        rank=kept["rank"], nip=kept["nip"],
    )  # fmt: skip


def opened_paper(letter: Letter) -> dict[str, object]:
    """What was signed, word for word."""
    assert letter.paper_cipher is not None
    found: dict[str, object] = json.loads(crypto.unseal(bytes(letter.paper_cipher), context=PAPER))
    return found
