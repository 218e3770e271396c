"""Persons, families, identities, statuses per source and period, and how they change."""
