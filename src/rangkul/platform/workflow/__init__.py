"""States and transitions as data: one table for the server, the pages, the diagrams and later the field client."""

from rangkul.platform.workflow.table import State, Transition, UnableToMove, Workflow

__all__ = ["State", "Transition", "UnableToMove", "Workflow"]
