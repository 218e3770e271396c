"""Reading the registry: always inside what the actor may see."""

from rangkul.registry.queries.areas import area_label, area_labels
from rangkul.registry.queries.candidates import Newcomer, candidates_for, newcomer_from
from rangkul.registry.queries.cohorts import COHORTS, Cohort, Parameter, read_parameters, select_cohort
from rangkul.registry.queries.disability import DisabilityView, FindingView, ProfileView, get_disability
from rangkul.registry.queries.disability_board import (
    Board,
    DisabledPage,
    DisabledPerson,
    Filter,
    Line,
    Measures,
    count_waiting,
    disability_board,
    list_disabled,
)
from rangkul.registry.queries.facts import facts_for_family, facts_for_person
from rangkul.registry.queries.identity import registry_id_in_force, registry_ids_in_force
from rangkul.registry.queries.labels import labels_for, subject_label
from rangkul.registry.queries.merged import find_survivor, records_of
from rangkul.registry.queries.records import (
    family_of,
    get_family,
    get_person,
    reveal_family_numbers,
    reveal_person_numbers,
)
from rangkul.registry.queries.search import (
    find_family_by_kk,
    find_person_by_nik,
    kk_known_elsewhere,
    nik_known_elsewhere,
    search_names,
    search_persons,
)
from rangkul.registry.queries.timeline import Day, Entry, Timeline, timeline_of_family, timeline_of_person
from rangkul.registry.queries.views import (
    ConditionView,
    FamilyLink,
    FamilyView,
    IdentityView,
    MemberView,
    Numbers,
    OutsideView,
    PersonHit,
    PersonView,
    StatusView,
    SubjectFacts,
    SubjectLabel,
)

__all__ = [
    "COHORTS",
    "Board",
    "Cohort",
    "ConditionView",
    "Day",
    "DisabilityView",
    "DisabledPage",
    "DisabledPerson",
    "Entry",
    "FamilyLink",
    "FamilyView",
    "Filter",
    "FindingView",
    "IdentityView",
    "Line",
    "Measures",
    "MemberView",
    "Newcomer",
    "Numbers",
    "OutsideView",
    "Parameter",
    "PersonHit",
    "PersonView",
    "ProfileView",
    "StatusView",
    "SubjectFacts",
    "SubjectLabel",
    "Timeline",
    "area_label",
    "area_labels",
    "candidates_for",
    "count_waiting",
    "disability_board",
    "facts_for_family",
    "facts_for_person",
    "family_of",
    "find_family_by_kk",
    "find_person_by_nik",
    "find_survivor",
    "get_disability",
    "get_family",
    "get_person",
    "kk_known_elsewhere",
    "labels_for",
    "list_disabled",
    "newcomer_from",
    "nik_known_elsewhere",
    "read_parameters",
    "records_of",
    "registry_id_in_force",
    "registry_ids_in_force",
    "reveal_family_numbers",
    "reveal_person_numbers",
    "search_names",
    "search_persons",
    "select_cohort",
    "subject_label",
    "timeline_of_family",
    "timeline_of_person",
]
