"""The bench's web application."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.web_settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
