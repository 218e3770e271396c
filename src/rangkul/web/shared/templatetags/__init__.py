"""Template tags of the shared look and feel."""
