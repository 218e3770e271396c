"""Django app of the pages of the catalogue, screening, proposals, decisions and enrolment."""

from django.apps import AppConfig


class WebProgrammesConfig(AppConfig):
    name = "rangkul.web.programmes"
    label = "web_programmes"
