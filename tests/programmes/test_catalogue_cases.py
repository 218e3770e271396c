"""The readable cases of the catalogue hold, and a wrong one is told by its name."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from psycopg.types.range import DateRange

from rangkul.cli.commands.catalogue import command
from rangkul.programmes.cases import failing_cases, read_cases
from rangkul.programmes.catalogue_check import check_folder
from rangkul.programmes.entries import FOLDER, read_catalogue, read_programme
from rangkul.programmes.errors import CatalogueRefused
from rangkul.programmes.models import Component, Programme, Terms
from rangkul.programmes.terms_cases import catalogue_cases, failing, judging, parts_apart


@pytest.mark.requirement("R003")
@pytest.mark.requirement("R013")
def test_every_case_of_the_catalogue_holds() -> None:
    assert failing_cases() == []


@pytest.mark.requirement("R013")
def test_every_case_of_the_catalogue_holds_as_it_is_copied_into_the_browser() -> None:
    """A draft begins with them: an empty box is unknown there, so what is "nothing recorded" is written out."""
    copied, wrong = 0, []
    for entry in read_catalogue():
        programme = Programme(code=entry.code)
        for each in entry.components:
            component = Component(code=each.code, unit=each.unit, programme=programme)
            found = 0
            for terms, following in zip(each.terms, (*each.terms[1:], None), strict=True):
                kept = Terms(
                    valid=DateRange(terms.valid_from, terms.valid_to or (following.valid_from if following else None)),
                    rule_text=terms.rule.text, parameters=terms.parameters, amount_text=terms.amount,
                    tariff=terms.tariff, parts=terms.parts,
                )  # fmt: skip
                cases = catalogue_cases(component, kept)
                wrong += [*failing(cases, judging(kept, each.unit)), *parts_apart(cases, judging(kept, each.unit))]
                found += len(cases)
            assert found, each.code
            copied += found
    assert (copied > 100, wrong) == (True, [])


def test_every_own_component_has_a_case_that_meets_and_one_that_does_not() -> None:
    told = {(case.component, case.told["expect"]) for path in FOLDER.glob("*/cases.yaml") for case in read_cases(path)}
    every = {component.code for entry in read_catalogue() for component in entry.components}
    assert {(code, expect) for code in every for expect in ("terpenuhi", "tidak terpenuhi")} <= told


def test_every_limit_has_a_case_on_it_and_one_beside_it() -> None:
    """Deciles and ages that the terms name: who is exactly there, and who is one step beyond."""
    given: dict[str, set[tuple[str, int]]] = {}
    for path in FOLDER.glob("*/cases.yaml"):
        for case in read_cases(path):
            for facts in (case.told.get("given") or {}, *(case.told.get("members") or [])):
                numbers = {(name.rpartition(".")[2], value) for name, value in facts.items() if type(value) is int}
                given.setdefault(case.component, set()).update(numbers)
    limits = [
        (component.code, name.partition("_")[0], value)
        for entry in read_catalogue()
        for component in entry.components
        for terms in component.terms
        for name, value in terms.parameters.items()
        if name.startswith(("desil_", "umur_")) and type(value) is int
    ]
    missing = [
        (code, fact, value)
        for code, fact, value in limits
        if (fact, value) not in given[code] or not {(fact, value - 1), (fact, value + 1)} & given[code]
    ]
    assert (len(limits) > 20, missing) == (True, [])


@pytest.mark.requirement("R302")
def test_every_programme_of_the_list_is_there_with_its_owner_and_law() -> None:
    entries = {entry.code: entry for entry in read_catalogue()}
    assert entries.keys() == {
        *("rastra", "uep", "disabilitas-anak-terlantar", "pkh", "bpnt", "pbi-jk", "kip", "kks", "blt-dd", "pena"),
        *("atensi", "permakanan-kemensos", "kube", "rtlh", "kat", "keserasian-sosial", "sekolah-rakyat"),
    }
    for entry in entries.values():
        assert entry.legal_basis
        assert entry.components
        for component in entry.components:
            assert all(terms.legal_basis and terms.rule_note for terms in component.terms), component.code
        assert entry.is_own or entry.owner


def test_every_period_of_terms_has_a_case() -> None:
    found = check_folder(FOLDER)
    assert found.wrong == []
    assert found.remarks == []
    assert found.cases > 100


def test_tariffs_follow_the_day() -> None:
    kip = next(entry for entry in read_catalogue() if entry.code == "kip").components[0]
    assert [(terms.valid_from, terms.valid_to, terms.parameters["pip_sma"]) for terms in kip.terms] == [
        (date(2022, 1, 1), date(2024, 1, 1), 1_000_000),
        (date(2024, 1, 1), None, 1_800_000),
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def test_a_case_that_no_longer_holds_is_told_by_name(folder: Path) -> None:
    path = folder / "rastra" / "programme.yaml"
    path.write_text(path.read_text().replace("desil_tertinggi: 4", "desil_tertinggi: 3"))
    failures = failing_cases(folder)
    assert len(failures) == 1
    assert "rastra/cases.yaml: Contoh “Tepat di batas desil”" in failures[0]


@pytest.mark.parametrize(
    "wrong", ["component: beras", "given: {rawan_pangn: true}", "expect: mungkin", "as_of: kemarin"]
)
def test_a_faulty_case_is_refused_or_told(folder: Path, wrong: str) -> None:
    key, _, value = wrong.partition(": ")
    path = folder / "rastra" / "cases.yaml"
    cases = yaml.safe_load(path.read_text())
    cases[0][key] = yaml.safe_load(value)
    path.write_text(yaml.safe_dump(cases))
    try:
        assert any("rawan_pangn" in failure for failure in failing_cases(folder))
    except CatalogueRefused as refused:
        assert "rastra/cases.yaml" in str(refused)


def change(folder: Path, name: str, old: str, new: str) -> Path:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return folder


def test_an_amount_that_is_not_expected_is_told_in_rupiah(folder: Path) -> None:
    change(folder, "pkh/programme.yaml", "maks_dini: 2", "maks_dini: 3")
    assert [text.partition(": ")[2] for text in failing_cases(folder)] == [
        "Contoh “Tiga anak usia dini, hanya dua yang dihitung”: diharapkan Rp1.500.000, hasilnya Rp2.250.000"
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("valid_to: 2024-01-01", "valid_to: 2024-06-01", "masa berlaku yang berakhir paling lambat 2024-01-01"),
        ("valid_from: 2024-01-01", "valid_from: 2021-01-01", "masa berlaku yang dimulai sesudah 2022-01-01"),
        ("valid_from: 2024-01-01", "valid_from: 2024-01-01 10:00:00", "tanggal tanpa jam"),
        ("param.pip_smp :", "param.pip_smt :", "pip_smp"),
        ("? param.pip_sd :", '? "banyak" :', "components[1].terms[1].amount"),
        ("{value: umur, direction: turun}", "{value: umurr, direction: turun}", "ranking.order[2].value"),
        ("{value: umur, direction: turun}", "{value: umur, direction: besar}", "naik, turun"),
        ("{value: umur, direction: turun}", "{value: jenis_kelamin, direction: turun}", "bilangan"),
        ("tariff:", "tarif:", "tariff"),
    ],
)
def test_a_faulty_calculation_period_or_order_is_refused_by_place(folder: Path, old: str, new: str, told: str) -> None:
    path = folder / ("bpnt" if old == "tariff:" else "kip") / "programme.yaml"
    change(folder, f"{path.parent.name}/programme.yaml", old, new)
    with pytest.raises(CatalogueRefused) as refused:
        read_programme(path)
    assert told in refused.value.message + str(refused.value)


def test_a_hole_between_two_terms_is_meant_and_said(folder: Path) -> None:
    change(folder, "kip/programme.yaml", "valid_to: 2024-01-01", "valid_to: 2023-09-01")
    found = check_folder(folder / "kip")
    assert found.is_good
    assert found.remarks == ["kip/kip: tidak ada ketentuan dari 2023-09-01 sampai 2024-01-01"]
    change(folder, "kip/cases.yaml", "as_of: 2023-07-01", "as_of: 2023-10-01")
    assert "dalam masa berlaku" in check_folder(folder / "kip").wrong[0]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("pena", "with: pkh", "with: pkhh", "Maksud Anda `pkh`"),
        ("pena", "policy: WITH_REASON", "policy: BOLEH", "FORBIDDEN, ALLOWED, WITH_REASON"),
        ("pkh", "with: bpnt", "with: pena", "sudah diatur di pena/programme.yaml"),
        ("pkh", "with: bpnt", "with: pkh", "kode program lain"),
    ],
)
def test_a_faulty_overlap_is_refused(folder: Path, name: str, old: str, new: str, told: str) -> None:
    change(folder, f"{name}/programme.yaml", old, new)
    with pytest.raises(CatalogueRefused) as refused:
        read_catalogue(folder)
    assert told in str(refused.value)


def test_the_command_tells_what_is_wrong_and_what_to_do(folder: Path) -> None:
    good = CliRunner().invoke(command, ["check", str(folder / "rastra")])
    assert (good.exit_code, good.output.splitlines()[-1]) == (0, "Semua contoh cocok dengan aturannya.")
    change(folder, "rastra/programme.yaml", "rawan_pangan\n", "rawan_pangn\n")
    wrong = CliRunner().invoke(command, ["check", str(folder)])
    assert wrong.exit_code == 1
    assert "Maksud Anda `rawan_pangan`?" in wrong.output
    assert "perbaiki components[1].terms[1].rule di rastra/programme.yaml" in wrong.output
    nothing = CliRunner().invoke(command, ["check", str(folder / "rastra" / "..")])
    assert nothing.exit_code == 1
