"""Striking recipients off by decision: lists of candidates, removal batches, decision, reinstatement."""
