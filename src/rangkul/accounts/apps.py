"""Django app of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rangkul.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Make the room's sentences known to the trail."""
        from rangkul.accounts import events

        events.register()
