"""Who may see and change what programmes hold, and which ones: `catalogue` and `proposals`."""
