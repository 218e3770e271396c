"""Checking catalogue folders for somebody who does not program: read, run every case, name what is not covered."""

from dataclasses import dataclass, field
from pathlib import Path

from rangkul.kernel.errors import Refused
from rangkul.programmes.cases import CatalogueCase, failures_of, read_cases
from rangkul.programmes.entries import ProgrammeEntry, TermsEntry, read_catalogue, read_programme
from rangkul.programmes.errors import CatalogueRefused


@dataclass
class CatalogueCheck:
    """What was read; `wrong` stops the folder from being used, `remarks` do not."""

    programmes: int = 0
    components: int = 0
    cases: int = 0
    wrong: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.wrong


def check_folder(folder: Path) -> CatalogueCheck:
    """Check one programme's folder, or a folder of such folders; every programme is looked at, not only the first fault.

    Raises CatalogueRefused when there is no programme.yaml at all.
    """
    one = folder / "programme.yaml"
    paths = [one] if one.is_file() else sorted(folder.glob("*/programme.yaml"))
    if not paths:
        raise CatalogueRefused(
            file=str(folder),
            key="programme.yaml",
            value="tidak ada",
            expected="folder program, atau folder yang berisi folder program",
            remedy="tulis foldernya, misalnya: rangkul catalogue check programmes/catalogue/rastra",
        )
    done = CatalogueCheck()
    for path in paths:
        try:
            entry = read_programme(path.resolve())
            done.programmes += 1
            done.components += len(entry.components)
            _check_cases(entry, path.resolve().with_name("cases.yaml"), done)
        except Refused as refused:
            done.wrong.append(refused.message)
    if not done.wrong and not one.is_file():
        try:
            read_catalogue(folder)
        except Refused as refused:
            done.wrong.append(refused.message)
    return done


def _check_cases(entry: ProgrammeEntry, path: Path, done: CatalogueCheck) -> None:
    if not path.is_file():
        if entry.components:
            done.remarks.append(f"{entry.code}: belum ada cases.yaml; tulis sedikitnya dua contoh tiap komponen")
        return
    cases = read_cases(path)
    done.cases += len(cases)
    done.wrong += failures_of(path)
    for component in entry.components:
        done.remarks += _uncovered(entry.code, component.code, cases)
        periods = [each for each in component.terms if not any(_inside(case, component.code, each) for case in cases)]
        done.remarks += [
            f"{entry.code}/{component.code}: belum ada contoh untuk ketentuan sejak {each.valid_from}"
            for each in periods
        ]
        done.remarks += [
            f"{entry.code}/{component.code}: tidak ada ketentuan dari {earlier.valid_to} sampai {later.valid_from}"
            for earlier, later in zip(component.terms, component.terms[1:], strict=False)
            if earlier.valid_to is not None and earlier.valid_to < later.valid_from
        ]


def _uncovered(programme: str, component: str, cases: list[CatalogueCase]) -> list[str]:
    told = {str(case.told.get("expect")) for case in cases if case.component == component}
    wanted = {"terpenuhi": {"terpenuhi", "True"}, "tidak terpenuhi": {"tidak terpenuhi", "False"}}
    return [
        f"{programme}/{component}: belum ada contoh yang {words}" for words, known in wanted.items() if not told & known
    ]


def _inside(case: CatalogueCase, component: str, terms: TermsEntry) -> bool:
    is_before_end = terms.valid_to is None or case.as_of < terms.valid_to
    return case.component == component and terms.valid_from <= case.as_of and is_before_end
