"""Adapters to the formats of partners, one folder each."""
