"""What the health office tells of mothers and small children."""
