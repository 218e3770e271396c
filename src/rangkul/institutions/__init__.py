"""Institutions (LKS, LKSA, panti) and partner agencies that can help."""
