"""The readable cases of the catalogue hold, and a wrong one is told by its name."""

import shutil
from pathlib import Path

import pytest
import yaml

from rangkul.programmes.cases import failing_cases
from rangkul.programmes.entries import FOLDER, read_catalogue
from rangkul.programmes.errors import CatalogueRefused


@pytest.mark.requirement("R003")
@pytest.mark.requirement("R013")
def test_every_case_of_the_catalogue_holds() -> None:
    assert failing_cases() == []


def test_every_own_component_has_a_case_that_meets_and_one_that_does_not() -> None:
    told = {
        (case["component"], case["expect"])
        for path in FOLDER.glob("*/cases.yaml")
        for case in yaml.safe_load(path.read_text())
    }
    own = {component.code for entry in read_catalogue() for component in entry.components}
    assert {(code, expect) for code in own for expect in ("terpenuhi", "tidak terpenuhi")} <= told


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
