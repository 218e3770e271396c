"""What leaves the registry in files: rows with whole numbers of identity, only of what the asker may see."""
