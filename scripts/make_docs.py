"""Writes docs/reference/*.md from the code: workflows, permissions, settings, commands, addresses, audit events,
the words of rules.

Usage: python scripts/make_docs.py [--check]. A house test fails while a page differs from what this writes.
"""

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
PAGES = ROOT / "docs" / "reference"
HEAD = "<!-- Written by scripts/make_docs.py; change the code, then run it. -->\n\n"


def pages() -> dict[str, str]:
    """Every page by file name. Django must be set up; texts are Indonesian, as in the product."""
    from django.utils import translation

    makers = {
        "workflows.md": workflows,
        "permissions.md": permissions,
        "settings.md": settings_page,
        "commands.md": commands,
        "urls.md": urls,
        "audit-events.md": audit_events,
        "vocabulary.md": vocabulary,
    }
    with translation.override("id"):
        return {name: HEAD + make().rstrip() + "\n" for name, make in makers.items()}


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def modules(name: str) -> Iterator[Any]:
    """Every module rangkul.….<name>, imported, in order of its path."""
    import importlib

    for path in sorted((SRC / "rangkul").rglob(f"{name}.py")):
        yield importlib.import_module(".".join(path.relative_to(SRC).with_suffix("").parts))


def workflows() -> str:
    """States, whose turn it is, and the diagram of each workflow table."""
    from rangkul.platform.workflow import Workflow

    text = "# Workflows\n\nEach table lives in the room's `workflow.py`; pages, actions and these diagrams read it.\n"
    for module in modules("workflow"):
        for flow in (value for value in vars(module).values() if isinstance(value, Workflow)):
            text += f"\n## {flow.title} (`{flow.noun}`)\n\nFrom `{_file_of(module)}`.\n\n"
            text += f"```mermaid\n{flow.mermaid()}```\n\n"
            states = [(f"`{s.code}`", str(s.label), s.owner or "-") for s in flow.states]
            text += table(("State", "Label", "Whose turn"), states) + "\n"
            steps = [
                (str(t.label), ", ".join(t.source), t.target, f"`{flow.permission(t.name)}`") for t in flow.transitions
            ]
            text += table(("Step", "From", "To", "Permission"), steps)
    return text


def permissions() -> str:
    """Roles an auditor can read, and who holds each permission."""
    from rangkul.accounts.roles import EVERY_PERMISSION, ROLES

    text = (
        "# Roles and permissions\n\nFrom `src/rangkul/accounts/roles.py`. A role acts only inside its duty areas.\n\n"
    )
    rows = [(f"`{r.code}`", str(r.label), r.level.name.lower(), str(r.description)) for r in ROLES]
    text += table(("Role", "Name", "Level of its areas", "What it does"), rows) + "\n"
    held = [
        (f"`{name}`", ", ".join(r.code for r in ROLES if name in r.permissions)) for name in sorted(EVERY_PERMISSION)
    ]
    return text + table(("Permission", "Roles"), held)


def settings_page() -> str:
    """Variables of the environment."""
    from rangkul.config.variables import VARIABLES

    rows = [
        (f"`{v.name}`" + (" (secret)" if v.is_secret else ""), v.default or "(kosong)", v.meaning, f"`{v.example}`")
        for v in VARIABLES
    ]
    return (
        "# Settings\n\nFrom `src/rangkul/config/env.py`. A secret may also come from a file: `NAME_FILE`.\n\n"
        + table(("Variable", "Default", "Meaning", "Example"), rows)
    )


def commands() -> str:
    """Commands of `rangkul`."""
    import click

    from rangkul.cli.main import root

    text = "# Commands\n\nEach is one file of `src/rangkul/cli/commands`.\n"
    group, context = root, click.Context(root, info_name="rangkul")
    for path, command in _commands(group, context, ("rangkul",)):
        text += f"\n## `{' '.join(path)}`\n\n{(command.help or '').split(chr(12))[0].strip()}\n"
        options = [
            (f"`{', '.join(p.opts)}`", p.help or "")
            for p in command.params
            if isinstance(p, click.Option) and not p.hidden
        ]
        if options:
            text += "\n" + table(("Option", "Meaning"), options)
    return text


def _commands(group: Any, context: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    import click

    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, context, (*path, name))
        elif command is not None:
            yield (*path, name), command


def urls() -> str:
    """Every address: name, path, view, and whether it needs signing in."""
    rows = [
        (f"`{name}`", f"`/{path}`", f"`{_view(view)}`", "public" if is_public(view) else "staff")
        for name, path, view in addresses()
    ]
    return (
        "# Addresses\n\nWhat an account may do behind a staff address is decided by the room's policies.\n\n"
        + table(("Name", "Path", "View", "For"), rows)
    )


def addresses() -> list[tuple[str, str, Any]]:
    """(name, path, view) of every URL pattern, in the resolver's order."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(entries: Any, names: tuple[str, ...], path: str) -> Iterator[tuple[str, str, Any]]:
        for entry in entries:
            if isinstance(entry, URLResolver):
                own = (entry.namespace,) if entry.namespace else ()
                yield from walk(entry.url_patterns, (*names, *own), path + str(entry.pattern))
            elif isinstance(entry, URLPattern):
                yield ":".join((*names, entry.name or "")), path + str(entry.pattern), entry.callback

    return list(walk(get_resolver().url_patterns, (), ""))


def is_public(view: Any) -> bool:
    """Whether Django's LoginRequiredMiddleware lets everybody through."""
    return not getattr(view, "login_required", True)


def _view(view: Any) -> str:
    return f"{view.__module__}.{view.__name__}".removeprefix("rangkul.")


def audit_events() -> str:
    """Names of events, where they are recorded, and the sentence that timelines show."""
    from rangkul.platform.audit.wording import SENTENCES

    list(modules("events"))
    places: dict[str, list[str]] = {}
    for path in sorted((SRC / "rangkul").rglob("*.py")):
        for name in event_names(path):
            places.setdefault(name, []).append(path.relative_to(SRC / "rangkul").as_posix())
    rows = []
    for name in sorted({*places, *SENTENCES}):
        wording = SENTENCES.get(name)
        shown = "(by its facts)" if callable(wording) else str(wording) if wording is not None else "-"
        rows.append((f"`{name}`", ", ".join(dict.fromkeys(places.get(name, ["-"]))), shown))
    return (
        "# Audit events\n\nRecorded in the transaction of the change (`rangkul.platform.audit.actions.record`).\n\n"
        + table(("Event", "Recorded in", "On a timeline"), rows)
    )


def vocabulary() -> str:
    """The words a rule may use: name, English name, type, meaning, source, values of texts."""
    from rangkul.registry.vocabulary import BY_SUBJECT, FAMILY, VALUES_OF
    from rangkul.rules.vocabulary import FactType

    text = (
        "# Kosakata aturan\n\nDari `src/rangkul/registry/vocabulary.py`. Aturan boleh memakai kata Indonesia atau Inggris; artinya"
        " satu.\n“tidak tercatat” berarti *tidak*; kolom “boleh kosong” menyebut fakta yang dapat *belum diketahui*.\n"
        "Fakta peka hanya tampak bagi petugas yang boleh melihat data kesehatan.\n"
    )
    titles = {"family": "Keluarga", "person": "Orang (juga setiap `a` dari `anggota`)", "institution": "Lembaga"}
    head = ("Kata", "English", "Jenis", "Arti", "Sumber", "Boleh kosong", "Peka")
    for subject, words in BY_SUBJECT.items():
        facts = [fact for fact in words.facts if fact.type is not FactType.MEMBERS and "." not in fact.name]
        rows = [
            (
                f"`{fact.name}`", f"`{fact.english}`", fact.type.words, fact.label, fact.source,
                "ya" if fact.nullable else "", "ya" if fact.sensitive else "",
            )
            for fact in facts
        ]  # fmt: skip
        text += f"\n## {titles[subject]}\n\n" + table(head, rows)
        if subject == "person":
            text += (
                "\nDari seseorang, setiap fakta keluarga ditulis `keluarga.<kata>` (`family.<word>`); belum diketahui bila ia"
                f" belum masuk keluarga mana pun. Contoh: `keluarga.{FAMILY.facts[0].name}`.\n"
            )
    text += "\n## Isi fakta teks\n\n" + table(
        ("Kata", "Isi yang mungkin"),
        [
            (f"`{name}`", ", ".join(f"`{each.value}` {each.label}" for each in kinds))
            for name, kinds in VALUES_OF.items()
        ],
    )
    labels = FAMILY.parameter_labels
    return (
        text
        + "\n## Parameter yang sudah bernama\n\n"
        + table(
            ("Parameter", "Disebut sebagai"), [(f"`param.{name}`", label) for name, label in sorted(labels.items())]
        )
    )


def event_names(path: Path) -> Iterator[str]:
    """Event names that a file passes to `record` (or a local form of it), in order."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.lstrip("_") == "record":
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _file_of(module: Any) -> str:
    return Path(module.__file__).relative_to(ROOT).as_posix()


def main(arguments: list[str]) -> int:
    """Write the pages, or say with --check which are stale (exit code 1)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rangkul.config.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost:1/nothing")  # nothing here connects
    sys.path.insert(0, str(SRC))
    import django

    django.setup()
    stale = []
    for name, text in pages().items():
        place = PAGES / name
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in arguments:
                PAGES.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
    print(("stale: " if "--check" in arguments else "written: ") + (", ".join(stale) or "none"))
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
