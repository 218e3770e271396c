"""Django app of the pages of figures and coverage."""

from django.apps import AppConfig


class WebInsightConfig(AppConfig):
    name = "rangkul.web.insight"
    label = "web_insight"
