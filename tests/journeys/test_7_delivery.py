"""Step 7: a list that freezes, rice that changes hands once, and the paper that proves it."""

import re
from pathlib import Path

import pytest

from tests.journeys.district import District
from tests.journeys.stations import (
    NAME,
    RICE,
    given_she_is_enrolled,
    hand_over,
    issue_bast,
    open_cycle,
    open_recipients,
)
from tests.journeys.walk import Walk, words_of_pdf

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.mark.requirement("R005")
@pytest.mark.requirement("R010")
def test_nobody_is_served_twice(walk: Walk, district: District, tmp_path: Path) -> None:
    given_she_is_enrolled(district, tmp_path)
    open_cycle(walk)
    operator = walk.sign_in_as("VILLAGE_OPERATOR")
    tksk = walk.sign_in_as("VILLAGE_OPERATOR", width=360)
    open_recipients(tksk)
    tksk.follow(re.compile(NAME, re.IGNORECASE))
    tksk.choose("tanda tangan pada daftar")
    hand_over(operator)
    tksk.press("Catat serah terima", refused=True)
    tksk.sees(re.compile("sudah (diserahkan|dilayani|menerima)"))
    paper = words_of_pdf(issue_bast(operator))
    assert NAME.casefold() in paper.casefold()
    assert "Yuni Contoh".casefold() in paper.casefold()
    head = walk.sign_in_as("DIVISION_HEAD")
    head.open("web:insight:realisation")
    head.sees(RICE, "kuota 1.462, terlayani 1")
