"""What of the desk's deeds counts as work in the reports of facilitators and posts."""

from django.utils.translation import gettext_lazy as _

from rangkul.organisation.work import Work, register_work

WORKS = (
    Work("HEARD", _("Kasus didengar"), ("desk.case.register", "desk.case.report"), order=10),
    Work("HANDLED", _("Kasus ditangani"), ("desk.case.handle", "desk.case.propose"), order=20),
    Work("REFERRED", _("Kasus dirujuk"), ("desk.referral.send",), order=30),
    Work("CLOSED", _("Kasus selesai"), ("desk.case.close",), order=40),
)


def register() -> None:
    """Called once when the app starts."""
    for work in WORKS:
        register_work(work)
