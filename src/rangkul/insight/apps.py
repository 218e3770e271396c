"""Django app of the room."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "rangkul.insight"
    label = "insight"
