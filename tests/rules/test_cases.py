"""Readable cases: loaded from YAML, run, and failing in plain words."""

import pytest

from rangkul.rules.cases import load_cases, run_cases
from rangkul.rules.errors import CaseError
from tests.rules.vocabularies import AS_OF, FAMILY, PARAMETERS, VALUES

FILE = """
rule: desil <= param.batas_desil && anggota.exists(a, a.umur >= 60)
cases:
  - name: keluarga lansia desil 2
    given: {desil: 2}
    members: [{_label: Siti, umur: 70}, {umur: 3}]
    expect: true
    because: [Ada anggota keluarga dengan umur 60 atau lebih (Siti)]
  - name: umur belum diketahui
    given: {desil: 2}
    members: [{}]
    expect: belum diketahui
  - name: batas lama
    given: {desil: 4}
    parameters: {batas_desil: 3}
    expect: false
"""


def failures(text: str) -> tuple[str, ...]:
    return run_cases(load_cases(text), FAMILY, parameters=VALUES, parameter_types=PARAMETERS, as_of=AS_OF)


def test_cases_that_hold() -> None:
    assert failures(FILE) == ()


def test_failures_are_told_in_plain_words() -> None:
    assert failures(
        FILE.replace("given: {desil: 4}", "given: {desil: 3}").replace("expect: false", "expect: true")
    ) == (
        (
            "Contoh “batas lama”: diharapkan terpenuhi, hasilnya tidak terpenuhi, karena:\n"
            "  - Desil keluarga 3, batasnya 3 atau kurang: terpenuhi\n"
            "  - Tidak ada anggota keluarga dengan umur 60 atau lebih, syaratnya ada: tidak terpenuhi"
        ),
    )
    (wrong_name,) = failures(FILE.replace("given: {desil: 4}", "given: {dsil: 4}"))
    assert wrong_name == "Contoh “batas lama”: fakta `dsil` tidak dikenal. Maksud Anda `desil`?"
    (reason,) = failures(FILE.replace("(Siti)]", "(Budi)]"))
    assert "alasan “Ada anggota keluarga dengan umur 60 atau lebih (Budi)” tidak ada" in reason


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cases: []", "paling sedikit satu contoh"),
        ("- {given: {}}", "`expect` belum ditulis"),
        (
            "- {rule: desil > 1, expect: mungkin}",
            "`expect` harus true, false atau belum diketahui; ditemukan 'mungkin'",
        ),
        ("- {rule: desil > 1, expect: [1]}", "`expect` harus true"),
        ("- {expect: true}", "`rule` belum ditulis"),
        ("- {rule: desil > 1, expect: true, givn: {}}", "`givn` tidak dikenal. Maksud Anda `given`?"),
        ("[1", "tidak dapat dibaca"),
        ("- 3", "Contoh ke-1 harus berupa"),
    ],
)
def test_faulty_files_are_refused(text: str, message: str) -> None:
    with pytest.raises(CaseError) as caught:
        load_cases(text)
    assert message in str(caught.value)
