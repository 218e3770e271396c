"""Staged import: upload, recognise, map, validate, match, approve, apply, undo."""
