"""Visits as work in the reports of facilitators and posts."""

from django.utils.translation import gettext_lazy as _

from rangkul.organisation.work import Work, register_work


def register() -> None:
    """Called once when the app starts."""
    register_work(Work("VISITS", _("Kunjungan"), ("verivali.visit.submit",), order=50))
