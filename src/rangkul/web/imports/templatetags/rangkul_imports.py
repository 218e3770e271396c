"""Rows of an import as its pages call them."""

from django import template

from rangkul.platform.importing import queries

register = template.Library()


@register.filter
def baris(batch: queries.ImportBatch, number: int) -> str:
    """The row as the spreadsheet numbers it, with its sheet where several were read together."""
    return queries.row_told(batch, number)
