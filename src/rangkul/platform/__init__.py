"""Plumbing without the domain: audit, policies, workflow, importing, documents, tasks, files, encryption, PostgreSQL."""
