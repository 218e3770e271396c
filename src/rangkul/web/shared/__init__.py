"""The look and the frame that every page shares."""
