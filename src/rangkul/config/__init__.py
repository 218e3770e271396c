"""Settings of an installation: the typed environment, Django's settings, the root of the URLs."""
