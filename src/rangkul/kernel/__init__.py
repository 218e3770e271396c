"""The floor everything stands on: plain values and plain functions, no Django, no input or output."""
