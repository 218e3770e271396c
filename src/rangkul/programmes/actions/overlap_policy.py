"""Which programmes may be received together: set in the browser, dated, with its legal basis; filled by the catalogue."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import lock_words, office_day
from rangkul.programmes.entries import ProgrammeEntry
from rangkul.programmes.enums import OverlapLevel, OverlapRule
from rangkul.programmes.errors import CatalogueRefused
from rangkul.programmes.models import OverlapPolicy, Programme
from rangkul.programmes.policies.overlaps import check_can_set
from rangkul.programmes.queries.overlaps import policies_in_force


@action("programmes.overlap.set")
def set_overlap(
    *,
    first: UUID,
    second: UUID,
    level: str,
    rule: str,
    basis: str,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> OverlapPolicy:
    """Let a policy hold for a pair at one level from a day on; what held before ends on that day and stays readable.

    The order of the pair does not matter. A policy that begins on the same day is replaced by one that was never in
    force (`valid_from` in the future) or refused. Raises Denied, Refused.
    """
    check_can_set(by)
    pair = sorted((_programme(first), _programme(second)), key=lambda each: each.pk)
    ground = clean(basis)
    _check(pair, level, rule, ground)
    lock_words("programmes.overlap.set", *(each.pk for each in pair), level)
    before = _make_room(pair, level, valid_from, office_day(at))
    later = (
        OverlapPolicy.objects.filter(
            first=pair[0], second=pair[1], level=level, valid__fully_gt=DateRange(None, valid_from)
        )
        .order_by("valid")
        .first()
    )
    policy = OverlapPolicy.objects.create(
        first=pair[0],
        second=pair[1],
        level=level,
        rule=rule,
        basis=ground,
        valid=DateRange(valid_from, later.valid.lower if later else None),
        changed_by=by.user_id,
        changed_by_name=by.name,
        changed_at=at,
    )
    record(
        "programmes.overlap.set",
        by=by,
        at=at,
        on=policy,
        kind="overlap_policy",
        data={
            "programmes": [each.code for each in pair],
            "level": level,
            "before": before,
            "after": rule,
            "from": valid_from.isoformat(),
            "basis": ground,
        },
    )
    return policy


def keep_overlaps(entries: Sequence[ProgrammeEntry], programmes: Mapping[str, Programme], *, at: datetime) -> int:
    """Add what the catalogue says of pairs of which nothing is known yet; what the office set stays. Returns how many.

    A policy of the catalogue holds since always. Raises CatalogueRefused when a programme it names is not there.
    """
    added = 0
    for entry in entries:
        for each in entry.overlap:
            if each.other not in programmes:
                raise CatalogueRefused(
                    file=f"{entry.code}/programme.yaml", key="overlap.with", value=each.other,
                    expected="kode program dalam katalog",
                )  # fmt: skip
            pair = sorted((programmes[entry.code], programmes[each.other]), key=lambda one: one.pk)
            known = {"first": pair[0], "second": pair[1], "level": each.level.upper()}
            if OverlapPolicy.objects.filter(**known).exists():
                continue
            OverlapPolicy.objects.create(
                **known, rule=each.policy, basis=each.basis, valid=DateRange(None, None), changed_at=at
            )
            added += 1
    return added


def lock_overlaps(programme_id: UUID, on: date) -> None:
    """Make decisions about programmes that do not go together come one after the other.

    Two officials could otherwise enrol one family in both at the same moment, each finding nothing. Locks are taken in
    one order, after the component's.
    """
    pairs = policies_in_force(on).exclude(rule=OverlapRule.ALLOWED)
    keys = sorted({(str(each.first_id), str(each.second_id)) for each in pairs})
    for first, second in keys:
        if str(programme_id) in (first, second):
            lock_words("programmes.overlap", first, second)


def _programme(programme_id: UUID) -> Programme:
    found = Programme.objects.filter(pk=programme_id).first()
    if found is None:
        raise Refused(field="Program", value="", expected="program dalam katalog", remedy="pilih dari daftar")
    return found


def _check(pair: Sequence[Programme], level: str, rule: str, basis: str) -> None:
    if pair[0].pk == pair[1].pk:
        raise Refused(
            field="Program",
            value=pair[0].name,
            expected="dua program yang berbeda",
            remedy="pilih program lain; satu bantuan dua kali sudah selalu ditolak",
        )
    if level not in OverlapLevel.values or rule not in OverlapRule.values:
        raise Refused(
            field="Kebijakan",
            value=f"{level} {rule}",
            expected="salah satu tingkat dan salah satu aturan dalam daftar",
            remedy="pilih keduanya",
        )
    if not basis:
        raise Refused(
            field="Dasar hukum",
            value="",
            expected="peraturan atau keputusan yang menjadi dasarnya",
            remedy="tulis nomor dan tahunnya",
        )


def _make_room(pair: Sequence[Programme], level: str, start: date, today: date) -> str:
    """End what holds on `start`; returns its rule, "" when nothing did."""
    locked = OverlapPolicy.objects.select_for_update(of=("self",))
    old = locked.filter(first=pair[0], second=pair[1], level=level, valid__contains=start).first()
    if old is None:
        return ""
    if old.valid.lower == start:
        if start <= today:
            raise Refused(
                field="Berlaku sejak",
                value=format_date(start),
                expected=f"sesudah {format_date(start)}, karena kebijakan yang mulai hari itu sudah berlaku",
                remedy="pilih tanggal sesudahnya; yang sudah berlaku tetap dapat dibaca",
            )
        rule = str(old.rule)
        old.delete()
        return rule
    OverlapPolicy.objects.filter(pk=old.pk).update(valid=DateRange(old.valid.lower, start))
    return str(old.rule)
