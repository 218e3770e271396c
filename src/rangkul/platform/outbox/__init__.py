"""The outbox: what the office wants to tell somebody, kept with the change that caused it and sent afterwards."""
