"""Pages of areas and code lists."""
