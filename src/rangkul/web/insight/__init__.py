"""Pages of figures and coverage."""
