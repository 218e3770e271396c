"""Django app of the pages of areas and code lists."""

from django.apps import AppConfig


class WebReferenceConfig(AppConfig):
    name = "rangkul.web.reference"
    label = "web_reference"
