"""Uploaded files: kept whole, checked, handed out only with permission."""
