"""The server's processes as the system sees them: alive, a zombie, somebody else's, or orphans of a killed server."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def read_postmaster_pid(data: Path) -> int | None:
    """Return the process id in postmaster.pid, None where there is no such file or it is empty."""
    try:
        # As bytes: further lines hold paths in whatever encoding the system uses.
        return abs(int((data / "postmaster.pid").read_bytes().split(b"\n", 1)[0]))
    except (FileNotFoundError, ValueError):
        return None


def is_server(pid: int, data: Path) -> bool:
    """True where `pid` is a live process working in `data`: not a zombie, not a stranger that got the number later."""
    reap(pid)
    if not PROC.is_dir():
        return _is_alive(pid)
    try:
        head, _, tail = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")
        is_dead = tail.split()[0] in ("Z", "X")
        # By name too: an operator's shell may stand in the folder.
        return not is_dead and head.endswith("(postgres") and (PROC / str(pid) / "cwd").samefile(data)
    except OSError:
        return False


def list_processes(data: Path) -> list[int]:
    """Every live process working in `data`: the server, its workers, or what a killed server left behind."""
    if not PROC.is_dir():
        return []
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit() and is_server(int(entry.name), data)]


def end_orphans(data: Path, *, wait_seconds: float) -> bool:
    """End what a killed server left behind (it can serve nobody any more); true once nothing works in `data`."""
    deadline = time.monotonic() + wait_seconds
    asked: set[int] = set()
    while orphans := list_processes(data):
        for pid in orphans:
            if pid not in asked or time.monotonic() > deadline - wait_seconds / 2:
                with suppress(ProcessLookupError, PermissionError):
                    # The second time it is a process that does not listen, such as a frozen one.
                    os.kill(pid, signal.SIGKILL if pid in asked else signal.SIGQUIT)
                asked.add(pid)
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def reap(pid: int) -> None:
    """Collect a dead child of ours, which would otherwise stay a zombie and look like a running server."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
