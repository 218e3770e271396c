"""Adapters to other systems, one folder per partner format."""
