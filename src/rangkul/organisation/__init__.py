"""The office, its divisions, posts (Puskesos), staff and signatories."""
