"""Django app of this part of the plumbing."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "rangkul.platform.importing"
    label = "importing"
