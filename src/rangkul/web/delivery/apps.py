"""Django app of the pages of cycles, handover and proof."""

from django.apps import AppConfig


class WebDeliveryConfig(AppConfig):
    name = "rangkul.web.delivery"
    label = "web_delivery"
