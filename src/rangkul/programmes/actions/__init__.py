"""What can be done in programmes, one use case a module."""

from rangkul.programmes.actions.load_catalogue import CatalogueLoad, load_catalogue
from rangkul.programmes.actions.request_screening import request_screening
from rangkul.programmes.actions.screen_everybody import screen_components, screen_everybody
from rangkul.programmes.actions.screen_subject import screen_subject
from rangkul.programmes.actions.set_quota import set_quota

__all__ = [
    "CatalogueLoad",
    "load_catalogue",
    "request_screening",
    "screen_components",
    "screen_everybody",
    "screen_subject",
    "set_quota",
]
