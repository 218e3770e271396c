"""Cells as text: what a number, a date or a truth value in a spreadsheet is called from here on."""

from datetime import date, datetime, time, timedelta

_EXACT_BELOW = 2**53


def text_of(cell: object) -> str:
    """The cell as text that loses nothing and hides nothing.

    A whole number of sixteen digits keeps ".0" so that the kernel knows Excel may have rounded it; a larger one comes in
    scientific notation, which the kernel refuses. Dates are ISO.
    """
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return "YA" if cell else "TIDAK"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def _number(cell: float) -> str:
    if not cell.is_integer():
        return repr(cell)
    if abs(cell) >= _EXACT_BELOW:
        return f"{cell:.5E}"
    whole = str(int(cell))
    return f"{whole}.0" if len(whole) >= 16 else whole
