"""Rangkul: one door for citizens in need and the social office that serves them."""
