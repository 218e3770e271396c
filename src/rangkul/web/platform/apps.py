"""Django app of the pages of background work, documents and the audit trail."""

from django.apps import AppConfig


class WebPlatformConfig(AppConfig):
    name = "rangkul.web.platform"
    label = "web_platform"
