"""Server-rendered pages: one package per room, each holding views, forms and templates, no rules and no tables."""
