"""Settings of the bench's web server: the product's own, with one empty page more."""

from rangkul.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.web_urls"
