"""The twelve rules as OpenFisca and PolicyEngine write them; runs in the peers' environment, without Rangkul.

`python peer_formulas.py openfisca_core FOLDER REPEATS` reads the arrays of `peers.arrays` and prints one JSON object:
[wall, CPU] seconds to build a simulation with its inputs and to calculate, and how many families meet each rule. Both engines
know yes and no only: an unknown age is -1, an unknown decile 99, and each formula keeps them from counting as met.
"""

import importlib
import json
import sys
import time
from pathlib import Path

import numpy

MONTH = "2026-11"
DESIL_PKH = DESIL_SEMBAKO = 4
DESIL_PBI, DESIL_BLT, DESIL_LAIN, UNKNOWN_DESIL = 5, 1, 6, 99
LANSIA, SINGLE, BERAT, WOMAN, LAST_FARMER = 60, 1, 3, 2, 3


def _pkh(family, any_of, own, of):
    age = of("umur")
    someone = (
        of("hamil")
        | ((age >= 0) & (age <= 6))
        | ((age >= 7) & (age <= 21) & (of("kawin") == SINGLE))
        | (age >= LANSIA)
        | (of("disabilitas") & (of("tingkat") == BERAT))
    )
    return own("terdaftar_dtsen") & (own("desil") <= DESIL_PKH) & any_of(someone)


def _pip(family, any_of, own, of):
    age = of("umur")
    return (own("desil") <= DESIL_SEMBAKO) & any_of((age >= 6) & (age <= 21) & ~of("menerima_kip"))


def _blt(family, any_of, own, of):
    needy = (own("desil") <= DESIL_BLT) | any_of(of("kepala") & (of("umur") >= LANSIA))
    return ~own("menerima_pkh") & ~own("menerima_bpnt") & needy


def _yapi(family, any_of, own, of):
    age = of("umur")
    return any_of(of("anak_terlantar") & (age >= 0) & (age < 18))


def _lansia(family, any_of, own, of):
    return (own("desil") <= DESIL_LAIN) & (own("jumlah_anggota") <= 2) & ~any_of(of("umur") < LANSIA)


def _alat(family, any_of, own, of):
    desil = own("desil")
    known_or_not = (desil <= DESIL_LAIN) | (desil == UNKNOWN_DESIL)
    return any_of(of("disabilitas") & of("butuh_alat_bantu")) & known_or_not


def _uep(family, any_of, own, of):
    age, work = of("umur"), own("mata_pencaharian")
    is_farmer = (work >= 1) & (work <= LAST_FARMER)
    return is_farmer & (own("desil") <= DESIL_SEMBAKO) & any_of((age >= 18) & (age <= 59) & ~of("disabilitas"))


def _pekka(family, any_of, own, of):
    age = of("umur")
    children, ageless = family.sum((age >= 0) & (age < 15)), any_of(age < 0)
    return any_of(of("kepala") & (of("sex") == WOMAN)) & ~ageless & (children * 2 >= own("jumlah_anggota"))


RULES = {
    "pkh": _pkh,
    "sembako": lambda family, any_of, own, of: own("terdaftar_dtsen") & (own("desil") <= DESIL_SEMBAKO),
    "pbi": lambda family, any_of, own, of: (own("desil") <= DESIL_PBI) & any_of(~of("menerima_pbi")),
    "pip": _pip,
    "kks": lambda family, any_of, own, of: (own("desil") <= DESIL_SEMBAKO) & ~own("menerima_kks"),
    "rastra": lambda family, any_of, own, of: (
        own("rawan_pangan") & ((own("desil") <= DESIL_SEMBAKO) | (own("desil") == UNKNOWN_DESIL))
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


def main(core: str, folder: Path, repeats: int) -> None:
    """Build and calculate `repeats` times, each time from nothing."""
    families = {path.stem.removeprefix("family_"): numpy.load(path) for path in sorted(folder.glob("family_*.npy"))}
    members = {path.stem.removeprefix("member_"): numpy.load(path) for path in sorted(folder.glob("member_*.npy"))}
    owner = numpy.load(folder / "owner.npy")
    made, builder_of = system(core, families, members)
    built, calculated, met = [], [], {}
    for _repeat in range(repeats):
        started = now()
        simulation = simulate(made, builder_of, families, members, owner)
        ready = now()
        met = {name: int(simulation.calculate(name, MONTH).sum()) for name in RULES}
        calculated.append(between(ready, now()))
        built.append(between(started, ready))
    print(json.dumps({"build": built, "calculate": calculated, "met": met}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
