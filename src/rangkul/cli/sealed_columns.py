"""Every place where sealed values rest, with the context they are bound to: what a change of keys has to reach.

`tests/house/test_sealed_columns.py` holds the list against the models: a new sealed column that is missing here fails.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A bytea column of sealed values; `is_map`: a JSON object {name: sealed hex} instead."""

    table: str
    column: str
    context: str
    is_map: bool = False
    key: str = "id"


@dataclass(frozen=True, slots=True)
class SealedFiles:
    """A column with the digest under which an encrypted file lies (`platform.files.sealed`)."""

    table: str
    column: str


def _columns(table: str, **contexts: str) -> list[SealedColumn]:
    return [SealedColumn(table, column, context) for column, context in contexts.items()]


COLUMNS: tuple[SealedColumn, ...] = (
    *_columns("registry_person", nik_cipher="registry.nik", phone_cipher="registry.phone"),
    *_columns("registry_family", kk_cipher="registry.kk"),
    *_columns("registry_pastnumber", nik_cipher="registry.nik", kk_cipher="registry.kk"),
    *_columns("registry_condition", note_cipher="registry.note"),
    *_columns("registry_healthrecord", note_cipher="registry.note"),
    *_columns("registry_familypoint", point_cipher="registry.point"),
    *_columns("registry_changerequest", proposed_cipher="registry.change"),
    *_columns("registry_sourcerecord", leftover_cipher="registry.leftover"),
    *_columns(
        "registry_disabilityprofile",
        detail_cipher="registry.note",
        caregiver_cipher="registry.note",
        remark_cipher="registry.note",
    ),
    SealedColumn("registry_answersheet", "secret_cipher", "registry.answer", is_map=True),
    *_columns("verivali_visit", answers_cipher="verivali.answers", note_cipher="verivali.note"),
    *_columns("verivali_correction", old_cipher="verivali.value", new_cipher="verivali.value"),
    *_columns("institutions_residency", reason_cipher="institutions.reason", left_note_cipher="institutions.reason"),
    *_columns("institutions_bedrequest", reason_cipher="institutions.reason"),
    *_columns(
        "desk_case",
        urgency_reason_cipher="desk.urgency",
        story_cipher="desk.story",
        phone_cipher="desk.phone",
        email_cipher="desk.email",
        outcome_note_cipher="desk.note",
    ),
    *_columns(
        "desk_complaint",
        story_cipher="desk.story",
        about_cipher="desk.about",
        reporter_cipher="desk.reporter",
        phone_cipher="desk.phone",
        email_cipher="desk.email",
        answer_cipher="desk.answer",
        objection_cipher="desk.story",
        review_cipher="desk.answer",
    ),
    *_columns(
        "desk_assessment",
        need_cipher="desk.assessment",
        situation_cipher="desk.assessment",
        recommendation_cipher="desk.assessment",
    ),
    *_columns("desk_decision", reason_cipher="desk.assessment"),
    *_columns("desk_confidentialnote", text_cipher="desk.confidential"),
    *_columns("desk_remark", text_cipher="desk.remark"),
    *_columns("desk_letter", content_cipher="desk.letter", paper_cipher="desk.letter_paper"),
    *_columns("desk_referral", result_kk_cipher="desk.result_kk", result_nik_cipher="desk.result_nik"),
    *_columns("desk_surveyanswer", suggestion_cipher="desk.suggestion"),
    *_columns("outbox_delivery", destination="outbox.address"),
    SealedColumn("outbox_channelsetting", "secret", "outbox.channel", key="channel"),
    *_columns("outbox_reach", address="outbox.address"),
    *_columns("outbox_pushsubscription", detail="outbox.address"),
    *_columns("importing_importbatch", peek_cipher="importing.peek"),
    *_columns("importing_importrow", raw_cipher="importing.row"),
)
FILES: tuple[SealedFiles, ...] = (
    SealedFiles("files_storedfile", "sealed_sha256"),
    SealedFiles("desk_attachment", "sealed_sha256"),
)
