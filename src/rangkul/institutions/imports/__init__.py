"""Institutions from the office's own list."""
