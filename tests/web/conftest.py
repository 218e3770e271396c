"""Browser fixtures for the tests of pages."""

from tests.browser import chromium, page_at, static_folder

__all__ = ["chromium", "page_at", "static_folder"]
