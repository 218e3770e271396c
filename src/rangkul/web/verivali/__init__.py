"""Pages of verivali."""
