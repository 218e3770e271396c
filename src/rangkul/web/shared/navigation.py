"""The primary navigation: what a role sees at the top of every page."""

from dataclasses import dataclass

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.addresses import address


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation as the layout shows it."""

    label: str | Promise
    url: str
    active: bool


_ENTRIES: tuple[tuple[str | Promise, str, str], ...] = (
    (_("Daftar kerja"), "web:home:worklist", ""),
    (_("Layanan"), "web:desk:case-list", "desk.case.view"),
    (_("Pengaduan"), "web:desk:complaint-list", "desk.complaint.view"),
    (_("Surat"), "web:desk:letter-list", "desk.letter.view"),
    (_("Surat"), "web:desk:letter-signers", "organisation.official.link"),
    (_("Registri"), "web:registry:search", "registry.person.search"),
    (_("Verivali"), "web:verivali:campaign-list", "verivali.campaign.view"),
    (_("Verivali"), "web:verivali:mine", "verivali.subject.submit"),
    (_("Program"), "web:programmes:catalogue", "programmes.catalogue.view"),
    (_("Usulan"), "web:programmes:proposal-list", "programmes.proposal.view"),
    (_("Penyaluran"), "web:delivery:cycle-list", "delivery.cycle.view"),
    (_("Impor"), "web:imports:batch-list", "registry.import.upload"),
    (_("Ekspor"), "web:exports:export-list", "registry.export.make"),
    (_("Lembaga"), "web:institutions:directory", "institutions.directory.view"),
    (_("Lembaga saya"), "web:institutions:institution-own", "institutions.institution.view_own"),
    (_("Capaian"), "web:insight:realisation", "insight.realisation.view"),
    (_("Cakupan"), "web:insight:coverage", "insight.coverage.view"),
    (_("Simulasi"), "web:insight:whatif", "insight.whatif.view"),
    (_("Organisasi"), "web:organisation:office", "organisation.office.view"),
    (_("Laporan"), "web:organisation:report-mine", "organisation.report.send_weekly"),
    (_("Laporan"), "web:organisation:report-mine", "organisation.report.send_daily"),
    (_("Sistem"), "web:platform:job-list", "platform.job.view"),
    (_("Kotak keluar"), "web:platform:outbox", "platform.outbox.view"),
    (_("Jejak audit"), "web:platform:audit-trail", "audit.trail.view"),
)


def entries_for(actor: Actor, path: str) -> list[Entry]:
    """Entries whose permission the actor has, the current one marked."""
    shown = []
    for label, name, permission in _ENTRIES:
        if permission and not actor.may(permission):
            continue
        try:
            shown.append((label, address(name)))
        except NoReverseMatch:
            continue
    # Proposals live below programmes: the longest address that fits is where one is.
    here = max((url for _label, url in shown if path.startswith(url)), key=len, default="")
    if not here and path.startswith(address("web:desk:services")):  # the queue, tasks, referrals lie beside the cases
        here = address("web:desk:case-list")
    return [Entry(label=label, url=url, active=url == here) for label, url in shown]
