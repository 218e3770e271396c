"""The hostile test environment: real PostgreSQL, no network, warnings are errors, undefined template variables fail."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.people import Cast

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rangkul.config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser tests keep an event loop in this thread
os.environ.setdefault("RANGKUL_TIME_ZONE", "Asia/Makassar")
os.environ.setdefault("RANGKUL_DEMO", "1")

if "DATABASE_URL" not in os.environ:
    from rangkul.platform.postgres import test_cluster_url

    os.environ["DATABASE_URL"] = test_cluster_url(ROOT)


@pytest.fixture(autouse=True)
def fast_settings(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Cheap password hashing and static files without a manifest; files of a test stay in its own folder."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def cast(db: None) -> "Cast":
    """The named people of the tests: officials with their duties in Soppeng and a neighbour district."""
    from tests.people import Cast

    return Cast.gather()
