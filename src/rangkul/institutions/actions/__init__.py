"""What can be done with the directory: one verb a file."""

from rangkul.institutions.actions.load_directory import DirectoryLoad, load_directory
from rangkul.institutions.actions.register_institution import register_institution

__all__ = ["DirectoryLoad", "load_directory", "register_institution"]
