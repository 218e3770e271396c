"""Django app of the pages of the catalogue, screening, proposals, decisions and enrolment."""

from django.apps import AppConfig


class WebProgrammesConfig(AppConfig):
    name = "rangkul.web.programmes"
    label = "web_programmes"

    def ready(self) -> None:
        """Put what programmes know of a family, person or institution on its page."""
        from rangkul.web.programmes.holdings import own_holdings
        from rangkul.web.programmes.panels import entitlements_panel, institution_panel
        from rangkul.web.programmes.proposal_panel import family_panel, person_panel
        from rangkul.web.shared.holdings import register_holdings
        from rangkul.web.shared.panels import register_panel

        register_holdings(own_holdings)
        register_panel("family", entitlements_panel, order=20)
        register_panel("family", family_panel, order=25)
        register_panel("person", person_panel, order=25)
        register_panel("institution", institution_panel, order=20)
