"""DTSEN: the decile of families and persons, period by period."""
