"""What can be done with reference data: drawing areas, keeping the calendar."""

from rangkul.reference.actions.keep_calendar import DayOff, read_days, set_calendar_year, set_office_hours
from rangkul.reference.actions.load_shapes import LoadedShapes, load_shapes

__all__ = ["DayOff", "LoadedShapes", "load_shapes", "read_days", "set_calendar_year", "set_office_hours"]
