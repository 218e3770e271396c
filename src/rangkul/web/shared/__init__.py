"""Look and feel that every page shares: layouts, components, styles, form fields, words for dates and numbers."""
