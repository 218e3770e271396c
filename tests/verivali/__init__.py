"""Verivali: questionnaires, campaigns, visits, review."""
