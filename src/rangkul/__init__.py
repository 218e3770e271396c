"""Rangkul: one door for citizens in need and the social office that serves them."""

__version__ = "0.1.0"
