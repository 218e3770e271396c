"""Django app of the room."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "rangkul.reference"
    label = "reference"
