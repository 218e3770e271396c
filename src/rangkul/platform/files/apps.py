"""Django app of this part of the plumbing."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "rangkul.platform.files"
    label = "files"
