"""Whether two records of one person would be served twice by one programme after they are merged."""

from collections import defaultdict
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.programmes.enums import EnrolmentState
from rangkul.programmes.models import Enrolment
from rangkul.registry.queries.merged import records_of
from rangkul.registry.queries.records import family_of


def doubled_enrolments(keep_id: UUID, merge_id: UUID) -> list[str]:
    """What stands in the way of the merge: a programme that serves both records, by whatever component.

    The family that each record is in counts too; one family of both is served once. Records merged earlier count with
    the person they belong to. System use: scoped by row-level security only.
    """
    owner = records_of([keep_id, merge_id])
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    homes = {each: family_of(each, on=today) for each in (keep_id, merge_id)}
    served: dict[UUID, dict[UUID, set[UUID]]] = {each: defaultdict(set) for each in (keep_id, merge_id)}
    names: dict[UUID, str] = {}
    active = Enrolment.objects.filter(state=EnrolmentState.ACTIVE).select_related("component__programme")
    for row in active.filter(person_id__in=owner):
        assert row.person_id is not None
        served[owner[row.person_id]][row.component.programme_id].add(row.pk)
        names[row.component.programme_id] = row.component.programme.name
    for row in active.filter(family_id__in=[home for home in homes.values() if home]):
        for record, home in homes.items():
            if home == row.family_id:
                served[record][row.component.programme_id].add(row.pk)
        names[row.component.programme_id] = row.component.programme.name
    both = served[keep_id].keys() & served[merge_id].keys()
    twice = [each for each in both if _adds(served[keep_id][each], served[merge_id][each])]
    return [
        _(
            "Kedua data, atau keluarganya, sama-sama penerima aktif %(programme)s. Akhiri dulu salah satu kepesertaan di "
            "halaman program, lalu gabungkan."
        )
        % {"programme": names[programme]}
        for programme in sorted(twice, key=lambda each: names[each])
    ]


def _adds(keep: set[UUID], merge: set[UUID]) -> bool:
    """Whether each side is served in a way that the other is not: what both share is one and the same."""
    return bool(keep - merge) and bool(merge - keep)
