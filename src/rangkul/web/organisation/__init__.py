"""Pages of the office, its divisions and posts."""
