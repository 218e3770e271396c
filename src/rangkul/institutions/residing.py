"""Who lives in an institution, as a part of larger statements: text of SQL with %(as_of)s."""

RESIDENTS = """
SELECT r.id, r.institution_id, r.person_id, lower(r.period) AS since FROM institutions_residency r
WHERE r.period @> %(as_of)s::date
"""
"""Stays that hold on the day; the wall lets through those of the reader's areas."""
