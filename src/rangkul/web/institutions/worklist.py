"""What institutions put on a role's first page: what expires, who waits for registration, one's own house."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.institutions import policies, queries
from rangkul.platform.policy.actor import Actor
from rangkul.web.institutions.applications import waiting_for
from rangkul.web.institutions.homes import home_url
from rangkul.web.shared.wording import number_in_words, today
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

SHOWN = 5


def sections(actor: Actor) -> list[WorklistSection]:
    """Expiring papers for who keeps institutions, applications for who takes their next step, an officer's own house."""
    found = []
    if actor.may(policies.VIEW_OWN) and actor.institution_id is not None:
        found += _own(actor)
    if actor.may(policies.VIEW_REQUESTS):
        found += _requests(actor)
    if actor.may(policies.CHANGE_HOME):
        found.append(_expiring(actor))
    if actor.may(policies.VIEW_APPLICATIONS):
        count, rows = waiting_for(actor)
        if count:
            found.append(
                WorklistSection(
                    title=_("Pendaftaran LKS menunggu Anda"),
                    count=count,
                    url=reverse("web:institutions:application-list"),
                    rows=tuple(
                        WorklistRow(
                            label=row.name,
                            url=reverse("web:institutions:application", args=[row.id]),
                            detail=f"{row.state_label} · {row.area_label}",
                        )
                        for row in rows[:SHOWN]
                    ),
                )
            )
    return found


def _expiring(actor: Actor) -> WorklistSection:
    rows = queries.list_expiring(actor, on=today())
    return WorklistSection(
        title=_("Tanda daftar dan akreditasi hampir atau sudah habis"),
        count=len(rows),
        url=f"{reverse('web:institutions:institution-list')}?habis=on",
        rows=tuple(
            WorklistRow(
                label=row.name,
                url=home_url(row.id, "institution-record"),
                detail=row.area_label,
                due_on=min(each for each in (row.grade_until, row.registered_until) if each is not None),
            )
            for row in rows[:SHOWN]
        ),
        empty_text=_("Tidak ada yang habis dalam waktu dekat."),
    )


def _requests(actor: Actor) -> list[WorklistSection]:
    rows = queries.requests_waiting_for(actor)
    if not rows and actor.institution_id is None:
        return []
    return [
        WorklistSection(
            title=_("Permintaan tempat menunggu Anda"),
            count=len(rows),
            url=reverse("web:institutions:request-list"),
            rows=tuple(
                WorklistRow(
                    label=row.name,
                    url=reverse("web:institutions:request", args=[row.id]),
                    detail=f"{row.kind_label} · {row.institution}",
                    state=row.state_label,
                    tone=row.tone,
                )
                for row in rows[:SHOWN]
            ),
            empty_text=_("Tidak ada permintaan yang menunggu jawaban."),
        )
    ]


def _own_papers(view: queries.HomeView) -> list[WorklistSection]:
    """An institution is told in time that its own papers run out."""
    if not view.row.expiring:
        return []
    ends = (("registration", _("Tanda daftar"), view.row.registered_until), ("accreditation", _("Akreditasi"), view.row.grade_until))  # fmt: skip
    return [
        WorklistSection(
            title=_("Tanda daftar dan akreditasi hampir atau sudah habis"),
            count=len(view.row.expiring),
            url=home_url(view.row.id, "institution-record"),
            rows=tuple(
                WorklistRow(label=label, url=home_url(view.row.id, "institution-record"), due_on=until)
                for code, label, until in ends
                if code in view.row.expiring
            ),
        )
    ]


def _own(actor: Actor) -> list[WorklistSection]:
    assert actor.institution_id is not None
    view = queries.get_home(actor, actor.institution_id, on=today())
    page = queries.list_residents(actor, actor.institution_id, on=today(), limit=SHOWN)
    return [
        *_own_papers(view),
        WorklistSection(
            title=_("Penghuni %(name)s") % {"name": view.row.name},
            count=page.count,
            url=home_url(actor.institution_id, "resident-list"),
            rows=tuple(
                WorklistRow(
                    label=row.name,
                    url=reverse("web:institutions:resident", args=[row.id]),
                    detail=row.room or row.area_label,
                )
                for row in page.rows
            ),
            empty_text=_("Belum ada penghuni dalam buku. Tempat tidur kosong: %(free)s.")
            % {"free": number_in_words(view.row.free)},
        ),
    ]
