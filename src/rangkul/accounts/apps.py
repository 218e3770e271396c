"""Django app of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rangkul.accounts"
    label = "accounts"
