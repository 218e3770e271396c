"""PBDT/BDT 2015 and the RUTA and ART exports that came after: households and members in the codes of the 2015 census."""
