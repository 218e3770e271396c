"""The hostile test environment: a real PostgreSQL, no network, warnings are errors, files of a test in its own folder.

`make test` starts the test cluster and sets the environment; to run pytest by hand, export DATABASE_URL first
(`make test ARGS="tests/registry -x"` does it all).
"""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.utils import translation
from pytest_socket import socket_allow_hosts

from tests.browser import chromium, page_at, static_folder

if TYPE_CHECKING:
    from tests.people import Cast

# One Chromium for the whole run: fixtures imported in several folders would each start a Playwright of their own.
__all__ = ["chromium", "page_at", "static_folder"]

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ["127.0.0.1", "::1", "localhost"]
# What a test does not say itself: enough to fail on a fault, and no clock, for two workers share the processors.
hypothesis.settings.register_profile("suite", max_examples=40, deadline=None)
hypothesis.settings.load_profile("suite")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser tests keep an event loop in this thread


def pytest_configure(config: pytest.Config) -> None:
    """Say plainly what is missing instead of failing in every test."""
    if "DATABASE_URL" not in os.environ:
        pytest.exit('No DATABASE_URL: run `make test ARGS="…"`, which starts the test cluster.', returncode=4)
    from django.db.backends.base.creation import BaseDatabaseCreation
    from django.test import TransactionTestCase

    from rangkul.platform.swift_migrations import swift_migrations
    from tests.emptying import empty_after_test

    TransactionTestCase._fixture_teardown = empty_after_test  # type: ignore[method-assign]
    BaseDatabaseCreation.create_test_db = swift_migrations()(BaseDatabaseCreation.create_test_db)  # type: ignore[method-assign]


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector need not look at it after every few tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_runtest_setup() -> None:
    """No test reaches beyond this machine."""
    socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


@pytest.fixture(autouse=True)
def fast_settings(settings: Any, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Soppeng's clock and Indonesian, a demo installation, cheap password hashing, plain static files, own folders."""
    settings.TIME_ZONE = "Asia/Makassar"
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path_factory.getbasetemp() / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    from rangkul.reference.labels import forget_labels  # models can be imported only now

    forget_labels()  # what areas were called in the test before
    translation.activate(settings.LANGUAGE_CODE)  # a page read in English before must not answer this test


@pytest.fixture
def cast(db: None) -> "Cast":
    """The named people of the tests: officials with their duties in Soppeng and a neighbour district."""
    from tests.people import Cast

    return Cast.gather()
