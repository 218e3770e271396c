"""Pages of files that leave the house."""
