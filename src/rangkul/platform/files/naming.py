"""Names of files as they are kept: without folders, control characters and tricks."""

from pathlib import PurePosixPath

from rangkul.kernel.text import clean
from rangkul.platform.files.kinds import ENDINGS

LONGEST_NAME = 150


def clean_name(name: str, media_type: str) -> str:
    """The name without folders and control characters, with the ending of what the file really is."""
    last = PurePosixPath(clean(name).replace("\\", "/")).name
    kept = "".join(each for each in last if each.isprintable() and each not in '<>:"|?*/').strip(" .")
    ending = ENDINGS[media_type]
    stem = kept[: -len(ending)] if kept.lower().endswith(ending) else kept
    return (stem[: LONGEST_NAME - len(ending)].strip(" .") or "berkas") + ending
