"""Pages of the public front page and each role's worklist."""
