"""Figures with unit and as-of date; reads only."""
