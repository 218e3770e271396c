"""Django app of the pages of persons, families and search."""

from django.apps import AppConfig


class WebRegistryConfig(AppConfig):
    name = "rangkul.web.registry"
    label = "web_registry"
