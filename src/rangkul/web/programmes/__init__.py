"""Pages of the catalogue, screening, proposals, decisions and enrolment."""
