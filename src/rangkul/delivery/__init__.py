"""Cycles, frozen lists, handover and proof."""
