"""Django app of the export pages; with it the exporters and the job that writes are known to every process."""

from importlib import import_module

from django.apps import AppConfig

REGISTERING = (
    "rangkul.exchange.any_table.written",
    "rangkul.exchange.dtsen.written",
    "rangkul.exchange.opensid.written",
    "rangkul.exchange.recipients.written",
    "rangkul.exchange.siks_ng.written",
    "rangkul.platform.exporting.tasks",
)


class WebExportsConfig(AppConfig):
    name = "rangkul.web.exports"
    label = "web_exports"

    def ready(self) -> None:
        """Load what registers itself, so that web and worker alike know exporters and the job."""
        for name in REGISTERING:
            import_module(name)
