"""Rules: CEL text over a typed vocabulary, answered for everybody as columns and for one subject with reasons."""
