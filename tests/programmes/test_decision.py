"""The decision: one decree, the quota, the registry id on the day, and what a second click gets."""

from datetime import date

import pytest
from psycopg.types.range import DateRange

from rangkul.kernel.errors import Denied, Refused
from rangkul.organisation.models import Official, SigningMandate
from rangkul.platform.audit.models import Event
from rangkul.platform.documents.models import Document
from rangkul.platform.documents.queries import read_pdf
from rangkul.platform.workflow import UnableToMove
from rangkul.programmes.actions.decide_batch import LineDecision, decide_batch
from rangkul.programmes.errors import AlreadyDecided, StaleProposal
from rangkul.programmes.models import Decree, Enrolment, ProposalBatch, Quota
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.platform.test_documents_layouts import words_of
from tests.programmes.proposal_stage import DAY, YEAR, Stage, lines_of

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R017")
@pytest.mark.requirement("R016")
def test_a_decision_makes_one_decree_and_an_enrolment_for_each_line(cast: Cast) -> None:
    stage = Stage.build(cast)
    batch = stage.verified(stage.family("Satu"), stage.family("Dua"))
    decree = decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    batch.refresh_from_db()
    assert (batch.state, batch.decided_by, batch.due_on) == ("DECIDED", stage.head.user_id, None)
    enrolments = list(Enrolment.objects.filter(decree=decree))
    assert {row.family_id for row in enrolments} == {family.pk for family in stage.families}
    assert {(row.state, row.valid_from, row.fiscal_year, row.area_code) for row in enrolments} == {
        ("ACTIVE", DAY, YEAR, VILLAGE)
    }
    document = Document.objects.get(pk=decree.document_id)
    assert document.number == decree.number
    assert decree.signatory_name == Official.objects.get(is_head=True).name
    assert read_pdf(document).startswith(b"%PDF")


@pytest.mark.requirement("R005")
def test_beyond_the_quota_lines_wait_in_rank_order(cast: Cast) -> None:
    stage = Stage.build(cast, quota=2)
    batch = stage.verified(*(stage.family(name) for name in ("Satu", "Dua", "Tiga", "Empat")))
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    states = [line.state for line in sorted(lines_of(batch).values(), key=lambda line: line.rank)]
    assert states == ["ACCEPTED", "ACCEPTED", "WAITING", "WAITING"]
    assert Quota.objects.get().used == 2


@pytest.mark.requirement("R005")
def test_the_narrowest_of_several_quotas_counts_and_all_are_used(cast: Cast) -> None:
    stage = Stage.build(cast, quota=100)
    stage.set_quota(1, area=VILLAGE)
    stage.set_quota(5, area=KECAMATAN)
    stage.set_quota(9, area=NEIGHBOUR_VILLAGE)
    batch = stage.verified(stage.family("Satu"), stage.family("Dua"))
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    used = dict(Quota.objects.values_list("area_code", "used"))
    assert used == {"73.12": 1, KECAMATAN: 1, VILLAGE: 1, NEIGHBOUR_VILLAGE: 0}


@pytest.mark.requirement("R018")
def test_an_id_that_ran_out_between_proposal_and_decision_is_refused_with_that_reason(cast: Cast) -> None:
    stage = Stage.build(cast)
    expired, listed = stage.family("Habis"), stage.family("Terdaftar")
    batch = stage.verified(expired, listed)
    stage.end_listing(expired, DAY)
    decree = decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    line = lines_of(batch)[expired.pk]
    assert (line.state, line.refusal_reason) == ("REFUSED", "TANPA_ID")
    assert "2 Maret 2026" in line.refusal_note
    assert [row.family_id for row in decree.enrolments.all()] == [listed.pk]


@pytest.mark.requirement("R018")
def test_an_id_in_force_until_tomorrow_still_counts(cast: Cast) -> None:
    stage = Stage.build(cast)
    family = stage.family("Besok")
    batch = stage.verified(family)
    stage.end_listing(family, date(2026, 3, 3))
    assert decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick()).enrolments.count() == 1


def test_who_moved_away_is_refused_with_that_reason(cast: Cast) -> None:
    stage = Stage.build(cast)
    family = stage.family("Pindah")
    batch = stage.verified(family)
    family.area_code = NEIGHBOUR_VILLAGE
    family.save()
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    assert lines_of(batch)[family.pk].refusal_reason == "PINDAH"


def test_the_official_chooses_line_by_line(cast: Cast) -> None:
    stage = Stage.build(cast)
    first, second, third = (stage.family(name) for name in ("Satu", "Dua", "Tiga"))
    batch = stage.verified(first, second, third)
    lines = lines_of(batch)
    choices = {
        lines[first.pk].pk: LineDecision("REFUSED", reason="MAMPU"),
        lines[second.pk].pk: LineDecision("WAITING"),
    }
    decide_batch(batch_id=batch.pk, lines=choices, by=stage.head, at=stage.tick())
    after = lines_of(batch)
    assert [after[each.pk].state for each in (first, second, third)] == ["REFUSED", "WAITING", "ACCEPTED"]
    assert after[first.pk].refusal_reason == "MAMPU"


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("TIDAK_ADA", ""), ("LAIN", ""), ("LAIN", "  ")])
def test_a_refusal_without_a_reason_keeps_nothing(cast: Cast, reason: str, note: str) -> None:
    stage = Stage.build(cast)
    batch = stage.verified(stage.family("Satu"))
    choices = {line.pk: LineDecision("REFUSED", reason=reason, note=note) for line in lines_of(batch).values()}
    with pytest.raises(Refused) as refused:
        decide_batch(batch_id=batch.pk, lines=choices, by=stage.head, at=stage.tick())
    assert refused.value.field == "Alasan penolakan"
    assert ProposalBatch.objects.get().state == "VERIFIED"
    assert not Decree.objects.exists()
    assert not Document.objects.exists()


def test_a_second_click_is_told_who_decided_when_and_by_which_decree(cast: Cast) -> None:
    stage = Stage.build(cast)
    batch = stage.verified(stage.family("Satu"))
    decree = decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    with pytest.raises(AlreadyDecided) as second:
        decide_batch(batch_id=batch.pk, by=cast.actor("OFFICE_HEAD"), at=stage.tick())
    assert isinstance(second.value, UnableToMove)
    for part in (batch.number, stage.head.name, "2 Maret 2026", decree.number):
        assert part in second.value.message
    assert Decree.objects.count() == Enrolment.objects.count() == Document.objects.count() == 1


def test_a_page_opened_before_the_last_change_is_not_obeyed(cast: Cast) -> None:
    stage = Stage.build(cast)
    batch = stage.verified(stage.family("Satu"))
    with pytest.raises(StaleProposal):
        decide_batch(batch_id=batch.pk, revision=batch.revision - 1, by=stage.head, at=stage.tick())
    decide_batch(batch_id=batch.pk, revision=batch.revision, by=stage.head, at=stage.tick())


def test_nobody_decides_without_an_official_who_may_sign(cast: Cast) -> None:
    stage = Stage.build(cast)
    batch = stage.verified(stage.family("Satu"))
    head = Official.objects.get(is_head=True)
    Official.objects.update(term=DateRange(date(2020, 1, 1), DAY))
    with pytest.raises(Refused, match="penanda tangan"):
        decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    assert ProposalBatch.objects.get().state == "VERIFIED"
    acting = Official.objects.create(
        office=cast.office, position="Sekretaris", is_signatory=True, name="Contoh Pelaksana", term=DateRange(DAY, None)
    )
    SigningMandate.objects.create(
        office=cast.office, official=acting, position=head.position, capacity="PLT", basis="SPT 1/2026",
        term=DateRange(DAY, None), granted_at=stage.tick(),
    )  # fmt: skip
    decree = decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    assert (decree.signatory_name, decree.signatory_position) == (acting.name, "Plt. Kepala Dinas Sosial")
    words = words_of(read_pdf(Document.objects.get(pk=decree.document_id)))
    assert "KEPUTUSAN KEPALA DINAS SOSIAL" in words
    assert words.count("Plt. KEPALA DINAS SOSIAL") == 2


@pytest.mark.requirement("R004")
@pytest.mark.parametrize(
    ("role", "division", "allowed"),
    [
        ("DIVISION_HEAD", "LINJAMSOS", True),
        ("DIVISION_HEAD", "REHSOS", False),
        ("DIVISION_HEAD", None, False),
        ("OFFICE_HEAD", None, True),
        ("PROGRAMME_OFFICER", "LINJAMSOS", False),
        ("KECAMATAN_OFFICER", None, False),
        ("VILLAGE_OPERATOR", None, False),
        ("AUDITOR", None, False),
    ],
)
def test_who_may_decide(cast: Cast, role: str, division: str | None, allowed: bool) -> None:
    stage = Stage.build(cast)
    batch = stage.verified(stage.family("Satu"))
    actor = cast.actor(role, division=division)
    if allowed:
        assert decide_batch(batch_id=batch.pk, by=actor, at=stage.tick()).number
    else:
        with pytest.raises(Denied):
            decide_batch(batch_id=batch.pk, by=actor, at=stage.tick())


@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED", "CHECKED"])
def test_only_a_verified_batch_is_decided(cast: Cast, state: str) -> None:
    stage = Stage.build(cast)
    batch = stage.draft(stage.family("Satu"))
    if state != "DRAFT":
        stage.bring_to(batch, state)
    with pytest.raises(UnableToMove):
        decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())


def test_every_line_stands_on_its_family_timeline(cast: Cast) -> None:
    stage = Stage.build(cast, quota=1)
    first, second = stage.family("Satu"), stage.family("Dua")
    batch = stage.verified(first, second)
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    names = {
        family.head_name: set(
            Event.objects.filter(subjects__kind="family", subjects__subject_id=family.pk).values_list("name", flat=True)
        )
        for family in (first, second)
    }
    assert {"programmes.proposal.add_line", "programmes.proposal.decide", "programmes.enrolment.start"} <= names["Satu"]
    assert "programmes.proposal.wait" in names["Dua"]
    assert "programmes.enrolment.start" not in names["Dua"]
