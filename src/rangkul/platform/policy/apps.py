"""Django app of the policy plumbing (roles and settings of the second wall)."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "rangkul.platform.policy"
    label = "policy"
