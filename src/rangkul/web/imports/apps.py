"""Django app of the import pages; with it the formats and the jobs of importing are known to every process."""

from importlib import import_module

from django.apps import AppConfig

REGISTERING = (
    "rangkul.exchange.bdt.art",
    "rangkul.exchange.bdt.pbdt2015",
    "rangkul.exchange.bdt.ruta",
    "rangkul.exchange.dtsen.desil",
    "rangkul.exchange.recipients.kks",
    "rangkul.exchange.recipients.pbi",
    "rangkul.exchange.recipients.pip",
    "rangkul.exchange.any_table.persons",
    "rangkul.exchange.health.measured",
    "rangkul.exchange.homes.listed",
    "rangkul.exchange.dukcapil.matched",
    "rangkul.exchange.opensid.participants",
    "rangkul.exchange.opensid.population",
    "rangkul.exchange.regsosek.sheets",
    "rangkul.exchange.siks_ng.dtks",
    "rangkul.platform.importing.tasks",
    "rangkul.registry.imports.population",
)


class WebImportsConfig(AppConfig):
    name = "rangkul.web.imports"
    label = "web_imports"

    def ready(self) -> None:
        """Load what registers itself, so that web and worker alike know formats and job handlers."""
        for name in REGISTERING:
            import_module(name)
