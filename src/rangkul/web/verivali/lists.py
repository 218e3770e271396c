"""Rows of campaigns, subjects and tallies as the list component takes them."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel.numerals import format_number
from rangkul.verivali.queries import CampaignView, SubjectRow, Tally
from rangkul.verivali.workflow import CAMPAIGN, SUBJECT
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import date_in_words, number_in_words

_TONES = {"info": "new", "warning": "warn", "success": "good", "danger": "bad"}


class StateTag:
    """A state with the tone of its workflow."""

    def __init__(self, tone: str) -> None:
        self.tone = _TONES.get(tone, "neutral")


def tone_of_subject(state: str) -> str:
    """The tone of a subject's state on tags."""
    return _TONES.get(SUBJECT.state(state).tone, "neutral")


def tone_of_campaign(state: str) -> str:
    """The tone of a campaign's state on tags."""
    return _TONES.get(CAMPAIGN.state(state).tone, "neutral")


def campaigns_listing(views: Iterable[CampaignView]) -> CaseList:
    """Campaigns, one a row."""
    return CaseList(
        caption=_("Kegiatan verivali"),
        hide_caption=True,
        columns=(
            Column(label=_("Kegiatan")),
            Column(label=_("Status")),
            Column(label=_("Wilayah")),
            Column(label=_("Tanggal data")),
            Column(label=_("Batas waktu")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=view.campaign.title,
                        url=reverse("web:verivali:campaign", args=[view.campaign.pk]),
                        note=str(view.cohort.label),
                    ),
                    Cell(text=view.state_label, state=StateTag(str(CAMPAIGN.state(view.campaign.state).tone))),
                    Cell(text=view.area_label),
                    Cell(text=date_in_words(view.campaign.as_of, "pendek")),
                    Cell(due_on=view.campaign.due_on) if view.campaign.due_on else Cell(text="–"),
                )
            )
            for view in views
        ],
    )


def subjects_listing(rows: Iterable[SubjectRow], caption: str, *, to: str = "web:verivali:subject") -> CaseList:
    """Subjects, one a row."""
    return CaseList(
        caption=caption,
        hide_caption=True,
        columns=(
            Column(label=_("Sasaran")),
            Column(label=_("Status")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("RT/RW")),
            Column(label=_("Petugas")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=row.name,
                        url=reverse(to, args=[row.id]),
                        note=row.gone or row.drop_reason or row.campaign_title,
                    ),
                    Cell(text=row.state_label, state=StateTag(str(SUBJECT.state(row.state).tone))),
                    Cell(text=row.area_label),
                    Cell(text=f"{row.rt or '–'}/{row.rw or '–'}"),
                    Cell(text=row.assigned_to_name or _("belum dibagi"), note=row.result_label),
                )
            )
            for row in rows
        ],
    )


def figures_of(tally: Tally) -> list[tuple[str, str]]:
    """The figures of a tally with their names, in the order of every table, paper and file."""
    counted = [
        (_("Sasaran"), tally.total),
        (_("Dibagi"), tally.assigned),
        (_("Dikunjungi"), tally.visited),
        (_("Menunggu"), tally.waiting),
        (_("Disetujui"), tally.approved),
        (_("Dikembalikan"), tally.returned),
        (_("Tidak bertemu"), tally.missed),
        (_("Dua kali"), tally.second),
    ]
    quality = [
        (_("Lengkap (%)"), tally.completeness),
        (_("Padan (%)"), tally.share_matched),
        (_("Sesuai (%)"), tally.agreement),
    ]
    return [(label, format_number(number)) for label, number in counted] + [
        (label, number_in_words(share)) for label, share in quality
    ]


def board_listing(rows: Iterable[Tally], caption: str, head: str, *, url: str = "") -> CaseList:
    """A board: one row a place or a person; `url` drills down with the row's key appended."""
    every = list(rows)
    names = [label for label, _figure in figures_of(Tally(key="", label=""))]
    return CaseList(
        caption=caption,
        columns=(Column(label=head), *(Column(label=name, numeric=True) for name in names)),
        rows=[
            Row(
                cells=(
                    Cell(text=row.label, url=f"{url}{row.key}" if url and row.key else ""),
                    *(Cell(text=figure, numeric=True) for _label, figure in figures_of(row)),
                )
            )
            for row in every
        ],
    )
