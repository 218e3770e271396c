"""Django app of the room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rangkul.desk"
    label = "desk"
