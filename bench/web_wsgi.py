"""The bench's web application: the product's, under the bench's settings."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.web_settings"

from rangkul.config.wsgi import application

__all__ = ["application"]
