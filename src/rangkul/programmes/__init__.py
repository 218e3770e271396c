"""The catalogue of programmes, screening, proposals, decisions and enrolment."""
