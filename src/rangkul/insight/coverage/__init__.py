"""Coverage and gaps: who gets what in every combination, who is entitled and gets nothing, and the list behind a figure."""
