"""Django app of the room."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "rangkul.organisation"
    label = "organisation"
