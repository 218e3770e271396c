"""What a change of terms would do to everybody, before anybody decides it."""
