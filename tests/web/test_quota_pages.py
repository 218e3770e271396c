"""Pages of quotas, waiting lists and overlaps: the way in plain forms, files, and what nobody else may open."""

from typing import Any

import pytest
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.programmes.actions.decide_batch import decide_batch
from rangkul.programmes.models import (
    Candidate,
    Enrolment,
    OverlapPolicy,
    Programme,
    ProposalBatch,
    ProposalLine,
    Quota,
    ScreeningRun,
    ScreeningTally,
    Terms,
)
from rangkul.reference import queries as reference_queries
from rangkul.reference.loading import load_reference
from rangkul.web.programmes.worklist import sections
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, Cast
from tests.programmes.proposal_stage import Stage, lines_of, today
from tests.registry.factories import make_outside, make_status
from tests.web.test_proposals_pages import Browser, fields_of, soup, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """Today's office: one seat this year."""
    stage = Stage.build(cast)
    stage.clock = clock.now()
    Programme.objects.create(code="bpnt", name="Sembako", fund_source="APBN", is_own=False)
    return stage


def url(name: str, *args: Any) -> str:
    return reverse(f"web:programmes:{name}", args=args)


def this_year(stage: Stage, amount: int) -> None:
    ProposalBatch.objects.update(fiscal_year=today().year)
    Quota.objects.create(component=stage.component, fiscal_year=today().year, area_code=REGENCY, amount=amount)


def test_the_waiting_list_in_plain_forms(cast: Cast, stage: Stage) -> None:
    batch = stage.verified(*(stage.family(name) for name in ("Satu", "Dua", "Tiga")))
    this_year(stage, 1)
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    village, officer = Browser(cast, "VILLAGE_OPERATOR"), Browser(cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    text = words(village.page("waiting-list"))
    assert "Dua" in text
    assert f"31 Des {today().year}" in text
    assert "Siapkan yang mendapat giliran" not in text
    assert "Dua" not in words(Browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE).page("waiting-list"))
    prepare = url("waiting-prepare", stage.component.pk, today().year)
    assert village.post(prepare).status_code == 403
    assert officer.post(prepare).status_code == 302
    assert not ProposalBatch.objects.filter(is_move_up=True).exists(), "prepared without a seat"
    Quota.objects.update(amount=2)
    officer.post(prepare)
    made = ProposalBatch.objects.get(is_move_up=True)
    assert "menunggu keputusan" in words(village.page("waiting-list"))
    assert any("Naik dari daftar tunggu" in str(each.title) for each in sections(stage.operator))
    head = Browser(cast, "DIVISION_HEAD", division="LINJAMSOS")
    assert "Kenaikan dari daftar tunggu" in words(head.page("proposal", made.pk))
    sure = head.post(url("proposal-decide", made.pk), **fields_of(head.page("proposal-decide", made.pk)))
    assert head.post(url("proposal-decide", made.pk), **fields_of(sure)).status_code == 302
    assert Enrolment.objects.count() == 2
    expire = url("waiting-expire", stage.component.pk, today().year)
    assert officer.post(expire).status_code == 403
    assert head.post(expire).status_code == 302
    assert ProposalLine.objects.filter(state="WAITING").count() == 1, "a list ended before its year"


def test_a_quota_is_set_and_shared_out_on_one_page(cast: Cast, stage: Stage) -> None:
    load_reference(within=(REGENCY,))
    first, second = [str(each.code) for each in reference_queries.list_villages("73.12.01")][:2]
    run = ScreeningRun.objects.create(
        component=stage.component, terms=stage.terms, area_code=REGENCY, as_of=today(), snapshot_at=clock.now(),
        created_at=clock.now(),
    )  # fmt: skip
    for village, amount in ((first, 3), (second, 1)):
        ScreeningTally.objects.create(run=run, area_code=village, verdict="MET", amount=amount)
    head = Browser(cast, "DIVISION_HEAD", division="LINJAMSOS")
    query = f"?program={stage.component.pk}&tahun={today().year}&wilayah=73.12.01"
    assert head.post(url("quota-set") + query, amount="5", budget="1.000.000").status_code == 302
    page = head.get(url("quota") + query + "&bagian=hitung")
    typed = {key: value for key, value in fields_of(page).items() if key.startswith("desa-")}
    assert (typed[f"desa-{first}"], typed[f"desa-{second}"]) == ("4", "1")
    many = head.post(url("quota-distribute") + query, **typed | {f"desa-{first}": "99999999999"})
    assert "isi dengan angka dari 0 sampai 10.000.000" in words(many)
    wrong = head.post(url("quota-distribute") + query, **typed | {f"desa-{first}": "3"})
    assert wrong.status_code == 422
    assert "tambah 1" in words(wrong)
    assert head.post(url("quota-distribute") + query, **typed).status_code == 302
    assert Quota.objects.get(area_code=first).amount == 4
    officer = Browser(cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    assert not soup(officer.get(url("quota") + query)).find(attrs={"name": "amount"})
    assert officer.post(url("quota-set") + query, amount="9", budget="").status_code == 403


def test_the_policy_and_the_report_in_plain_forms(cast: Cast, stage: Stage) -> None:
    family = stage.family("=SUM(1)")
    decide_batch(batch_id=stage.verified(family).pk, by=stage.head, at=stage.tick())
    make_outside(family, "BPNT")
    data, village = Browser(cast, "DATA_OFFICER"), Browser(cast, "VILLAGE_OPERATOR")
    assert village.get(url("overlap-set")).status_code == 403
    assert "Belum ada aturan" in words(village.page("overlap-matrix"))
    day = today()
    saved = data.post(
        url("overlap-set"), first=str(stage.component.programme_id), second=str(Programme.objects.get(code="bpnt").pk),
        level="FAMILY", rule="FORBIDDEN", basis="Perbup 12/2026", valid_from_hari=day.day, valid_from_bulan=day.month,
        valid_from_tahun=day.year,
    )  # fmt: skip
    assert saved.status_code == 302, words(saved)
    policy = OverlapPolicy.objects.get()
    assert "tidak boleh bersamaan" in words(village.page("overlap-matrix"))
    assert "1" in words(data.page("overlap-report"))
    assert "=SUM(1)" in words(village.page("overlap-list", policy.pk))
    assert "=SUM(1)" not in words(Browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE).page("overlap-list", policy.pk))
    assert "Keluarga =SUM(1)" in data.get(url("overlap-export", policy.pk), bentuk="csv").content.decode()
    assert "Sembako" in data.get(url("overlap-report"), bentuk="csv").content.decode()
    side = "first" if policy.first.code == "rastra" else "second"
    assert village.post(url("overlap-list", policy.pk), side=side).status_code == 403
    assert data.post(url("overlap-list", policy.pk), side=side).status_code == 302
    candidate = Candidate.objects.get()
    assert "juga menerima Sembako" in words(village.page("candidate", candidate.pk))


def test_a_reason_is_asked_for_where_two_go_together_only_with_one(cast: Cast, stage: Stage) -> None:
    OverlapPolicy.objects.create(
        **dict(zip(("first", "second"), sorted(Programme.objects.all(), key=lambda each: each.pk), strict=True)),
        level="FAMILY", rule="WITH_REASON", basis="Perbup 12/2026", valid=(None, None), changed_at=clock.now(),
    )  # fmt: skip
    family = stage.family("Satu")
    make_outside(family, "BPNT")
    batch = stage.draft()
    village = Browser(cast, "VILLAGE_OPERATOR")
    asked = village.post(url("proposal-add-line", batch.pk), kind="family", subject=str(family.pk))
    assert asked.status_code == 422
    assert "Sembako" in words(asked)
    filled = fields_of(asked) | {"overlap_reason": "anggota 9 orang"}
    assert village.post(url("proposal-add-line", batch.pk), **filled).status_code == 302
    assert lines_of(batch)[family.pk].overlap_reason == "anggota 9 orang"
    assert "anggota 9 orang" in words(village.page("proposal", batch.pk))


def test_the_declared_order_stands_on_the_page_that_submits(cast: Cast, stage: Stage) -> None:
    Terms.objects.update(ranking=[{"value": "desil", "direction": "naik"}])
    rich, poor = stage.family("Lima"), stage.family("Dua")
    make_status(rich, 5)
    make_status(poor, 2)
    batch = stage.draft(rich, poor)
    village = Browser(cast, "VILLAGE_OPERATOR")
    page = village.page("proposal-submit", batch.pk)
    assert "kecil didahulukan" in words(page)
    filled = fields_of(page)
    lines = lines_of(batch)
    assert (filled[f"urutan-{lines[poor.pk].pk}"], filled[f"urutan-{lines[rich.pk].pk}"]) == ("1", "2")
    other = filled | {f"urutan-{lines[poor.pk].pk}": "2", f"urutan-{lines[rich.pk].pk}": "1"}
    refused = village.post(url("proposal-submit", batch.pk), **other)
    assert "Alasan urutan musyawarah" in words(refused)
    sent = village.post(url("proposal-submit", batch.pk), **other | {"ranking_reason": "rumah terbakar"})
    assert sent.status_code == 302
    assert "rumah terbakar" in words(village.page("proposal", batch.pk))
