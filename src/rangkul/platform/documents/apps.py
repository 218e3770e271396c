"""Django app of this part of the plumbing."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "rangkul.platform.documents"
    label = "documents"
