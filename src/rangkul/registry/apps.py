"""Django app of the room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "rangkul.registry"
    label = "registry"
