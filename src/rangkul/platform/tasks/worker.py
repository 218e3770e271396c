"""The background worker's side of procrastinate."""

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Register our one task with procrastinate when Django is ready."""
    from rangkul.platform.tasks import runner

    runner.register(app)
