"""How many living persons the registry knows in an area: what a list of families is held against."""

from rangkul.platform.importing.questions import POPULATIONS
from rangkul.platform.policy.areas import inside_area
from rangkul.registry.models import Person


def people_in(area: str) -> int:
    """Persons of the area who live and were not merged into another."""
    return Person.objects.filter(inside_area(area), merged_into=None, died_on=None).count()


POPULATIONS.append(people_in)
