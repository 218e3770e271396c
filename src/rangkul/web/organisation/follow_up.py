"""Pages of what an activity leaves behind: its materials, its certificates, its action items and those that are late."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.kernel.ids import read_id
from rangkul.organisation import actions, policies, queries
from rangkul.platform.files.kinds import KINDS
from rangkul.web.organisation.asking import form_page, press
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, today


class MaterialForm(forms.Form):
    """A file of an activity."""

    file = forms.FileField(
        label=gettext_lazy("Berkas materi"),
        help_text=gettext_lazy("PDF atau gambar, paling besar 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS["ATTACHMENT"].types)}),
    )


class ItemForm(forms.Form):
    """What was agreed."""

    text = forms.CharField(label=gettext_lazy("Apa yang akan dikerjakan"), max_length=300)
    owner_name = forms.CharField(label=gettext_lazy("Penanggung jawab"), max_length=200)
    due_on = DateBoxes(label=gettext_lazy("Batas waktu"))


class FinishForm(forms.Form):
    """That an item was done."""

    done_on = DateBoxes(label=gettext_lazy("Selesai pada"), past_only=True)
    note = forms.CharField(label=gettext_lazy("Hasilnya"), max_length=300, required=False)


def material_add(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Keep a file with an activity."""
    actor = acting(request)
    view = queries.get_activity(actor, activity_id)
    policies.check_can_record(actor, view.activity.area_code)
    form = MaterialForm(request.POST or None, request.FILES or None)

    def save() -> None:
        file = form.cleaned_data["file"]
        actions.keep_material(activity_id=activity_id, content=file.file, name=file.name, by=actor, at=clock.now())

    return form_page(
        request,
        form,
        title=_("Tambah materi"),
        lead=view.activity.name,
        label=_("Simpan materi"),
        back=reverse("web:organisation:activity", args=[activity_id]),
        save=save,
        said=_("Materi disimpan."),
    )


@require_safe
def activity_file(request: HttpRequest, activity_id: UUID, file_id: UUID) -> HttpResponse:
    """A material, or the one file of all certificates."""
    opened = queries.open_activity_file(acting(request), activity_id, file_id)
    response = HttpResponse(opened.content, content_type=opened.stored.media_type)
    name = opened.stored.name.encode("ascii", "ignore").decode()
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_POST
def certificate_request(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Ask for the signature under the certificates of everybody who attended."""
    actor = acting(request)
    return press(
        request,
        lambda: actions.request_certificates(activity_id=activity_id, by=actor, at=clock.now()),
        said=_("Sertifikat diajukan. Nomor dan berkasnya dibuat setelah ditandatangani."),
        back=reverse("web:organisation:activity", args=[activity_id]),
    )


@require_POST
def certificate_sign(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Sign the certificates that were asked for; then they are written."""
    actor = acting(request)
    given = request.POST.get("people", "")
    people = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else -1
    return press(
        request,
        lambda: actions.sign_certificates(activity_id=activity_id, people=people, by=actor, at=clock.now()),
        said=_("Ditandatangani. Sertifikat sedang dibuat; muat ulang halaman ini sebentar lagi."),
        back=reverse("web:organisation:activity", args=[activity_id]),
    )


def item_add(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Write down what was agreed at an activity."""
    actor = acting(request)
    view = queries.get_activity(actor, activity_id)
    policies.check_can_record(actor, view.activity.area_code)
    form = ItemForm(request.POST or None)
    return form_page(
        request,
        form,
        title=_("Tambah tindak lanjut"),
        lead=view.activity.name,
        label=_("Tambahkan"),
        back=reverse("web:organisation:activity", args=[activity_id]),
        save=lambda: actions.add_item(activity_id=activity_id, by=actor, at=clock.now(), **form.cleaned_data),
        said=_("Tindak lanjut dicatat."),
    )


def item_finish(request: HttpRequest, activity_id: UUID, item_id: UUID) -> HttpResponse:
    """Say that an item was done."""
    actor = acting(request)
    view = queries.get_activity(actor, activity_id)
    policies.check_can_record(actor, view.activity.area_code)
    item = queries.items_of(actor, activity_id).filter(pk=item_id).first()
    if item is None:
        raise Denied(permission=policies.VIEW, message=_("Tindak lanjut ini bukan milik kegiatan itu."))
    form = FinishForm(request.POST or None, initial={"done_on": today()})
    return form_page(
        request,
        form,
        title=_("Tandai selesai"),
        lead=item.text,
        label=_("Tandai selesai"),
        back=reverse("web:organisation:activity", args=[activity_id]),
        save=lambda: actions.finish_item(item_id=item_id, by=actor, at=clock.now(), **form.cleaned_data),
        said=_("Tindak lanjut selesai."),
    )


@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """Action items of all activities: late, open, done."""
    actor = acting(request)
    view = request.GET.get("keadaan", "late")
    view = view if view in queries.ITEM_VIEWS else "late"
    page = queries.list_items(actor, view, on=today(), after=read_id(request.GET.get("setelah", "")))
    counts = queries.count_items(actor, on=today())
    labels = {"late": _("Terlambat"), "open": _("Belum selesai"), "done": _("Selesai")}
    listing = CaseList(
        caption=_("Tindak lanjut"),
        hide_caption=True,
        columns=(
            Column(label=_("Tindak lanjut")),
            Column(label=_("Kegiatan")),
            Column(label=_("Penanggung jawab")),
            Column(label=_("Batas waktu")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=item.text, url=reverse("web:organisation:activity", args=[item.activity_id])),
                    Cell(text=item.activity.name, note=date_in_words(item.activity.held_on)),
                    Cell(text=item.owner_name),
                    Cell(text=_("selesai %(day)s") % {"day": date_in_words(item.done_on)}, note=item.done_note)
                    if item.done_on
                    else Cell(due_on=item.due_on),
                ),
                is_late=item.done_on is None and item.due_on < today(),
            )
            for item in page.items
        ],
    )
    context = {
        "listing": listing,
        "tabs": [
            {
                "label": labels[each],
                "url": with_query(request, {"keadaan": each, "setelah": None}),
                "active": each == view,
                "count": counts[each],
                "alarm": each == "late" and counts[each] > 0,
            }
            for each in queries.ITEM_VIEWS
        ],
        "next_url": with_query(request, {"setelah": str(page.following)}) if page.following else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "as_of": today(),
    }
    return render(request, "organisation/item_list.html", context)
