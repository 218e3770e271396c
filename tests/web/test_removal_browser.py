"""A strike-off list in a real browser: from the evidence to a removal that another official decides (R125)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from rangkul.accounts.models import User
from rangkul.kernel import clock
from rangkul.programmes import actions
from rangkul.programmes.models import CandidateRun, Enrolment, RemovalBatch, RemovalLine
from rangkul.registry.models import Membership, Person
from tests.browser import assert_sound, take_picture
from tests.people import REGENCY, Cast
from tests.programmes.proposal_stage import LONG_AGO, Stage, today
from tests.registry.factories import make_family, make_outside, make_person, make_status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    """Two families with rice whose heads died, one of them with a child; a pupil too old; a poor family without aid."""
    stage = Stage.build(Cast.gather(), quota=5)
    families = [stage.family(name) for name in ("Sendiri Contoh", "Bersama Contoh")]
    actions.decide_batch(batch_id=stage.verified(*families).pk, by=stage.head, at=clock.now())
    Enrolment.objects.update(valid_from=LONG_AGO)
    child = make_person("Anak Contoh", birth_date=today() - timedelta(days=9000))
    Membership.objects.create(person=child, family=families[1], relation="CHILD", period=(LONG_AGO, None))
    make_outside(child, "KIP", "KIP-77")
    make_status(make_family(make_person("Miskin Contoh")), 1)
    died = today() - timedelta(days=40)
    heads = Person.objects.filter(name__in=("Sendiri Contoh", "Bersama Contoh"))
    Membership.objects.filter(person__in=heads).update(period=(LONG_AGO, died + timedelta(days=1)))
    heads.update(died_on=died)
    for kind in ("USUL", "CORET"):
        actions.run_candidates(kind=kind, area=str(REGENCY), as_of=today(), by=stage.officer, at=clock.now())
    return stage


@pytest.fixture
def screen_of(live_server: Any, page_at: Callable[..., Page]) -> Callable[..., Page]:
    def open_page(user: User, path: str, width: int = 1280) -> Page:
        client = Client()
        client.force_login(user)
        page = page_at(width)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}{path}")
        return page

    return open_page


@pytest.mark.requirement("R125")
def test_from_evidence_to_a_decided_removal(stage: Stage, screen_of: Callable[..., Page]) -> None:
    cast = stage.cast
    run = CandidateRun.objects.get(kind="CORET")
    page = screen_of(cast.user("VILLAGE_OPERATOR"), f"/program/calon/{run.pk}/")
    assert_sound(page)
    take_picture(page, "candidate-run-1280")
    page.get_by_label("Pilih Sendiri Contoh").check()
    page.get_by_label("Pilih Bersama Contoh").check()
    page.get_by_role("button", name="Masukkan ke daftar pencoretan").click()
    expect(page.get_by_text("2 nama dimasukkan ke daftar pencoretan")).to_be_visible()
    batch = RemovalBatch.objects.get()
    page.get_by_role("link", name="Lengkapi bukti Sendiri Contoh").or_(
        page.get_by_role("link", name="Lengkapi bukti Keluarga Sendiri Contoh")
    ).click()
    page.get_by_label("Bukti", exact=True).fill("Akta kematian 12/2026")
    page.get_by_role("button", name="Lengkapi bukti").click()
    page.get_by_role("link", name="Ajukan ke kecamatan").click()
    day = today()
    for label, value in (("Hari", day.day), ("Bulan", day.month), ("Tahun", day.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_label("Tempat musyawarah").fill("Balai desa")
    page.get_by_label("Jumlah hadir").fill("30")
    page.get_by_role("button", name="Ajukan daftar pencoretan").click()
    home = f"/program/pencoretan/{batch.pk}/"
    for user, link, button in (
        (cast.user("KECAMATAN_OFFICER"), "Teruskan ke Dinas", "Teruskan daftar ke Dinas"),
        (
            cast.user("PROGRAMME_OFFICER", division="LINJAMSOS"),
            "Nyatakan terverifikasi",
            "Nyatakan daftar terverifikasi",
        ),
    ):
        page = screen_of(user, home)
        page.get_by_role("link", name=link).click()
        page.get_by_role("button", name=button).click()
    page = screen_of(cast.user("DIVISION_HEAD", division="LINJAMSOS"), home)
    page.get_by_role("link", name="Putuskan").click()
    assert_sound(page)
    take_picture(page, "removal-decide-1280")
    page.get_by_label("Keputusan untuk Keluarga Bersama Contoh").select_option("REPLACE")
    page.get_by_label("Pengurus baru bagi Keluarga Bersama Contoh").select_option(label="Anak Contoh")
    page.get_by_role("button", name="Putuskan dan terbitkan SK").click()
    expect(page.get_by_text("Diputuskan dengan SK").first).to_be_visible()
    take_picture(page, "removal-1280")
    assert sorted(RemovalLine.objects.values_list("state", flat=True)) == ["DICORET", "REPLACED"]
    assert Enrolment.objects.get(state="ENDED").exit_evidence == "Akta kematian 12/2026"
    officer = cast.user("PROGRAMME_OFFICER", division="LINJAMSOS")
    nothing = CandidateRun.objects.get(kind="USUL")
    paths = {
        "candidate-list": "/program/calon/",
        "candidate-run-propose": f"/program/calon/{nothing.pk}/",
        "removal": home,
        "removal-list": "/program/pencoretan/?daftar=decided",
        "removal-report": "/program/pencoretan/sebelum-sesudah/",
        "complementarity": "/program/kis-kip-kks/",
    }
    for name, path in paths.items():
        page = screen_of(officer, path, 360)
        take_picture(page, f"{name}-360")
        assert_sound(page)
