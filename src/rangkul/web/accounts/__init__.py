"""Pages of signing in, duties and users."""
