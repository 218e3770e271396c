"""Two officials at once on two real connections: numbers without a gap, and one number for one letter."""

import pytest

from rangkul.desk import actions
from rangkul.desk.models import Letter
from rangkul.platform.documents.models import Document, NumberSeries
from tests.desk.letter_stage import AT, set_stage
from tests.desk.stage import make_areas
from tests.desk.test_case_races import at_once
from tests.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def areas(transactional_db: None) -> None:
    make_areas()


def test_numbers_have_no_gap_and_a_letter_has_one_number() -> None:
    stage = set_stage(Cast.gather())
    one, two = stage.writer, stage.cast.actor("PUSKESOS_COORDINATOR")
    first, second = stage.signed(), stage.signed()

    def issue(letter: Letter, by: object) -> object:
        return lambda: actions.issue_letter(letter_id=letter.pk, revision=letter.revision, by=by, at=AT)  # type: ignore[arg-type]

    same = at_once((one, issue(first, one)), (two, issue(first, two)))  # type: ignore[arg-type]
    assert sorted(type(each).__name__ for each in same) == ["Document", "UnableToMove"], same
    third = stage.signed()
    apart = at_once((one, issue(second, one)), (two, issue(third, two)))  # type: ignore[arg-type]
    assert all(isinstance(each, Document) for each in apart), apart
    assert sorted(Document.objects.values_list("sequence", flat=True)) == [1, 2, 3]
    assert NumberSeries.objects.get(series="rekomendasi").last == 3
    letter = stage.initialled()
    signing = at_once(
        (
            stage.signer,
            lambda: actions.sign_letter(letter_id=letter.pk, revision=letter.revision, by=stage.signer, at=AT),
        ),
        (
            stage.section,
            lambda: actions.return_letter(letter_id=letter.pk, reason="salah nama", by=stage.section, at=AT),
        ),
    )
    assert any(isinstance(each, Letter) for each in signing), signing
    letter.refresh_from_db()
    assert (letter.state == "SIGNED") == bool(letter.signer)
