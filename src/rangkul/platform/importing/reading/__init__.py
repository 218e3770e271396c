"""Reading hostile files: looked at before they are opened, opened in a process with limits."""
