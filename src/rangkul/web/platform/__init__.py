"""Pages of background work, documents and the audit trail."""
