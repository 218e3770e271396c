"""Twelve programmes over everybody: our what-if, hand-written SQL, and the field's engines on the same families."""
