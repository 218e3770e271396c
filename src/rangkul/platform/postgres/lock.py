"""One process at a time touches a cluster: an advisory file lock that dies with its holder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rangkul.platform.postgres.errors import UnableToStart


@contextmanager
def only_one(path: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the lock `path`; raises UnableToStart when another process holds it longer than `wait_seconds`."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise UnableToStart(
                        f"Proses Rangkul lain sudah memegang {path} selama lebih dari {wait_seconds:.0f} detik. "
                        "Periksa dengan `rangkul doctor`, atau hentikan proses itu."
                    ) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)
