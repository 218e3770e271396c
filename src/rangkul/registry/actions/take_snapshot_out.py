"""Taking a snapshot out of the house, for a machine that computes over many offices, leaves a line in the trail."""

from datetime import date, datetime
from pathlib import Path

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.snapshot import snapshot_of
from rangkul.registry.snapshot_folder import Part, write_folder

_SHORTEST_PURPOSE = 5


@action("registry.snapshot.take_out")
def take_snapshot_out(*, area: str, as_of: date, folder: Path, purpose: str, by: Actor, at: datetime) -> list[Part]:
    """Write the facts of everybody in the area as Parquet, a part for each kabupaten/kota, for a stated purpose.

    Needs the owner's connection (COPY is not possible under row-level security). Raises Denied (role, area), Refused
    (purpose, a part that is there already).
    """
    place = AreaCode.parse(area)
    policies.check_can_take_snapshot_out(by, place)
    why = clean(purpose)[:300]
    if len(why) < _SHORTEST_PURPOSE:
        raise Refused(
            field="Keperluan", value=why, expected="keperluan yang jelas", remedy="tulis untuk apa salinan ini dipakai"
        )
    with snapshot_of(area=place, as_of=as_of) as taken:
        parts = write_folder(taken, folder)
    told = {
        "as_of": as_of.isoformat(),
        "families": sum(p.families for p in parts),
        "members": sum(p.members for p in parts),
    }
    record("registry.snapshot.take_out", by=by, at=at, kind="snapshot", area=place, reason=why, data=told)
    return parts
