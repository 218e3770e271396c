"""Forms of referrals: to whom and why, what the receiver answers, what the desk says back."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rangkul.accounts.roles import BY_CODE
from rangkul.desk.actions import Inside
from rangkul.desk.enums import REFUSALS, ReferralState, Unmet
from rangkul.desk.policies import RECEIVE
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.ids import new_id
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.web.shared.fields import NikField

_INSIDE = "dalam"
_OF_POST = "BACK_OFFICE"
"""Who at another post takes what is sent there."""


class ReferForm(forms.Form):
    """To whom, why, and whether somebody of the desk goes along."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    service = forms.UUIDField(widget=forms.HiddenInput, required=False)
    agency = forms.ChoiceField(label=_("Dirujuk ke"))
    reason = forms.CharField(
        label=_("Masalah dan alasan merujuk"),
        help_text=_("Tertulis di surat pengantar dan dibaca penerima. Tulis seperlunya saja."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    service_wanted = forms.CharField(
        label=_("Layanan yang diminta"), help_text=_("Misalnya: penerbitan KK."), max_length=200, required=False
    )
    is_accompanied = forms.BooleanField(
        label=_("Petugas mendampingi warga ke sana"),
        help_text=_("Ditulis di surat, dan di halaman tiket warga."),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ChoiceField)
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in institutions_queries.list_agencies(actor):
            note = f" ({_('biasanya didampingi')})" if each.is_accompanied else ""
            groups.setdefault(each.get_kind_display(), []).append((str(each.pk), f"{each.name}{note}"))
        inside = inside_choices(actor, area)
        agency.choices = [
            ("", _("Pilih tujuan")),
            *groups.items(),
            *([(_("Petugas di dalam"), inside)] if inside else []),
        ]

    def receiver(self) -> dict[str, Any]:
        """The receiver as the action takes it."""
        kind, _sep, rest = str(self.cleaned_data["agency"]).partition(":")
        if kind == _INSIDE:
            role, _sep, area = rest.partition(":")
            return {"inside": Inside(role, area)}
        return {"agency_id": UUID(kind), "service_id": self.cleaned_data.get("service")}


def inside_choices(actor: Actor, area: str) -> list[tuple[str, str]]:
    """Roles that take referrals: those of the citizen's kecamatan and kabupaten, and other posts; not one's own."""
    village = AreaCode.parse(area)
    above = {AreaCode.parse(each).level: str(each) for each in [*village.ancestors, village]}
    found = []
    for role in BY_CODE.values():
        place = above.get(role.level, "")
        is_own = role.code == actor.role and any(str(own) == place for own in actor.areas)
        if RECEIVE in role.permissions and place and not is_own:
            found.append((role.code, place, str(role.label)))
    office = organisation_queries.find_office()
    if office is not None:
        label = str(BY_CODE[_OF_POST].label)
        found += [
            (_OF_POST, str(post.area_code), label)
            for post in organisation_queries.list_posts(office)
            if post.status == "ACTIVE" and post.area_code != area and _same_regency(post.area_code, area)
        ]
    labels = reference_queries.labels_of({place for _role, place, _label in found})
    return [(f"{_INSIDE}:{role}:{place}", f"{label}, {labels.get(place, place)}") for role, place, label in found]


def _same_regency(one: str, other: str) -> bool:
    return one[:5] == other[:5] and AreaCode.parse(one).level == AreaLevel.VILLAGE


class AnswerForm(forms.Form):
    """What the receiver answers; for the civil registry also the numbers of the new card."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(
        label=_("Jawaban lembaga"),
        widget=forms.RadioSelect,
        choices=[
            (ReferralState.ACCEPTED, _("Diterima, akan dilayani")),
            (ReferralState.IN_PROGRESS, _("Sedang dikerjakan")),
            (ReferralState.ASKED, _("Ada pertanyaan")),
            (ReferralState.DONE, _("Selesai dengan hasil")),
            (ReferralState.REJECTED, _("Ditolak")),
        ],
    )
    text = forms.CharField(
        label=_("Isi jawaban"),
        help_text=_("Hasil, alasan, atau pertanyaan. Misalnya: KK sudah terbit dan diserahkan."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    refusal = forms.ChoiceField(
        label=_("Bila ditolak: sebabnya"),
        required=False,
        choices=[
            ("", _("Pilih bila ditolak")),
            *((each.value, _("sebab lain") if each == Unmet.REJECTED else each.label) for each in REFUSALS),
        ],
    )
    kk = NikField(label=_("Nomor KK yang terbit"), required=False, help_text=_("Bila KK baru terbit, 16 angka."))
    nik = NikField(label=_("NIK yang terbit"), required=False, help_text=_("Bila NIK baru terbit, 16 angka."))

    def __init__(self, *args: Any, with_numbers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_numbers:
            del self.fields["kk"]
            del self.fields["nik"]

    def clean(self) -> dict[str, Any]:
        """Whoever rejects says why: the citizen is sent on by it, and unmet needs are counted by it."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("answer") == ReferralState.REJECTED and not told.get("refusal") and "refusal" not in self.errors:
            self.add_error(
                "refusal",
                _("Pilih sebabnya. Bila tidak ada yang cocok, pilih “sebab lain” lalu jelaskan pada isi jawaban."),
            )
        return told

    def words(self) -> dict[str, Any]:
        """The answer as the action takes it."""
        data = self.cleaned_data
        return {
            "answer": data["answer"],
            "text": data["text"],
            "kk": data.get("kk") or "",
            "nik": data.get("nik") or "",
            "refusal": data.get("refusal") or "",
            "form_key": data.get("form_key"),
            "revision": data.get("revision"),
        }


class ReplyForm(forms.Form):
    """The desk's reply to a question."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Balasan Anda"),
        help_text=_("Dibaca penerima rujukan. Tulis seperlunya saja."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """Why something is taken back or revoked."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class IdentityForm(forms.Form):
    """The numbers as the official reads them on the card in hand."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kk = NikField(label=_("Nomor KK"), help_text=_("Ketik seperti tertulis di KK yang Anda pegang."))
    nik = NikField(label=_("NIK"), required=False, help_text=_("Bila NIK juga baru terbit."))


class CodeForm(forms.Form):
    """The code of the slip that goes with the letter."""

    code = forms.CharField(
        label=_("Kode jawaban"),
        help_text=_(
            "Enam huruf dan angka pada lembar kode terbaru yang menyertai surat pengantar, atau kode lembaga Anda."
        ),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "w-10"}),
    )
