"""Which tables the database itself keeps a trail of: all of them, but for the exceptions here, each with its reason."""

from django.apps import apps

UNTRACKED_APPS: dict[str, str] = {
    "audit": "the trail itself",
    "contenttypes": "Django's own list of models",
    "auth": "Django's own, without rows here: rights come from duties",
    "sessions": "changes with every click and dies in hours",
    "procrastinate": "the queue, emptied as work is done",
    "tasks": "progress of jobs, many times a second",
    "policy": "counters of the limiter",
    "reference": "loaded from versioned files that travel with the program",
    "importing": "rows of an upload before anybody has accepted them",
}

UNTRACKED_TABLES: dict[str, str] = {
    "desk_conflict": "worked out by the database from cases, which have their trail",
    "desk_surveyanswer": "anonymous: a line with its moment would lead back to the ticket; rows can only be added",
    "desk_surveyturn": "the same; that an answer came is in the trail of events",
    "outbox_message": "tells of what has its own trail; marked as read all day",
    "outbox_delivery": "progress of sending, changed by the sender at every try",
}

HIDDEN_COLUMNS: dict[str, tuple[str, ...]] = {
    "accounts_user": ("password",),
    "outbox_channelsetting": ("secret",),
    "outbox_reach": ("address",),
    "outbox_pushsubscription": ("detail",),
}
"""Columns whose change is noted without their content."""


def tracked_tables() -> dict[str, str]:
    """{table: primary key column} of every table of the rooms that is tracked."""
    found: dict[str, str] = {}
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if not options.managed or options.proxy or options.app_label in UNTRACKED_APPS:
            continue
        if options.db_table not in UNTRACKED_TABLES:
            found[options.db_table] = str(options.pk.column)
    return found
