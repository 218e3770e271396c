"""Django app of the pages of staged imports."""

from django.apps import AppConfig


class WebImportsConfig(AppConfig):
    name = "rangkul.web.imports"
    label = "web_imports"
