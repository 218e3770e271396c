"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rangkul.config.settings")
application = get_wsgi_application()

# What is loaded now stays for the life of the process: a full collection would walk through all of it in some page.
gc.collect()
gc.freeze()
