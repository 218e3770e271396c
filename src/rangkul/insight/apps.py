"""Django app of the room."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "rangkul.insight"
    label = "insight"

    def ready(self) -> None:
        """Make the room's background jobs known to the runner and its sentences to timelines."""
        from rangkul.insight import events
        from rangkul.insight.coverage import events as coverage_events
        from rangkul.insight.coverage import tasks as coverage_tasks  # noqa: F401
        from rangkul.insight.everybody import tasks  # noqa: F401

        events.register()
        coverage_events.register()
