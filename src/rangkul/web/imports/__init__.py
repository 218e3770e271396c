"""Pages of staged imports."""
