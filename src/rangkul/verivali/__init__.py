"""Verification and validation in the field: campaigns, questionnaires, visits, review, and what they find."""
