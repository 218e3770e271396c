"""What can be done with the directory: one verb a file."""

from rangkul.institutions.actions.load_directory import DirectoryLoad, load_directory

__all__ = ["DirectoryLoad", "load_directory"]
