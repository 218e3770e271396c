"""Django app of the pages of cases, referrals and the citizen's ticket."""

from django.apps import AppConfig


class WebDeskConfig(AppConfig):
    name = "rangkul.web.desk"
    label = "web_desk"

    def ready(self) -> None:
        """Put the desk's panels on the pages of persons and families."""
        from rangkul.web.desk import panels

        panels.register()
