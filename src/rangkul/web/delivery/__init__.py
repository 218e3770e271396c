"""Pages of cycles, handover and proof."""
