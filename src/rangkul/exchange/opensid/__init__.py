"""OpenSID: the population workbook that a village's information system imports and exports."""
