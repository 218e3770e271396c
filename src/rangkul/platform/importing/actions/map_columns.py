"""Telling what the columns and codes of a strange file mean, and keeping that for the next file like it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import columns, policies, resolving
from rangkul.platform.importing.columns import JOINABLE, PAIRS, Plan
from rangkul.platform.importing.enums import READ_JOB
from rangkul.platform.importing.formats import key, labels_of
from rangkul.platform.importing.landing import FORMATS
from rangkul.platform.importing.models import ColumnMapping, ImportBatch
from rangkul.platform.importing.workflow import IMPORT
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import enqueue

_LONGEST = 200


@action("registry.import.map")
def map_batch(*, batch_id: UUID, plan: Plan, name: str = "", by: Actor, at: datetime) -> ImportBatch:
    """Say what the columns of a waiting batch mean and read it by that; under a `name` it is kept for the next file.

    Raises `Denied`, `Refused` for an unknown format, a column given twice or not in the file, a required one that is
    neither there nor constant, and `UnableToMove`.
    """
    batch = locked(batch_id, by)
    checked = _checked(plan, batch.area_code)
    batch.plan, batch.format_code = checked.as_data(), checked.format_code
    batch.mapping = _kept(batch, checked, name, by, at) if clean(name) else None
    _read_again(batch, by=by, at=at)
    record("registry.import.map", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)],
           data={"format": checked.format_code, "columns": checked.columns, "constants": sorted(checked.constants),
                 "kept": batch.mapping is not None})  # fmt: skip
    return batch


@action("registry.import.map_values")
def map_values(*, batch_id: UUID, values: Mapping[str, Mapping[str, str]], by: Actor, at: datetime) -> ImportBatch:
    """Say what unknown codes of a read batch mean ({our column: {theirs: ours}}) and read it again.

    The saved mapping of the batch learns them too; for a file that was recognised by its header one is kept, so that
    the next such file is read by it. Raises `Denied`, `Refused` when nothing was said, `UnableToMove`.
    """
    batch = locked(batch_id, by)
    told = {
        ours: {theirs: clean(mine) for theirs, mine in each.items() if clean(mine)} for ours, each in values.items()
    }
    told = {ours: each for ours, each in told.items() if each}
    if not told:
        raise Refused(field="Isi kolom", value="", expected="paling sedikit satu padanan", remedy="isi satu kotak")
    is_recognised = not batch.plan
    plan = _as_recognised(batch) if is_recognised else Plan.from_data(batch.plan)
    merged = plan.values | {ours: plan.values.get(ours, {}) | each for ours, each in told.items()}
    learnt = replace(plan, values=merged)
    batch.plan = learnt.as_data()
    if is_recognised:
        batch.mapping = _kept(batch, learnt, FORMATS[plan.format_code].title, by, at)
    if batch.mapping is not None:
        batch.mapping.plan = batch.plan
        batch.mapping.save(update_fields=["plan"])
    _read_again(batch, by=by, at=at)
    record("registry.import.map_values", by=by, at=at, on=batch, area=batch.area_code,
           subjects=[("batch", batch.pk)], data={"columns": {ours: len(each) for ours, each in told.items()}})  # fmt: skip
    return batch


@action("registry.import.ask_columns")
def ask_columns(*, batch_id: UUID, by: Actor, at: datetime) -> ImportBatch:
    """Have the columns of a read batch asked anew: it was recognised as something it is not.

    Raises `Denied`, `UnableToMove`.
    """
    batch = locked(batch_id, by)
    batch.format_code, batch.plan, batch.mapping = "other", {}, None
    _read_again(batch, by=by, at=at)
    record("registry.import.ask_columns", by=by, at=at, on=batch, area=batch.area_code,
           subjects=[("batch", batch.pk)])  # fmt: skip
    return batch


@action("registry.import.rename_mapping")
def rename_mapping(*, mapping_id: UUID, name: str, by: Actor, at: datetime) -> ColumnMapping:
    """Give a saved mapping another name. Raises `Denied`, `Refused` without a name."""
    mapping = _locked_mapping(mapping_id, by)
    mapping.name = _named(name)
    mapping.save(update_fields=["name"])
    record("registry.import.rename_mapping", by=by, at=at, on=mapping, area=mapping.area_code,
           data={"name": mapping.name})  # fmt: skip
    return mapping


@action("registry.import.remove_mapping")
def remove_mapping(*, mapping_id: UUID, by: Actor, at: datetime) -> None:
    """Forget a saved mapping; batches read by it keep their copy. Raises `Denied`."""
    mapping = _locked_mapping(mapping_id, by)
    record("registry.import.remove_mapping", by=by, at=at, on=mapping, area=mapping.area_code,
           data={"name": mapping.name})  # fmt: skip
    mapping.delete()


def locked(batch_id: UUID, by: Actor) -> ImportBatch:
    """The batch for a change by who uploads imports in its area."""
    batch = policies.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)
    policies.check_can_map(by, batch)
    return batch


def _read_again(batch: ImportBatch, *, by: Actor, at: datetime) -> None:
    batch.state = IMPORT.move(batch.state, "map")
    resolving.release(batch)
    job = enqueue(READ_JOB, title=f"Membaca {batch.file_name}", by=by, batch_id=str(batch.pk))
    batch.job_id, batch.question, batch.error = job.pk, "", ""
    batch.save()


def _checked(plan: Plan, area: str) -> Plan:
    each = FORMATS.get(plan.format_code)
    if each is None:
        raise Refused(field="Jenis data", value=plan.format_code, expected="jenis yang dikenal", remedy="pilih satu")
    known = {column.name: column for column in each.layout.columns}
    there = {key(label): label for label in labels_of(plan.header)}
    columns_told = {ours: label for ours, label in plan.columns.items() if label}
    for ours, label in columns_told.items():
        if ours not in known or key(label) not in there:
            raise Refused(field="Kolom", value=label, expected="kolom berkas ini", remedy="muat ulang halaman ini")
    alone = [label for ours, label in columns_told.items() if not _is_second(ours, columns_told)]
    twice = [label for label in alone if alone.count(label) > 1]
    more = {ours: each for ours, each in plan.more.items() if ours in columns_told and ours in JOINABLE and each}
    strange = [label for each in more.values() for label in each if key(label) not in there]
    twice += strange + [label for each in more.values() for label in each if label in alone]
    if twice:
        raise Refused(
            field="Kolom", value=twice[0], expected="satu arti untuk satu kolom", remedy="pilih salah satu saja"
        )
    constants = {ours: clean(text)[:_LONGEST] for ours, text in plan.constants.items() if clean(text)}
    constants = {ours: text for ours, text in constants.items() if ours in known and ours not in columns_told}
    missing = [
        each.labels.get(name, name)
        for name, column in known.items()
        if column.is_required and name not in columns_told and name not in constants
    ]
    if missing:
        raise Refused(
            field="Kolom wajib",
            value="",
            expected=f"kolom untuk {', '.join(missing)}",
            remedy="pilih kolomnya, atau tulis satu isi untuk semua baris",
        )
    told = {*columns_told, *constants}
    if each.place_columns and AreaCode.parse(area).level is not AreaLevel.VILLAGE and not told & {*each.place_columns}:
        raise Refused(
            field="Desa",
            value="",
            expected="kolom yang menyebut desanya",
            remedy="pilih kolomnya, tulis satu desa untuk semua baris, atau unggah lagi dengan memilih satu desa",
        )
    return Plan(plan.format_code, list(plan.header), columns_told, constants, dict(plan.values), more, plan.shape)


def _is_second(ours: str, told: Mapping[str, str]) -> bool:
    """Whether this column of ours stands in one column of the file together with the other of its pair."""
    return any(ours == second and told.get(first) == told[second] for first, second in PAIRS)


def _as_recognised(batch: ImportBatch) -> Plan:
    """The plan of a file that was recognised by its header, so that codes can be put into ours in it too."""
    labels = labels_of(batch.header)
    places: dict[str, int] = batch.layout.get("places", {})
    found = {ours: labels[place] for ours, place in places.items() if place < len(labels)}
    return Plan(batch.format_code, list(batch.header), found)


def _kept(batch: ImportBatch, plan: Plan, name: str, by: Actor, at: datetime) -> ColumnMapping:
    area = next((str(each) for each in by.areas if each.contains(AreaCode.parse(batch.area_code))), batch.area_code)
    mapping, _ = ColumnMapping.objects.update_or_create(
        area_code=area,
        fingerprint=columns.fingerprint([*plan.header, f"tanpa judul {plan.shape}"] if plan.shape else plan.header),
        defaults={
            "name": _named(name),
            "format_code": plan.format_code,
            "header": plan.header,
            "plan": plan.as_data(),
            "saved_by": by.user_id,
            "saved_by_name": by.name,
            "saved_at": at,
        },
    )
    return mapping


def _named(name: str) -> str:
    text = clean(name)[:120]
    if not text:
        raise Refused(field="Nama padanan", value="", expected="nama singkat", remedy="tulis mis. KKS Bank, triwulan")
    return text


def _locked_mapping(mapping_id: UUID, by: Actor) -> ColumnMapping:
    policies.check_can_change_mappings(by)
    return policies.mappings_visible_to(by).select_for_update(of=("self",)).get(pk=mapping_id)
