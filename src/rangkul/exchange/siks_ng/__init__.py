"""SIKS-NG: what offices download from the ministry's social welfare information system."""
