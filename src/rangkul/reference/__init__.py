"""Areas with their codes, code lists and the working-day calendar: versioned reference data."""
