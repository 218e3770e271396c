"""Dukcapil: what the population office says of NIK that the social office asked about."""
