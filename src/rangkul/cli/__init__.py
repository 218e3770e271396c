"""The `rangkul` command line: thin commands that call functions of the rooms below."""
