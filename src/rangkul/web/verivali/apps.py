"""Django app of the pages of verivali."""

from django.apps import AppConfig


class WebVerivaliConfig(AppConfig):
    name = "rangkul.web.verivali"
    label = "web_verivali"
