"""Pages of institutions and partner agencies."""
