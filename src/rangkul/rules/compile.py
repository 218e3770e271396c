"""Rules for everybody: one table with a yes/no/unknown column per rule and a number per value, for all subjects.

Every question about members, of all rules together, is answered by ONE group-by over the members, joined once.
"""

from collections.abc import Mapping
from datetime import date

from rangkul.rules.columns import Frame, column, fact_column, guarded
from rangkul.rules.errors import FactValueError
from rangkul.rules.hoisted import KEY, CodedMembers, Hoisted, Table, aggregate, answer, covers_all
from rangkul.rules.tree import Node, Quantifier, Rule, walk
from rangkul.rules.values import Scalar, bind_parameters

__all__ = ["CodedMembers", "Table", "compile_columns"]

NO_VALUES: Mapping[str, Rule] = {}
NO_SLOTS: Mapping[str, str] = {}


def compile_columns(
    rules: Mapping[str, Rule],
    *,
    subjects: Table,
    members: Table | CodedMembers | None,
    subject_key: str,
    member_subject_key: str,
    parameters: Mapping[str, object],
    as_of: date,
    clause_columns: bool = False,
    values: Mapping[str, Rule] = NO_VALUES,
    slots: Mapping[str, str] = NO_SLOTS,
) -> Table:
    """One row per subject: `subject_key` and a nullable boolean column per rule (null = belum diketahui).

    `values` (of `parse_value`) add a nullable float64 column each; null is unknown, never 0.

    `clause_columns=True` adds a column per top-level clause, `<rule>__1`, `<rule>__2`, … in the order of
    `rule.clauses`. `slots` (of `prepared.slots_of`) are places that the SQL keeps for the values of parameters.
    Columns are found by `Fact.column`; those that no rule uses may be absent. The expression runs on any engine Ibis
    knows. Raises ParameterError (missing parameter) and FactValueError (missing column or one of another type).
    """
    wanted = _wanted(rules, clause_columns=clause_columns)
    for name in (*wanted, *values):
        if name == subject_key:
            raise ValueError(f"Nama aturan `{name}` sama dengan kunci")
    if both := wanted.keys() & values.keys():
        raise ValueError(f"Nama aturan `{min(both)}` bentrok dengan nama lain")
    bound: dict[str, Scalar | tuple[Scalar, ...]] = {}
    asked = (*rules.values(), *values.values())
    for rule in asked:
        bound |= bind_parameters(rule, parameters)
    hoisted = Hoisted()
    for rule in asked:
        for part in walk(rule.root):
            if isinstance(part, Quantifier):
                hoisted.needs(part)
    source = subjects
    if hoisted:
        if members is None:
            raise FactValueError("Aturan bertanya tentang anggota, tetapi tabel anggota tidak diberikan")
        grouped = aggregate(hoisted, subjects, members, subject_key, member_subject_key, bound, as_of, slots)
        join = subjects.join if covers_all(hoisted, members) else subjects.left_join
        source = join(grouped, subjects[subject_key] == grouped[KEY])
    frame = Frame(
        fact=lambda fact, _of_member: fact_column(source, fact, fact.column),
        quantifier=lambda question: answer(question, hoisted, source),
        parameters=bound,
        as_of=as_of,
        slots=slots,
    )
    answers = {name: column(node, frame).cast("boolean") for name, node in wanted.items()}
    amounts = {name: guarded(column(value.root, frame).cast("float64")) for name, value in values.items()}
    return source.select(source[subject_key], **answers, **amounts)


def _wanted(rules: Mapping[str, Rule], *, clause_columns: bool) -> dict[str, Node]:
    wanted: dict[str, Node] = {}
    for name, rule in rules.items():
        parts = {name: rule.root}
        if clause_columns:
            parts |= {f"{name}__{number}": clause for number, clause in enumerate(rule.clauses, 1)}
        if parts.keys() & wanted.keys():
            raise ValueError(f"Nama aturan `{name}` bentrok dengan nama lain")
        wanted |= parts
    return wanted
