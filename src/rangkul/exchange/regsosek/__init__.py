"""Regsosek 2022.K: the five sheets of OpenSID's import workbook, keyed by nomor KK."""
