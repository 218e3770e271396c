"""Users, roles, duties and who is acting."""
