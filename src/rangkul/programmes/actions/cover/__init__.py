"""Proposing persons for health cover that the region pays, and keeping what BPJS Kesehatan answers."""
