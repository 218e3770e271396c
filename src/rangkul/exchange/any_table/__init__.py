"""Lists of persons from anywhere, whose columns a person maps."""
