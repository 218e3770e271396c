"""Django app of the audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rangkul.platform.audit"
    label = "audit"
