"""Who may see and do what in programmes, and with which ones: one module for each noun."""
