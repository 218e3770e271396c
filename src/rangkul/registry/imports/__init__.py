"""Landing of checked rows in the registry: staged, matched, shown, applied as sets, and taken back."""
