"""The office's own list of institutions (LKS, LKSA, panti)."""
