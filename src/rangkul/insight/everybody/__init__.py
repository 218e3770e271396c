"""Everybody at once, kept: the snapshot that what-if, coverage and the rule editor ask, instead of the database."""

from rangkul.insight.everybody.coded import facts_of_members, facts_of_subjects, find_coding, keep_coding, members_for
from rangkul.insight.everybody.coded_families import find_families, keep_families
from rangkul.insight.everybody.count import RuleReach, count_rule
from rangkul.insight.everybody.errors import NoSnapshotYet, TooSlow
from rangkul.insight.everybody.warm import EverybodySnapshot, areas_in_sql, inside_in_sql, kept_snapshot

__all__ = [
    "EverybodySnapshot",
    "NoSnapshotYet",
    "RuleReach",
    "TooSlow",
    "areas_in_sql",
    "count_rule",
    "facts_of_members",
    "facts_of_subjects",
    "find_coding",
    "find_families",
    "inside_in_sql",
    "keep_coding",
    "keep_families",
    "kept_snapshot",
    "members_for",
]
