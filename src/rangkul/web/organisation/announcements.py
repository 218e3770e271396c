"""What the office tells the public: written and published by staff, read by anybody without signing in."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.organisation import actions, policies, queries
from rangkul.organisation.enums import AnnouncementKind, AnnouncementState
from rangkul.platform.policy.actor import Actor
from rangkul.web.organisation.asking import form_page, press
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, today


class AnnouncementForm(forms.Form):
    """What is announced."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=AnnouncementKind.choices)
    division_id = forms.ChoiceField(label=gettext_lazy("Bidang"), required=False)
    title = forms.CharField(label=gettext_lazy("Judul"), max_length=160)
    body = forms.CharField(
        label=gettext_lazy("Isi"),
        help_text=gettext_lazy("Dibaca semua orang: jangan menulis NIK, nomor KK, penyakit, atau alamat warga."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def __init__(self, *args: Any, divisions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["division_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Seluruh Dinas")), *divisions]

    @property
    def words(self) -> actions.Words:
        """The answers as the action takes them."""
        data = self.cleaned_data
        division = UUID(data["division_id"]) if data["division_id"] else None
        return actions.Words(kind=data["kind"], title=data["title"], body=data["body"], division_id=division)


class ArchiveForm(forms.Form):
    """Why it is no longer news."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)


@login_not_required
@require_safe
def announcement_board(request: HttpRequest) -> HttpResponse:
    """Published texts, the newest first; `?arsip=1` the archive."""
    is_archive, number = "arsip" in request.GET, _page(request)
    rows, has_more = queries.list_published(is_archive=is_archive, page=number)
    context = {
        "office": queries.find_office(),
        "rows": rows,
        "is_archive": is_archive,
        "before_url": with_query(request, {"hal": str(number - 1)}) if number > 1 else "",
        "next_url": with_query(request, {"hal": str(number + 1)}) if has_more else "",
        "crumbs": [{"label": _("Beranda"), "url": reverse("web:home:front")}],
    }
    return render(request, "organisation/announcement_board.html", context)


@login_not_required
@require_safe
def announcement_read(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """One published or archived text, with author, division and day."""
    found = queries.find_published(announcement_id)
    if found is None:
        raise Http404
    crumbs = [
        {"label": _("Beranda"), "url": reverse("web:home:front")},
        {"label": _("Kabar dari Dinas"), "url": reverse("web:organisation:announcement-board")},
    ]
    context = {"row": found, "office": found.office, "crumbs": crumbs}
    return render(request, "organisation/announcement_read.html", context)


@require_safe
def announcement_list(request: HttpRequest) -> HttpResponse:
    """Drafts, published and archived texts for those who write and publish."""
    actor = _writer(request)
    state, number = request.GET.get("keadaan", ""), _page(request)
    state = state if state in AnnouncementState.values else ""
    rows, has_more = queries.list_announcements(actor, state=state, page=number)
    context = {
        "listing": _listing(rows),
        "tabs": [
            {
                "label": label,
                "url": with_query(request, {"keadaan": value or None, "hal": None}),
                "active": value == state,
            }
            for value, label in [("", _("Semua")), *AnnouncementState.choices]
        ],
        "may_write": actor.may(policies.WRITE),
        "before_url": with_query(request, {"hal": str(number - 1)}) if number > 1 else "",
        "next_url": with_query(request, {"hal": str(number + 1)}) if has_more else "",
        "crumbs": [{"label": _("Organisasi"), "url": reverse("web:organisation:office")}],
    }
    return render(request, "organisation/announcement_list.html", context)


@require_safe
def announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """One text as it will be read, with what may be done."""
    actor = _writer(request)
    row = _found(actor, announcement_id)
    is_draft = row.state == AnnouncementState.DRAFT
    context = {
        "row": row,
        "is_draft": is_draft,
        "may_change": is_draft and actor.may(policies.WRITE),
        "may_publish": is_draft and policies.can_publish(actor, row),
        "may_archive": row.state == AnnouncementState.PUBLISHED and actor.may(policies.PUBLISH),
        "crumbs": _crumbs(),
    }
    return render(request, "organisation/announcement.html", context)


def announcement_write(request: HttpRequest) -> HttpResponse:
    """Write a draft."""
    actor = acting(request)
    actor.check_may(policies.WRITE)
    form = AnnouncementForm(request.POST or None, divisions=_divisions())
    return form_page(
        request, form, title=_("Tulis pengumuman"), label=_("Simpan konsep"),
        back=reverse("web:organisation:announcement-list"), said=_("Konsep tersimpan. Pejabat lain menerbitkannya."),
        save=lambda: actions.write_announcement(
            words=form.words, form_key=form.cleaned_data["form_key"], by=actor, at=clock.now()
        ),
    )  # fmt: skip


def announcement_change(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Change a draft."""
    actor = acting(request)
    actor.check_may(policies.WRITE)
    row = _found(actor, announcement_id)
    known = {"kind": row.kind, "title": row.title, "body": row.body, "revision": row.revision}
    first = known | {"division_id": str(row.division_id or "")}
    form = AnnouncementForm(request.POST or None, divisions=_divisions(), initial=first)
    return form_page(
        request, form, title=_("Ubah konsep"), label=_("Simpan konsep"), back=_url(announcement_id),
        said=_("Konsep diubah."),
        save=lambda: actions.change_announcement(
            announcement_id=announcement_id, words=form.words, revision=form.cleaned_data["revision"], by=actor,
            at=clock.now(),
        ),
    )  # fmt: skip


@require_POST
def announcement_publish(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Put it on the public pages."""
    actor = acting(request)
    actor.check_may(policies.PUBLISH)
    _found(actor, announcement_id)
    told = request.POST.get("revision", "")
    revision = int(told) if told.isascii() and told.isdigit() and len(told) < 7 else 0
    return press(
        request,
        lambda: actions.publish_announcement(
            announcement_id=announcement_id, revision=revision, by=actor, at=clock.now()
        ),
        said=_("Pengumuman terbit di halaman umum."),
        back=_url(announcement_id),
    )


def announcement_archive(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Move it to the archive."""
    actor = acting(request)
    actor.check_may(policies.PUBLISH)
    row = _found(actor, announcement_id)
    form = ArchiveForm(request.POST or None)
    return form_page(
        request, form, title=_("Arsipkan pengumuman"), lead=row.title, label=_("Arsipkan"),
        back=_url(announcement_id), said=_("Pengumuman diarsipkan; masih dapat dibaca di arsip."),
        save=lambda: actions.archive_announcement(
            announcement_id=announcement_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()
        ),
    )  # fmt: skip


def _writer(request: HttpRequest) -> Actor:
    actor = acting(request)
    if not actor.may(policies.PUBLISH):
        actor.check_may(policies.WRITE)
    return actor


def _found(actor: Actor, announcement_id: UUID) -> Any:
    return queries.get_announcement(actor, announcement_id)


def _url(announcement_id: UUID) -> str:
    return reverse("web:organisation:announcement", args=[announcement_id])


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Organisasi"), "url": reverse("web:organisation:office")},
        {"label": _("Pengumuman"), "url": reverse("web:organisation:announcement-list")},
    ]


def _divisions() -> list[tuple[str, str]]:
    return [(str(each.pk), each.name) for each in queries.list_divisions(queries.get_office(), on=today())]


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("hal", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


def _listing(rows: list[Any]) -> CaseList:
    return CaseList(
        caption=_("Pengumuman"),
        hide_caption=True,
        columns=(
            Column(label=_("Judul")),
            Column(label=_("Bidang")),
            Column(label=_("Ditulis")),
            Column(label=_("Terbit")),
            Column(label=_("Keadaan")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.title, url=_url(each.pk), note=each.get_kind_display()),
                    Cell(text=each.division.name if each.division else _("Seluruh Dinas")),
                    Cell(text=each.written_by_name, note=date_in_words(each.written_at, "pendek")),
                    Cell(
                        text=each.published_by_name or "–",
                        note=date_in_words(each.published_at, "pendek") if each.published_at else "",
                    ),
                    Cell(text=each.get_state_display()),
                )
            )
            for each in rows
        ],
    )
