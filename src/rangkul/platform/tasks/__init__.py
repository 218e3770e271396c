"""Background work in the database, with progress on a page."""
