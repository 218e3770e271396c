"""Django app of the pages of institutions and partner agencies."""

from django.apps import AppConfig


class WebInstitutionsConfig(AppConfig):
    name = "rangkul.web.institutions"
    label = "web_institutions"
