"""Pages of candidates and removal batches: the way in plain forms, files, and what nobody else may open."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.platform.audit.models import Event
from rangkul.platform.tasks.models import Job
from rangkul.programmes import actions
from rangkul.programmes.actions.removal.run_candidates import run_candidates
from rangkul.programmes.models import Candidate, CandidateRun, Enrolment, RemovalBatch, RemovalLine
from rangkul.programmes.tasks import find_candidates
from rangkul.registry.models import Person
from rangkul.web.programmes.worklist import sections
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, VILLAGE, Cast
from tests.programmes.proposal_stage import Stage, today
from tests.registry.factories import make_family, make_outside, make_person, make_status
from tests.web.test_proposals_pages import Browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """A dead holder of PBI-JK, another of a name that looks like a formula, and a poor family without anything."""
    stage = Stage.build(cast)
    for name in ("Almarhum", "=HYPERLINK(1)"):
        make_outside(make_person(name), "PBI_JK", "0001")
    Person.objects.update(died_on=today() - timedelta(days=30))
    make_status(make_family(make_person("Miskin")), 1)
    return stage


def made(stage: Stage, kind: str = "CORET") -> CandidateRun:
    return run_candidates(kind=kind, area=str(REGENCY), as_of=today(), by=stage.officer, at=clock.now())


def url(name: str, *args: Any) -> str:
    return reverse(f"web:programmes:{name}", args=args)


def test_the_whole_way_in_plain_forms(cast: Cast, stage: Stage) -> None:
    run = made(stage)
    village, kecamatan = Browser(cast, "VILLAGE_OPERATOR"), Browser(cast, "KECAMATAN_OFFICER")
    officer, head = Browser(cast, "PROGRAMME_OFFICER", division="LINJAMSOS"), Browser(cast, "DIVISION_HEAD")
    candidate = Candidate.objects.get(subject_name="Almarhum")
    assert "tercatat meninggal" in words(village.page("candidate-run", run.pk))
    assert "Mengapa ada di daftar ini?" in words(village.page("candidate", candidate.pk))
    village.post(url("candidate-run", run.pk), calon=str(candidate.pk))
    batch = RemovalBatch.objects.get()
    line = RemovalLine.objects.get()
    village.send("removal-describe-line", line.pk, evidence="Akta kematian 12")
    day = today()
    sent = village.send(
        "removal-submit", batch.pk, musyawarah_on_hari=day.day, musyawarah_on_bulan=day.month,
        musyawarah_on_tahun=day.year, musyawarah_place="Balai desa", musyawarah_attendance="30",
    )  # fmt: skip
    assert sent.status_code == 302, words(sent)
    for browser, step in ((kecamatan, "check"), (officer, "verify"), (head, "decide")):
        assert batch.number in words(browser.page("removal-list"))
        assert browser.send(f"removal-{step}", batch.pk).status_code == 302
    line.refresh_from_db()
    assert (line.state, line.evidence) == ("NONAKTIF_DIUSULKAN", "Akta kematian 12")
    assert "Akta kematian 12" in words(village.page("removal", batch.pk))
    assert "Almarhum" in words(officer.page("removal-owners"))
    assert "0001" in officer.get(url("removal-owners"), bentuk="csv").content.decode()
    assert head.send("removal-reinstate", line.pk, reason="masih hidup", evidence="kunjungan").status_code == 302
    line.refresh_from_db()
    assert line.state == "REINSTATED"
    assert words(officer.page("removal-report"))


def test_nothing_ends_without_a_choice_where_the_advice_is_to_check(cast: Cast, stage: Stage) -> None:
    make_outside(rich := make_family(make_person("Mampu")), "PKH")
    make_status(rich, 9)
    made(stage)
    candidate = Candidate.objects.get(reason="DESIL_TINGGI")
    batch = actions.open_removal(candidate_ids=[candidate.pk], by=stage.operator, at=clock.now()).batches[0]
    RemovalBatch.objects.update(state="VERIFIED")
    operator = Browser(cast, "VILLAGE_OPERATOR")
    assert operator.get(reverse("web:programmes:removal-decide", args=[batch.pk])).status_code == 403
    head = Browser(cast, "DIVISION_HEAD")
    asked = head.send("removal-decide", batch.pk)
    assert asked.status_code == 422
    assert "tidak pernah berakhir dengan sendirinya" in words(asked)
    line = RemovalLine.objects.get()
    assert head.send("removal-decide", batch.pk, **{f"outcome-{line.pk}": "KEEP"}).status_code == 422
    named = {f"outcome-{line.pk}": "KEEP", f"why-{line.pk}": "desil lama"}
    assert head.send("removal-decide", batch.pk, **named).status_code == 302
    line.refresh_from_db()
    assert (line.state, line.kept_reason) == ("KEPT", "desil lama")


def test_a_list_is_asked_for_and_made_in_the_background(cast: Cast, stage: Stage) -> None:
    officer = Browser(cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    assert officer.send("candidate-list", kind="CORET", area=str(REGENCY)).status_code == 302
    job = Job.objects.get()
    find_candidates(type("Handle", (), {"job": job, "progress": lambda *_args: None})(), **job.args)  # type: ignore[arg-type]
    assert CandidateRun.objects.get().total == 2
    assert "2" in words(officer.page("candidate-list"))
    operator = Browser(cast, "VILLAGE_OPERATOR")
    assert operator.post(url("candidate-list"), kind="CORET", area=str(VILLAGE)).status_code == 200
    assert Job.objects.count() == 1


def test_files_run_no_formula_and_leave_a_trace(cast: Cast, stage: Stage) -> None:
    run, officer = made(stage), Browser(cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    text = officer.get(url("candidate-export", run.pk), bentuk="csv").content.decode()
    assert "'=HYPERLINK(1)" in text
    assert "\n=HYPERLINK" not in text
    assert officer.get(url("candidate-export", run.pk), bentuk="xlsx").content[:2] == b"PK"
    assert "Hasil musyawarah" in words(officer.get(url("candidate-export", run.pk), bentuk="cetak"))
    assert Event.objects.filter(name="programmes.candidate.export").count() == 3


def test_filters_and_an_empty_list(cast: Cast, stage: Stage) -> None:
    run, village = made(stage), Browser(cast, "VILLAGE_OPERATOR")
    assert "Almarhum" in words(
        village.get(url("candidate-run", run.pk), desa=str(VILLAGE), alasan="MENINGGAL", belum="on")
    )
    stranger = Browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE)
    assert "Tidak ada calon di sini" in words(stranger.page("candidate-run", run.pk))
    assert stranger.get(url("candidate", Candidate.objects.all()[0].pk)).status_code == 404


@pytest.mark.requirement("W03")
def test_who_gets_nothing_is_proposed_from_the_page(cast: Cast, stage: Stage) -> None:
    run, village = made(stage, "USUL"), Browser(cast, "VILLAGE_OPERATOR")
    candidate = Candidate.objects.get()
    answer = village.post(url("candidate-run", run.pk), calon=str(candidate.pk), component=str(stage.component.pk))
    assert answer.status_code == 302
    assert "ID DTKS" in words(village.get(answer.url))


@pytest.mark.parametrize(
    "page", ["removal", "removal-submit", "removal-check", "removal-verify", "removal-decide", "removal-return"]
)
def test_the_next_village_does_not_find_the_batch(cast: Cast, stage: Stage, page: str) -> None:
    made(stage)
    ids = list(Candidate.objects.values_list("pk", flat=True))
    batch = actions.open_removal(candidate_ids=ids, by=stage.operator, at=clock.now()).batches[0]
    assert Browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE).get(url(page, batch.pk)).status_code == 404


def test_the_worklist_tells_the_village_of_new_findings(stage: Stage) -> None:
    made(stage)
    titles = {str(section.title): section.count for section in sections(stage.operator)}
    assert titles["Calon dicoret yang belum dibahas"] == 2
    actions.open_removal(
        candidate_ids=list(Candidate.objects.values_list("pk", flat=True)), by=stage.operator, at=clock.now()
    )
    titles = {str(section.title): section.count for section in sections(stage.operator)}
    assert "Calon dicoret yang belum dibahas" not in titles
    assert titles["Daftar pencoretan menunggu Anda"] == 1


@pytest.mark.requirement("R123")
@pytest.mark.requirement("R126")
def test_who_holds_kis_kip_and_kks(cast: Cast, stage: Stage) -> None:
    three, one = make_family(make_person("Tiga Kartu")), make_family(make_person("Satu Kartu"))
    child = three.memberships.get().person
    for subject, programme in ((three, "KKS"), (child, "KIP"), (child, "PBI_JK"), (one, "KKS")):
        make_outside(subject, programme)
    village = Browser(cast, "VILLAGE_OPERATOR")
    assert "KIS + KIP + KKS" in words(village.page("complementarity"))
    asked = {"desa": str(VILLAGE), "gabungan": "111"}
    assert "Tiga Kartu" in words(village.get(url("complementarity"), **asked))
    assert "Satu Kartu" not in words(village.get(url("complementarity"), **asked))
    stranger = Browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE)
    assert "Tiga Kartu" not in words(stranger.get(url("complementarity"), **asked))
    assert not Enrolment.objects.exists()
