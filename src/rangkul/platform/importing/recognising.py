"""Which format a file has: the chosen one, a mapping kept for this header, one of the known formats, or nobody knows."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from django.db.models import F

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import RangkulError
from rangkul.platform.importing import peeking, resolving
from rangkul.platform.importing.columns import PLANNED, Plan
from rangkul.platform.importing.errors import FileRefused
from rangkul.platform.importing.formats import Layout
from rangkul.platform.importing.landing import FORMATS, OTHER_FORMAT
from rangkul.platform.importing.models import ColumnMapping, ImportBatch
from rangkul.platform.importing.reading.limits import UNKNOWN_HEADER
from rangkul.platform.importing.reading.sandbox import Table, read_table

type Rows = Callable[[int], object]


def _nobody(rows: int) -> None:
    """Nobody waits to hear how far the reading is."""


class ColumnsUnknown(RangkulError):
    """The file is a table, but a person must say what its columns are; `why` is what the reader missed."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def read(batch: ImportBatch, path: Path, *, progress: Rows = _nobody) -> Table:
    """The table of the file, its places by our columns; `batch` learns format, mapping and parent (not saved).

    Raises `FileRefused`, `ColumnsUnknown`: the batch then holds a peek for the page of columns.
    """
    if batch.plan:
        return _read_by(batch, path, Plan.from_data(batch.plan).layouts(PLANNED), progress)
    if batch.format_code == OTHER_FORMAT:
        return _read_unknown(batch, path, "", progress)
    layouts = [
        layout for each in mappings_for(batch) for layout in Plan.from_data(each.plan).layouts(f"{PLANNED}{each.pk}")
    ]
    if batch.format_code in FORMATS:
        layouts = []
    try:
        return _read_by(batch, path, [*layouts, *_layouts(batch)], progress)
    except FileRefused as error:
        if error.code != UNKNOWN_HEADER:
            raise
        return _read_unknown(batch, path, error.message, progress)


def mappings_for(batch: ImportBatch) -> list[ColumnMapping]:
    """Mappings kept for the batch's area or one around it, the narrowest first, of formats that are still known."""
    around = [str(each) for each in _around(batch.area_code)]
    found = ColumnMapping.objects.filter(area_code__in=around, format_code__in=list(FORMATS))
    return sorted(found, key=lambda each: -len(each.area_code))


def _around(code: str) -> Iterable[str]:
    parts = str(AreaCode.parse(code)).split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _layouts(batch: ImportBatch) -> list[Layout]:
    if batch.format_code in FORMATS:
        return [FORMATS[batch.format_code].layout]
    return [each.layout for each in FORMATS.values() if not each.is_mapped_only]


def _read_by(batch: ImportBatch, path: Path, layouts: list[Layout], progress: Rows) -> Table:
    table = read_table(path, path.with_suffix(".parquet"), layouts, file_name=batch.file_name,
                       only=batch.layout.get("only", ""), progress=progress)  # fmt: skip
    if table.format_code.startswith(PLANNED):
        _take_mapping(batch, table.format_code.removeprefix(PLANNED))
        plan = Plan.from_data(batch.plan)
        table = replace(table, format_code=plan.format_code, places=plan.places(table.header))
    if batch.parent is None:
        _take_parent(batch, [table.header])
    return table


def _read_unknown(batch: ImportBatch, path: Path, why: str, progress: Rows) -> Table:
    """A correction of a mapped file is read like its parent; anything else is for a person to map."""
    sheets = peeking.keep(batch, path)
    if batch.parent is None and _take_parent(batch, [cells for each in sheets for _, cells in each.rows]):
        assert batch.parent is not None
        batch.format_code, batch.plan, batch.mapping = batch.parent.format_code, batch.parent.plan, batch.parent.mapping
        if batch.plan:
            return _read_by(batch, path, Plan.from_data(batch.plan).layouts(PLANNED), progress)
    if not sheets:
        raise FileRefused(
            value=batch.file_name, expected="tabel dengan paling sedikit satu baris data", remedy="periksa isi berkas"
        )
    raise ColumnsUnknown(why)


def _take_mapping(batch: ImportBatch, mapping_id: str) -> None:
    if not mapping_id:
        return
    mapping = ColumnMapping.objects.get(pk=UUID(mapping_id))
    batch.mapping, batch.plan = mapping, mapping.plan
    ColumnMapping.objects.filter(pk=mapping.pk).update(used_count=F("used_count") + 1, used_at=clock.now())


def _take_parent(batch: ImportBatch, headers: Iterable[list[str]]) -> bool:
    """Whether the file says which batch it corrects; its rows then count from that batch's day."""
    batch.parent = resolving.find_parent(batch, headers)
    if batch.parent is not None:
        batch.as_of = batch.parent.as_of
    return batch.parent is not None
