"""What can be done with an import, one use case a function; the work itself runs as jobs."""

from rangkul.platform.importing.actions.decide import (
    approve_batch,
    cancel_batch,
    note_fallen_taken,
    note_problems_taken,
    preview_undo,
    undo_batch,
)
from rangkul.platform.importing.actions.follow_up import follow_up
from rangkul.platform.importing.actions.map_columns import (
    ask_columns,
    map_batch,
    map_values,
    remove_mapping,
    rename_mapping,
)
from rangkul.platform.importing.actions.read_sheet import read_sheet
from rangkul.platform.importing.actions.retry import retry_batch
from rangkul.platform.importing.actions.sessions import drop_upload, finish_upload, start_upload
from rangkul.platform.importing.actions.upload import upload_file

__all__ = [
    "approve_batch",
    "ask_columns",
    "cancel_batch",
    "drop_upload",
    "finish_upload",
    "follow_up",
    "map_batch",
    "map_values",
    "note_fallen_taken",
    "note_problems_taken",
    "preview_undo",
    "read_sheet",
    "remove_mapping",
    "rename_mapping",
    "retry_batch",
    "start_upload",
    "undo_batch",
    "upload_file",
]
