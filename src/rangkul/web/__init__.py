"""Doors for people: pages, one package a room. They hold no rules and touch no tables."""
