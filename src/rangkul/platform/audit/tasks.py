"""Background jobs of the trail: closing blocks, and examining the whole chain."""

from typing import Any

from rangkul.kernel import clock
from rangkul.platform.audit.sealing import seal_new
from rangkul.platform.audit.verification import keep_check, verify_trail
from rangkul.platform.tasks.runner import JobHandle, job


@job("audit.trail.seal")
def seal_trail(handle: JobHandle) -> dict[str, Any]:
    """Seal what has settled; result: number of blocks and lines."""
    made = seal_new(at=clock.now())
    return {"blocks": len(made), "rows": sum(seal.count for seal in made)}


@job("audit.trail.verify")
def examine_trail(handle: JobHandle) -> dict[str, Any]:
    """Seal, then examine the whole chain and keep the outcome for the trail's page."""
    seal_new(at=clock.now())
    check = keep_check(verify_trail(), at=clock.now())
    return {"ok": check.ok, "blocks": check.blocks, "rows": check.rows}
