"""Pages of persons, families and search."""
