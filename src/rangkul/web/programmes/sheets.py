"""Lists as files: CSV or XLSX from which no formula can run."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse
from openpyxl import Workbook

from rangkul.kernel.text import as_cell

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(values: Iterable[object]) -> list[str]:
    """One row as safe texts; dates as 2026-03-02."""
    return [as_cell(each.isoformat() if isinstance(each, date) else str(each or "")) for each in values]


def file_response(name: str, table: Iterable[list[str]], form: str) -> HttpResponse:
    """The table as an attachment, XLSX when `form` is "xlsx", else CSV with semicolons."""
    if form == "xlsx":
        book = Workbook(write_only=True)
        sheet = book.create_sheet(name[:30])
        for row in table:
            sheet.append(row)
        out = io.BytesIO()
        book.save(out)
        response = HttpResponse(out.getvalue(), content_type=SHEET)
    else:
        text = io.StringIO()
        text.write("\ufeff")  # spreadsheets read the file as UTF-8
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(table)
        response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{"xlsx" if form == "xlsx" else "csv"}"'
    return response
