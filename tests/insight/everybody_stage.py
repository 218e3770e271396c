"""A small district with a catalogue and a kept snapshot, for the tests of everything that looks at everybody."""

from datetime import date

import pytest

from rangkul.insight.everybody.store import Kept
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from rangkul.programmes.actions import load_catalogue
from rangkul.programmes.models import Terms
from tests.insight import taken
from tests.insight.taken import take_once
from tests.people import Cast
from tests.programmes.factories import populate
from tests.remembered import remembered

OFFICE = system_actor("uji")
DAY = date(2026, 8, 1)


def take() -> Kept:
    """A new snapshot of that day."""
    return taken.take(DAY)


@pytest.fixture
def everybody(cast: Cast) -> Kept:
    """Sixty families in two kecamatan, the office's catalogue, a snapshot of it all."""
    remembered("everybody", _populated, cast)
    return take_once(DAY)


def _populated(_cast: Cast) -> None:
    load_catalogue(by=OFFICE, at=clock.now())
    populate(60, kecamatan=2, villages=2)


def terms_of(code: str) -> Terms:
    """The terms in force of a component."""
    return Terms.objects.select_related("component").get(component__code=code, state="PUBLISHED", valid__contains=DAY)
