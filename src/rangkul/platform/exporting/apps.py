"""Django app of this part of the plumbing."""

from django.apps import AppConfig


class ExportingConfig(AppConfig):
    name = "rangkul.platform.exporting"
    label = "exporting"
