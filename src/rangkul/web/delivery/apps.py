"""Django app of the pages of cycles, handover and proof."""

from django.apps import AppConfig


class WebDeliveryConfig(AppConfig):
    name = "rangkul.web.delivery"
    label = "web_delivery"

    def ready(self) -> None:
        """Put deliveries on the pages of persons and families."""
        from rangkul.web.delivery import panel

        panel.register()
