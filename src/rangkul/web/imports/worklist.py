"""Imports on the first page: what waits for approval, what was read and needs mending."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rangkul.platform.importing import policies, queries
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.wording import number_in_words
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

_SHOWN = 5


def sections(actor: Actor) -> list[WorklistSection]:
    """For those who approve: files of others that wait. For those who upload: own files that were read."""
    found = []
    if actor.may(policies.APPROVE):
        waiting = queries.list_batches(actor, state="READ").exclude(uploaded_by=actor.user_id)
        found.append(
            WorklistSection(
                title=_("Impor menunggu persetujuan Anda"),
                count=waiting.count(),
                url=reverse("web:imports:batch-list"),
                rows=tuple(_row(each) for each in waiting[:_SHOWN]),
                empty_text=_("Tidak ada berkas yang menunggu persetujuan."),
            )
        )
    if actor.may(policies.UPLOAD):
        own = queries.list_batches(actor).filter(uploaded_by=actor.user_id, state__in=["UPLOADED", "READ", "APPROVED"])
        found.append(
            WorklistSection(
                title=_("Impor yang Anda unggah"),
                count=own.count(),
                url=reverse("web:imports:batch-list"),
                rows=tuple(_row(each) for each in own[:_SHOWN]),
                empty_text=_("Tidak ada impor yang berjalan."),
            )
        )
        found.append(_doubts(actor))
    return found


def _doubts(actor: Actor) -> WorklistSection:
    """Applied files of which doubtful rows were left out: somebody has to say who they are."""
    waiting = queries.list_with_doubts(actor)
    rows = tuple(
        WorklistRow(
            label=batch.file_name,
            url=f"{reverse('web:imports:differences', args=[batch.pk])}?jenis=DOUBTFUL",
            detail=_("%(count)s baris belum diputuskan") % {"count": number_in_words(count)},
            state=batch.get_state_display(),
            tone="warning",
        )
        for batch, count in waiting[:_SHOWN]
    )
    return WorklistSection(
        title=_("Baris impor yang masih meragukan"),
        count=len(waiting),
        url=reverse("web:imports:batch-list"),
        rows=rows,
        empty_text=_("Semua baris meragukan sudah diputuskan."),
    )


def _row(batch: queries.ImportBatch) -> WorklistRow:
    detail = f"{number_in_words(batch.rows_total)} baris, {number_in_words(batch.rows_doubtful + batch.rows_refused)} bermasalah"
    return WorklistRow(
        label=batch.file_name,
        url=reverse("web:imports:batch", args=[batch.pk]),
        detail=detail,
        state=batch.get_state_display(),
        tone="info" if batch.state != "READ" else "warning",
    )
