"""From a machine with only Python and make to a ready .venv: finds Python 3.13, installs the lock file, compiles texts.

Runs on any Python from 3.9 on, standard library only. Index, mirrors and certificates come from pip's own settings.
Usage: python scripts/bootstrap.py [runtime|dev]
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".venv-tools"
STAMP = VENV / "rangkul.stamp"
WANTED = (3, 13)
UV = "uv>=0.8,<1"

sys.path.insert(0, str(ROOT / "scripts"))
from compile_translations import BadCatalogue, compile_all  # noqa: E402


class Stop(Exception):
    """Set-up cannot go on; the text says why and what to do, without a traceback."""


def main(group: str) -> None:
    """Bring .venv to the lock file (`runtime` or `dev` group); does nothing where the stamp says it is there."""
    started = time.monotonic()
    os.chdir(str(ROOT))
    if not _is_installed(group):
        python = find_python()
        say("Python 3.13: {}".format(python or "akan diambil oleh uv / to be fetched by uv"))
        uv = install_uv()
        install(uv, python, group)
        say(f"Siap dalam {time.monotonic() - started:.0f} detik / ready")
    try:
        compile_all(ROOT / "src")
    except BadCatalogue as problem:
        raise Stop(f"Terjemahan rusak / broken translation: {problem}") from None


def find_python() -> str | None:
    """Find an interpreter of the wanted version: named, on PATH, from pyenv; None where uv must fetch one."""
    named = os.environ.get("RANGKUL_PYTHON")
    if named:
        if not _is_wanted(named):
            raise Stop(f"RANGKUL_PYTHON={named} bukan Python 3.13 / is not Python 3.13.")
        return named
    candidates = [sys.executable, shutil.which("python3.13") or "", shutil.which("python3") or ""]
    roots = [os.environ.get("PYENV_ROOT") or "", str(Path.home() / ".pyenv"), "/opt/pyenv", "/root/.pyenv"]
    for root in roots:
        try:
            found = sorted(Path(root, "versions").glob("3.13*/bin/python3.13")) if root else []
        except OSError:
            found = []
        candidates += [str(path) for path in reversed(found)]
    candidates += ["/usr/local/bin/python3.13", "/usr/bin/python3.13", "/opt/homebrew/bin/python3.13"]
    for candidate in candidates:
        if candidate and _is_wanted(candidate):
            return candidate
    return None


def install_uv() -> str:
    """Put uv into its own small environment by pip; returns its path."""
    found = TOOLS / "bin" / "uv"
    if found.exists() and _works([str(found), "--version"]):
        return str(found)
    shutil.rmtree(str(TOOLS), ignore_errors=True)
    say(f"Memasang uv ke / installing uv into {TOOLS.name}")
    made = run([sys.executable, "-m", "venv", str(TOOLS)])
    if made.returncode:
        shutil.rmtree(str(TOOLS), ignore_errors=True)
        raise Stop(
            f"Python di {sys.executable} tidak dapat membuat lingkungan / cannot make an environment.\n"
            f"  Debian/Ubuntu: apt-get install python3-venv\n{tail(made)}"
        )
    for attempt in range(3):
        done = run([str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", "--only-binary=:all:", UV])
        if done.returncode == 0:
            return str(found)
        time.sleep(2 * attempt)
    raise Stop(
        "uv tidak dapat diunduh / could not be downloaded. Periksa jaringan atau pengaturan pip (pip config list, "
        "PIP_INDEX_URL).\n" + tail(done)
    )


def install(uv: str, python: str | None, group: str) -> None:
    """Make .venv equal to the lock file. The exported list keeps every hash, and lets pip's own mirror serve it."""
    environ = uv_environment()
    version = "{}.{}".format(*WANTED)
    if not _works([str(VENV / "bin" / "python"), "-c", "import sys; sys.exit(sys.version_info[:2] != (3, 13))"]):
        shutil.rmtree(str(VENV), ignore_errors=True)
        made = run([uv, "venv", "--quiet", "--python", python or version, str(VENV)], environ)
        if made.returncode:
            raise Stop(
                "Python 3.13 tidak ditemukan dan tidak dapat diunduh / not found and not to be downloaded.\n"
                "  Debian 13/Ubuntu 25.04: apt-get install python3.13 python3.13-venv\n"
                "  Lainnya / others: pyenv install 3.13, atau isi / or set RANGKUL_PYTHON=/path/to/python3.13\n"
                + tail(made)
            )
    wanted = VENV / "requirements.txt"
    choice = ["--no-dev"] if group == "runtime" else ["--all-groups"]
    steps = [
        ("daftar paket / list of packages", [
            uv, "export", "--frozen", "--quiet", "--no-emit-project", "--format", "requirements-txt",
            "--output-file", str(wanted), *choice,
        ]),
        ("memasang paket / installing packages", [
            uv, "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode",
            "--python", str(VENV / "bin" / "python"), str(wanted),
        ]),
        ("memasang Rangkul / installing Rangkul", [
            uv, "pip", "install", "--quiet", "--no-deps", "--python", str(VENV / "bin" / "python"),
            "--editable", str(ROOT),
        ]),
    ]  # fmt: skip
    STAMP.unlink() if STAMP.exists() else None
    for title, command in steps:
        say(title)
        done = run(command, environ)
        if done.returncode:  # a network hiccup is the ordinary cause, and what came is kept in uv's cache
            time.sleep(3)
            done = run(command, environ)
        if done.returncode:
            raise Stop(f"Gagal / failed: {title}\n{tail(done)}")
    STAMP.write_text(f"{group} {fingerprint()}\n", encoding="ascii")


def uv_environment() -> dict[str, str]:
    """Translate pip's settings (files and PIP_* variables alike) into uv's; nothing is assumed where pip has none."""
    environ = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "PYTHONPATH")}
    listed = run([str(TOOLS / "bin" / "python"), "-m", "pip", "config", "list"])
    settings: dict[str, list[str]] = {}
    for line in sorted(listed.stdout.splitlines(), key=lambda text: text.startswith(":env:")):
        found = re.match(r"(?:global|install|:env:)\.([a-z-]+)=(.*)$", line)
        if found:
            text = found.group(2).strip().strip("'\"").replace("\\n", " ")
            settings[found.group(1)] = text.split()
    for pip_name, uv_name in (
        ("index-url", "UV_DEFAULT_INDEX"), ("extra-index-url", "UV_INDEX"), ("find-links", "UV_FIND_LINKS"),
        ("cert", "SSL_CERT_FILE"), ("default-timeout", "UV_HTTP_TIMEOUT"), ("timeout", "UV_HTTP_TIMEOUT"),
        ("trusted-host", "UV_INSECURE_HOST"),
    ):  # fmt: skip
        if pip_name in settings:
            environ.setdefault(uv_name, ("," if pip_name == "find-links" else " ").join(settings[pip_name]))
    if settings.get("no-index") in (["true"], ["1"], ["yes"]):
        environ.setdefault("UV_NO_INDEX", "1")
    environ.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")  # pip's way with several indexes; hashes guard it
    environ.setdefault("UV_HTTP_TIMEOUT", "180")
    environ["UV_NO_PROGRESS"] = "1"
    return environ


def fingerprint() -> str:
    """What the stamp stands for: the lock file, the project's metadata, and where the project lies."""
    parts = [(ROOT / "uv.lock").read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _is_installed(group: str) -> bool:
    try:
        words = STAMP.read_text(encoding="ascii").split()
    except OSError:
        return False
    # A dev environment has everything the runtime needs.
    return words[1:] == [fingerprint()] and words[0] in (group, "dev") and (VENV / "bin" / "python").exists()


def _is_wanted(python: str) -> bool:
    code = f"import sys, venv; sys.exit(sys.version_info[:2] != {WANTED!r} or not sys.platform)"
    return _works([python, "-c", code])


def _works(command: list[str]) -> bool:
    try:
        return run(command).returncode == 0
    except Stop:
        return False


def run(command: list[str], environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program quietly; what it said is kept for the one who asks why it failed."""
    try:
        return subprocess.run(
            command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
    except OSError as error:
        raise Stop(f"{command[0]} tidak dapat dijalankan / cannot be run: {error.strerror}") from None


def tail(done: subprocess.CompletedProcess[str]) -> str:
    """Last lines of what a program said, indented."""
    return "\n".join("    " + line for line in done.stdout.strip().splitlines()[-8:])


def say(text: str) -> None:
    """One line of progress."""
    print(f"[rangkul] {text}", flush=True)


if __name__ == "__main__":
    if sys.version_info < (3, 9):  # noqa: UP036 - this file must speak before 3.13 is found
        sys.exit("Python 3.9 atau lebih baru diperlukan / is needed to start; ini / this is " + sys.version.split()[0])
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "dev")
    except Stop as problem:
        sys.exit(f"\nGagal / Failed: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
