"""Django app of the room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "rangkul.delivery"
    label = "delivery"
