"""What the pages of a visit show: addresses, particulars, its parts as a list of tasks, and its answers for reading."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.verivali.queries import Part, VisitView
from rangkul.verivali.questionnaires import Kind
from rangkul.web.shared.wording import date_in_words, moment_in_words


def subject_url(subject_id: UUID) -> str:
    """The address of a subject's page."""
    return reverse("web:verivali:subject", args=[subject_id])


def visit_url(visit_id: UUID) -> str:
    """The address of a visit's page."""
    return reverse("web:verivali:visit", args=[visit_id])


def part_url(view: VisitView, part: Part) -> str:
    """The address of a part's page."""
    if part.member:
        return reverse("web:verivali:visit-member-block", args=[view.visit.pk, part.block.code, part.member])
    return reverse("web:verivali:visit-block", args=[view.visit.pk, part.block.code])


def facts_of(view: VisitView) -> list[dict[str, str]]:
    """Facts of the identity bar of a visit."""
    told = view.visit
    return [
        {"label": _("Kegiatan"), "value": told.subject.campaign.title},
        {"label": _("Kunjungan"), "value": f"{told.number}, {told.get_kind_display()}"},
        {"label": _("Petugas"), "value": told.enumerator_name},
    ]


def photos_of(view: VisitView) -> list[dict[str, str]]:
    """Photos with their addresses and what they show."""
    answers = {value: key for key, value in view.answers.items() if isinstance(value, str)}
    shown = []
    for each in view.photos:
        code = answers.get(str(each.pk), "")
        words = view.questionnaire.question(code).text if code else _("Foto kunjungan")
        shown.append({"url": reverse("web:verivali:photo", args=[view.visit.pk, each.pk]), "label": words})
    return shown


def reading_of(view: VisitView) -> dict[str, Any]:
    """What a sent visit says, for reading: answers by part, particulars."""
    told = view.visit
    point = f"{told.latitude}, {told.longitude}" if told.latitude is not None else ""
    return {
        "answered": [
            {
                "title": f"{part.block.title}: {part.member_name}" if part.member_name else part.block.title,
                "rows": [
                    {"label": each.question.text, "value": words}
                    for each, words in lines
                    if each.question.kind is not Kind.PHOTO
                ],
            }
            for part, lines in view.answered()
        ],
        "particulars": [
            {"label": _("Tanggal kunjungan"), "value": date_in_words(told.visited_on)},
            {"label": _("Hasil kunjungan"), "value": str(told.get_result_display()) if told.result else ""},
            {"label": _("Titik lokasi"), "value": point or _("tidak diambil")},
            {"label": _("Dikirim"), "value": moment_in_words(told.submitted_at)},
            {"label": _("Catatan"), "value": view.note or _("tidak ada")},
        ],
    }


def crumbs_of(view: VisitView) -> list[dict[str, str]]:
    """The way back to the subject."""
    return [{"label": view.name, "url": subject_url(view.visit.subject_id)}]


def home_crumb(may_view: bool) -> dict[str, str]:
    """The way back to where this reader's work on verivali begins."""
    name = "web:verivali:campaign-list" if may_view else "web:verivali:mine"
    return {"label": _("Verivali"), "url": reverse(name)}


def items_of(view: VisitView) -> list[dict[str, str]]:
    """The parts of a visit as a list of tasks."""
    told, done, to_do = view.visit, _("selesai"), _("belum")
    has_result = bool(told.result and told.visited_on)
    items = [
        {
            "label": _("Hasil kunjungan"),
            "url": reverse("web:verivali:visit-result", args=[told.pk]),
            "hint": str(told.get_result_display()) if told.result else _("tanggal, hasil, titik lokasi, catatan"),
            "status": done if has_result else to_do,
            "tone": "good" if has_result else "warn",
        }
    ]
    for part in view.parts:
        is_done = part.answered > 0 and not part.open_questions
        items.append(
            {
                "label": f"{part.block.title}: {part.member_name}" if part.member_name else part.block.title,
                "url": part_url(view, part),
                "hint": _("%(n)s pertanyaan terjawab") % {"n": part.answered},
                "status": done
                if is_done
                else _("kurang %(n)s") % {"n": part.open_questions}
                if part.open_questions
                else "",
                "tone": "good" if is_done else "warn",
            }
        )
    looked = sum(bool(pair.verdict) for pair in view.pairs)
    items.append(
        {
            "label": _("Periksa data registri"),
            "url": reverse("web:verivali:visit-pairs", args=[told.pk]),
            "hint": _("%(n)s isian diperiksa") % {"n": looked},
            "status": done if looked else "",
            "tone": "good",
        }
    )
    items.append(
        {
            "label": _("Foto"),
            "url": reverse("web:verivali:visit-photo", args=[told.pk]),
            "hint": _("%(n)s foto") % {"n": len(view.photos)},
            "status": "",
            "tone": "",
        }
    )
    return items
