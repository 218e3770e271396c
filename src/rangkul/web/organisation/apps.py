"""Django app of the pages of the office, its divisions and posts."""

from django.apps import AppConfig


class WebOrganisationConfig(AppConfig):
    name = "rangkul.web.organisation"
    label = "web_organisation"
