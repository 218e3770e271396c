"""Django app of the pages of signing in, duties and users."""

from django.apps import AppConfig


class WebAccountsConfig(AppConfig):
    name = "rangkul.web.accounts"
    label = "web_accounts"
