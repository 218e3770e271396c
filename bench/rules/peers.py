"""The field's engines in an environment of their own: none of them is part of the product.

`python -m bench.rules.peers` installs bench/requirements-peers.txt; without it the benches say `skipped: not installed`.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy

from bench.places import ROOT, tell
from bench.rules.programmes import PARAMETERS, PROGRAMMES
from rangkul.registry.snapshot import Snapshot

REQUIREMENTS = ROOT / "bench" / "requirements-peers.txt"
HERE = Path(__file__).parent
NOT_INSTALLED = "skipped: not installed (python -m bench.rules.peers)"
UNKNOWN_AGE, UNKNOWN_DECILE = -1, 99

_FAMILY_ARRAYS = {
    "desil": f"coalesce(desil, {UNKNOWN_DECILE})::INT",
    "jumlah_anggota": "jumlah_anggota::INT",
    "mata_pencaharian": "CASE mata_pencaharian WHEN 'PERTANIAN' THEN 1 WHEN 'PERIKANAN' THEN 2 WHEN 'PETERNAKAN' THEN 3"
    " WHEN 'PERDAGANGAN_JASA' THEN 4 WHEN 'LAIN' THEN 5 ELSE 0 END",
    **{name: name for name in ("terdaftar_dtsen", "rawan_pangan", "menerima_pkh", "menerima_bpnt", "menerima_kks")},
}
_MEMBER_ARRAYS = {
    "umur": f"coalesce(m.umur, {UNKNOWN_AGE})::INT",
    "sex": "CASE m.jenis_kelamin WHEN 'L' THEN 1 WHEN 'P' THEN 2 ELSE 0 END",
    "kawin": "CASE m.status_kawin WHEN 'SINGLE' THEN 1 WHEN 'MARRIED' THEN 2 ELSE 0 END",
    "tingkat": "CASE m.tingkat_disabilitas WHEN 'RINGAN' THEN 1 WHEN 'SEDANG' THEN 2 WHEN 'BERAT' THEN 3 ELSE 0 END",
    "kepala": "coalesce(m.hubungan = 'HEAD', false)",
    **{
        name: f"m.{name}"
        for name in ("hamil", "disabilitas", "butuh_alat_bantu", "anak_terlantar", "menerima_pbi", "menerima_kip")
    },
}


# Where a family is counted: village, sex of its head, disability of a member, class by decile; as one number, like ours.
_TOLD = """
SELECT ((area * 3 + sex) * 2 + disabled) * 3 + class AS cell, holds FROM (
    SELECT p.place, dense_rank() OVER (ORDER BY p.area_code) - 1 AS area, coalesce(h.sex, 0) AS sex,
        coalesce(h.disabled, false)::INT AS disabled, p.punya_id_dtks AS holds,
        CASE WHEN p.desil IS NULL THEN 0 WHEN p.desil <= 4 THEN 1 ELSE 2 END AS class
    FROM placed p LEFT JOIN (
        SELECT family_id, max(CASE jenis_kelamin WHEN 'L' THEN 1 WHEN 'P' THEN 2 END) FILTER (WHERE hubungan = 'HEAD') AS sex,
            bool_or(disabilitas) AS disabled
        FROM members GROUP BY 1
    ) h ON h.family_id = p.id
) ORDER BY place
"""


def python() -> Path | None:
    """The interpreter that has the peers: BENCH_PEERS names its environment, .venv-tools/peers by default."""
    found = _place() / "bin" / "python"
    return found if found.exists() else None


def install() -> None:
    """Make the environment with exactly the pinned peers."""
    tell(f"peers → {_place()}")
    venv.create(_place(), with_pip=True)
    command = [str(_place() / "bin" / "python"), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS)]
    subprocess.run(command, check=True)


def write_arrays(taken: Snapshot, folder: Path, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """Families and members as NumPy files, in the shapes the vector engines want; `owner` is a member's family by place.

    `told_…` is what a what-if counts by, `before` and `after` are the parameters in force and those of the scenario.
    """
    folder.mkdir(parents=True, exist_ok=True)
    base = taken.connection
    base.execute(
        "CREATE OR REPLACE TEMP TABLE placed AS SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM families"
    )
    wanted = {
        "family": (_FAMILY_ARRAYS, "FROM placed ORDER BY place"),
        "member": (_MEMBER_ARRAYS, "FROM members m JOIN placed p ON p.id = m.family_id ORDER BY p.place, m.id"),
    }
    for kind, (columns, rows) in wanted.items():
        listed = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
        for name, values in base.execute(f"SELECT {listed} {rows}").fetchnumpy().items():
            numpy.save(folder / f"{kind}_{name}.npy", numpy.asarray(values))
    told = {name: numpy.asarray(values) for name, values in base.execute(_TOLD).fetchnumpy().items()}
    areas = base.execute("SELECT count(DISTINCT area_code) FROM families").fetchone() or (0,)
    for name, values in (told | {"shape": numpy.array([areas[0], 3, 2, 3])}).items():
        numpy.save(folder / f"told_{name}.npy", values)
    (folder / "parameters.json").write_text(json.dumps({"before": before, "after": after}), encoding="utf-8")
    owner = base.execute(
        "SELECT p.place AS owner FROM members m JOIN placed p ON p.id = m.family_id ORDER BY p.place, m.id"
    ).fetchnumpy()
    numpy.save(folder / "owner.npy", numpy.asarray(owner["owner"]))


def calculate(core: str, folder: Path, repeats: int) -> dict[str, Any] | None:
    """Seconds and counts of `openfisca_core` or `policyengine_core` over the arrays; None when not installed."""
    return _run(core, "peer_formulas.py", core, str(folder), str(repeats))


def met_by_family(folder: Path, families: int) -> dict[str, Any]:
    """Which families met each rule when an engine was last asked, in the order of their ids."""
    packed = numpy.load(folder / "answered.npy")
    return {
        each.code: numpy.unpackbits(row, count=families).astype(bool)
        for each, row in zip(PROGRAMMES, packed, strict=True)
    }


def judge_one_by_one(library: str, file: Path) -> dict[str, Any] | None:
    """Microseconds and answers of a CEL library over the families of a file; None when it is not installed."""
    return _run({"cel-python": "celpy", "common-expression-language": "cel"}.get(library, "cel_expr_python"),
                "peer_cel.py", library, str(file))  # fmt: skip


def write_families(taken: Snapshot, file: Path, *, at_most: int) -> list[Any]:
    """Whole families as JSON for the CEL libraries, with the rules in their dialect; returns the families' ids."""
    base = taken.connection
    rows = base.execute(f"SELECT * FROM families ORDER BY id LIMIT {at_most}").to_arrow_table().to_pylist()
    members: dict[Any, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    base.execute(
        f"CREATE OR REPLACE TEMP TABLE first_ones AS SELECT id AS wanted FROM families ORDER BY id LIMIT {at_most}"
    )
    listed = base.execute("SELECT m.* FROM members m JOIN first_ones ON wanted = family_id ORDER BY m.id")
    for member in listed.to_arrow_table().to_pylist():
        members[member["family_id"]].append({k: v for k, v in member.items() if k not in ("id", "family_id")})
    families = [{k: v for k, v in row.items() if k != "id"} | {"anggota": members[row["id"]]} for row in rows]
    rules = [_in_plain_cel(each.rule) for each in PROGRAMMES]
    asked = {"rules": rules, "parameters": PARAMETERS, "families": families}
    file.write_text(json.dumps(asked, default=str), encoding="utf-8")
    return [row["id"] for row in rows]


def _in_plain_cel(rule: str) -> str:
    """What our dialect adds, said in CEL: a known value is one that is not null, a count is a filter's size."""
    plain = rule.replace("!diketahui(desil)", "desil == null")
    start = plain.find("anggota.count(a, ")
    if start >= 0:
        end = plain.index(")", start)
        plain = plain[:start] + plain[start : end + 1].replace(".count(", ".filter(") + ".size()" + plain[end + 1 :]
    return " ".join(plain.split())


def _place() -> Path:
    return Path(os.environ.get("BENCH_PEERS") or ROOT / ".venv-tools" / "peers")


def _run(module: str, script: str, *arguments: str) -> dict[str, Any] | None:
    interpreter = python()
    if interpreter is None:
        return None
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE")}
    there = subprocess.run([str(interpreter), "-c", f"import {module}"], env=clean, capture_output=True, check=False)
    if there.returncode:
        return None
    done = subprocess.run(
        [str(interpreter), str(HERE / script), *arguments], env=clean, stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


if __name__ == "__main__":
    install()
    sys.stdout.write(f"{python()}\n")
