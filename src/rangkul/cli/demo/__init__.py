"""The synthetic district: people, office and a year of life in it."""
