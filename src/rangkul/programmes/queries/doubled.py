"""Whether two records of one person would be served twice by one component after they are merged."""

from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.programmes.enums import EnrolmentState
from rangkul.programmes.models import Enrolment
from rangkul.registry.queries.merged import records_of


def doubled_enrolments(keep_id: UUID, merge_id: UUID) -> list[str]:
    """What stands in the way of the merge: a component in which both records have an active enrolment.

    Records merged earlier count with the person they belong to. System use: scoped by row-level security only.
    """
    owner = records_of([keep_id, merge_id])
    served: dict[UUID, set[UUID]] = {keep_id: set(), merge_id: set()}
    names: dict[UUID, str] = {}
    active = Enrolment.objects.filter(person_id__in=owner, state=EnrolmentState.ACTIVE).select_related("component")
    for row in active:
        if row.person_id is not None:
            served[owner[row.person_id]].add(row.component_id)
            names[row.component_id] = row.component.name
    return [
        _(
            "Kedua data sama-sama penerima aktif %(component)s. Akhiri dulu salah satu kepesertaan di halaman program, "
            "lalu gabungkan."
        )
        % {"component": names[component]}
        for component in sorted(served[keep_id] & served[merge_id], key=lambda each: names[each])
    ]
