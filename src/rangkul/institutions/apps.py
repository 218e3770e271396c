"""Django app of the room."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "rangkul.institutions"
    label = "institutions"
