"""Lists of recipients that other owners of programmes hand out: KKS and BPNT, PBI-JK, PIP/KIP."""
