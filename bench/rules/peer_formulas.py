"""The twelve rules as OpenFisca and PolicyEngine write them; runs in the peers' environment, without Rangkul.

`python peer_formulas.py openfisca_core FOLDER REPEATS` reads the arrays and parameters of `peers.write_arrays` and prints one
JSON object: [wall, CPU] seconds to build a simulation with its inputs, to calculate the twelve columns, and to add up what
a what-if shows from them by NumPy; how many families meet each rule, are reached, gained and lost. Both engines know yes and no
only: an unknown age is -1, an unknown decile 99, and each formula keeps them from counting as met.
"""

import importlib
import json
import sys
import time
from pathlib import Path

import numpy

MONTH = "2026-11"
UNKNOWN_DESIL, SINGLE, BERAT, WOMAN, LAST_FARMER = 99, 1, 3, 2, 3
P = {}
"""Parameters by name, those of `bench.rules.programmes`."""


def _pkh(family, any_of, own, of):
    age = of("umur")
    someone = (
        of("hamil")
        | ((age >= 0) & (age <= 6))
        | ((age >= 7) & (age <= 21) & (of("kawin") == SINGLE))
        | (age >= P["umur_lansia"])
        | (of("disabilitas") & (of("tingkat") == BERAT))
    )
    return own("terdaftar_dtsen") & (own("desil") <= P["desil_pkh"]) & any_of(someone)


def _pip(family, any_of, own, of):
    age = of("umur")
    return (own("desil") <= P["desil_sembako"]) & any_of((age >= 6) & (age <= 21) & ~of("menerima_kip"))


def _blt(family, any_of, own, of):
    needy = (own("desil") <= P["desil_blt"]) | any_of(of("kepala") & (of("umur") >= P["umur_lansia"]))
    return ~own("menerima_pkh") & ~own("menerima_bpnt") & needy


def _yapi(family, any_of, own, of):
    age = of("umur")
    return any_of(of("anak_terlantar") & (age >= 0) & (age < P["umur_anak"]))


def _lansia(family, any_of, own, of):
    return (own("desil") <= P["desil_lain"]) & (own("jumlah_anggota") <= 2) & ~any_of(of("umur") < P["umur_lansia"])


def _alat(family, any_of, own, of):
    desil = own("desil")
    known_or_not = (desil <= P["desil_lain"]) | (desil == UNKNOWN_DESIL)
    return any_of(of("disabilitas") & of("butuh_alat_bantu")) & known_or_not


def _uep(family, any_of, own, of):
    age, work = of("umur"), own("mata_pencaharian")
    is_farmer = (work >= 1) & (work <= LAST_FARMER)
    return is_farmer & (own("desil") <= P["desil_sembako"]) & any_of((age >= 18) & (age <= 59) & ~of("disabilitas"))


def _pekka(family, any_of, own, of):
    age = of("umur")
    children, ageless = family.sum((age >= 0) & (age < P["umur_beban"])), any_of(age < 0)
    return any_of(of("kepala") & (of("sex") == WOMAN)) & ~ageless & (children * 2 >= own("jumlah_anggota"))


RULES = {
    "pkh": _pkh,
    "sembako": lambda family, any_of, own, of: own("terdaftar_dtsen") & (own("desil") <= P["desil_sembako"]),
    "pbi": lambda family, any_of, own, of: (own("desil") <= P["desil_pbi"]) & any_of(~of("menerima_pbi")),
    "pip": _pip,
    "kks": lambda family, any_of, own, of: (own("desil") <= P["desil_sembako"]) & ~own("menerima_kks"),
    "rastra": lambda family, any_of, own, of: (
        own("rawan_pangan") & ((own("desil") <= P["desil_sembako"]) | (own("desil") == UNKNOWN_DESIL))
    ),
    "blt": _blt,
    "yapi": _yapi,
    "lansia": _lansia,
    "alat": _alat,
    "uep": _uep,
    "pekka": _pekka,
}


def system(core: str, families: dict, members: dict):
    """The tax and benefit system of one of the two engines: inputs by their arrays, a formula per rule."""

    def part(name):
        return importlib.import_module(f"{core}.{name}")

    variable, month = part("variables").Variable, part("periods").MONTH
    build = part("entities").build_entity
    person = build(key="person", plural="persons", label="a member", is_person=True)
    roles = [{"key": "member", "plural": "members", "label": "members", "doc": "members"}]
    family = build(key="family", plural="families", label="a family", roles=roles)
    made = part("taxbenefitsystems").TaxBenefitSystem([family, person])
    for entity, arrays in ((family, families), (person, members)):
        for name, values in arrays.items():
            kind = bool if values.dtype == bool else int
            made.add_variable(_variable(variable, name, kind, entity, month))
    for name, rule in RULES.items():
        made.add_variable(_variable(variable, name, bool, family, month, rule))
    return made, part("simulations").SimulationBuilder


def _variable(base, name, kind, entity, month, rule=None):
    told = {"value_type": kind, "entity": entity, "definition_period": month, "label": name}
    if rule is not None:

        def formula(family, period):
            return rule(
                family, family.any, lambda each: family(each, period), lambda each: family.members(each, period)
            )

        told["formula"] = formula
    return type(name, (base,), told)


def simulate(made, builder_of, families: dict, members: dict, owner):
    """A simulation with every input set; `owner` is each member's place among the families."""
    builder = builder_of()
    builder.create_entities(made)
    builder.declare_person_entity("person", numpy.arange(len(owner)))
    groups = builder.declare_entity("family", numpy.arange(len(families["desil"])))
    groups.members_entity_id = owner
    simulation = builder.build(made)
    for arrays in (families, members):
        for name, values in arrays.items():
            simulation.set_input(name, MONTH, values)
    return simulation


def now():
    """Wall and CPU time."""
    return time.perf_counter(), time.process_time()


def between(one, other):
    """Seconds of wall and CPU between two moments."""
    return [late - early for early, late in zip(one, other, strict=True)]


def figures(met, before, told):
    """Reached, gained and lost by village, sex, disability and decile class, and the totals: as somebody adds up with NumPy."""
    cells, shape, holds = told["cell"], tuple(told["shape"]), told["holds"]
    totals, kept = {}, []
    for name, now in met.items():
        then = before[name]
        measures = (now, now & holds, now & holds & ~then, then & holds & ~now)
        cubes = [numpy.bincount(cells[measure], minlength=numpy.prod(shape)).reshape(shape) for measure in measures]
        for cube in cubes:
            kept += [
                cube.sum(axis=tuple(other for other in range(len(shape)) if other != axis))
                for axis in range(len(shape))
            ]
        totals[name] = [int(cube.sum()) for cube in cubes]
    return totals, kept


def read(folder: Path, kind: str) -> dict:
    """The arrays of a kind by name."""
    return {path.stem.removeprefix(f"{kind}_"): numpy.load(path) for path in sorted(folder.glob(f"{kind}_*.npy"))}


def main(core: str, folder: Path, repeats: int) -> None:
    """What is in force once; then build and calculate with other parameters `repeats` times, each time from nothing."""
    families, members, told = (read(folder, kind) for kind in ("family", "member", "told"))
    owner = numpy.load(folder / "owner.npy")
    parameters = json.loads((folder / "parameters.json").read_text(encoding="utf-8"))
    made, builder_of = system(core, families, members)
    P.update(parameters["before"])
    simulation = simulate(made, builder_of, families, members, owner)
    before = {name: simulation.calculate(name, MONTH) for name in RULES}
    P.update(parameters["after"])
    built, calculated, added, totals = [], [], [], {}
    for _repeat in range(repeats):
        started = now()
        simulation = simulate(made, builder_of, families, members, owner)
        ready = now()
        met = {name: simulation.calculate(name, MONTH) for name in RULES}
        counted = {name: int(column.sum()) for name, column in met.items()}
        answered = now()
        totals, _cells = figures(met, before, told)
        added.append(between(answered, now()))
        calculated.append(between(ready, answered))
        built.append(between(started, ready))
    numpy.save(folder / "answered.npy", numpy.array([numpy.packbits(column) for column in met.values()]))
    print(json.dumps({"build": built, "calculate": calculated, "figures": added, "met": counted, "totals": totals}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
