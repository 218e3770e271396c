"""Passwords of the embedded server: generated once, kept in files only the operator's account can read."""

import os
import secrets
from pathlib import Path


def find_password(folder: Path, role: str) -> str | None:
    """Return the kept password of a role, or None where none was generated yet."""
    try:
        return (folder / f"postgres_{role}").read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None


def get_or_make_password(folder: Path, role: str) -> str:
    """Return the kept password of a role; the caller holds the cluster's lock, so there is one writer."""
    kept = find_password(folder, role)
    if kept:
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    draft = folder / f".postgres_{role}.new"
    draft.unlink(missing_ok=True)
    password = secrets.token_urlsafe(32)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(password + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(folder / f"postgres_{role}")
    return password
