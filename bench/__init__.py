"""Figures of the product beside a named baseline: `python -m bench [--only NAME] [--scale 0.02]`."""
