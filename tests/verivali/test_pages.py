"""Pages of verivali by Django's client: planning, dividing, visiting, reviewing, figures, and whom they are closed to."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from rangkul.platform.audit.models import AccessLog
from rangkul.registry.models import Person
from rangkul.verivali.models import Campaign, Subject, Visit
from tests.desk.stage import Visitor, hidden_of, text_of
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, VILLAGE, Cast
from tests.registry.factories import make_family, make_person, make_status
from tests.verivali.stage import AS_OF, WG_FINE, make_areas, open_for, subject_of, visited, with_disability

pytestmark = pytest.mark.django_db

DAY = {"visited_on_hari": "31", "visited_on_bulan": "1", "visited_on_tahun": "2026"}


@pytest.fixture(autouse=True)
def office(cast: Cast) -> None:
    make_areas()


def page(name: str, one: Any, *more: Any) -> str:
    return reverse(f"web:verivali:{name}", args=[one.pk, *more])


def a_plan(**other: Any) -> dict[str, Any]:
    return {
        "title": "Validasi difabel", "cohort": "penyandang-disabilitas", "area": REGENCY,
        "as_of_hari": "31", "as_of_bulan": "Januari", "as_of_tahun": "2026", "questionnaire": "wg-ss/2", "sampling": "ALL",
        "revisit_percent": "0",
    } | other  # fmt: skip


@pytest.mark.requirement("R118")
def test_from_the_plan_to_the_approval(cast: Cast) -> None:
    person = with_disability("Siti Contho", rt="002")
    officer, facilitator = Visitor(cast, "DATA_OFFICER"), Visitor(cast, "FACILITATOR")
    made = officer.post(reverse("web:verivali:campaign-create"), **a_plan())
    campaign = Campaign.objects.get()
    assert (made.status_code, made["Location"]) == (303, page("campaign", campaign))
    draft = text_of(officer.get(page("campaign", campaign)))
    assert "Termasuk kelompok 1 orang" in draft
    assert "Desa Contoh, Kec. Marioriwawo" in draft
    assert officer.post(page("campaign-open", campaign)).status_code == 303
    assert "dibagikan kepada 1 petugas" in text_of(
        officer.get(officer.post(page("campaign-assign", campaign))["Location"])
    )

    subject = Subject.objects.get()
    assert "Siti Contho" in text_of(facilitator.get(reverse("web:verivali:mine")))
    assert "Kunjungan verivali" in text_of(facilitator.get(reverse("web:home:worklist")))
    visit_url = facilitator.post(page("visit-start", subject))["Location"]
    visit = Visit.objects.get()
    result = page("visit-result", visit)
    assert facilitator.post(result, **DAY, result="CONFIRMED", latitude="50", longitude="120").status_code == 422
    there = {"latitude": "-4.350112", "longitude": "119.886231", "note": "Tinggal dengan anaknya."}
    assert facilitator.post(result, **DAY, result="CONFIRMED", **there)["Location"] == visit_url
    assert facilitator.post(page("visit-submit", visit)).status_code == 422
    facilitator.post(page("visit-block", visit, "ranah"), **(WG_FINE | {"berjalan": "4"}))
    kinds = {"lainnya": "TIDAK", "jenis": ["FISIK"]}
    facilitator.post(page("visit-block", visit, "disabilitas"), **kinds)
    assert "Boleh lebih dari satu" in text_of(facilitator.get(page("visit-block", visit, "disabilitas")))
    facilitator.post(page("visit-block", visit, "disabilitas"), **kinds, sebab="STROKE")
    facilitator.post(page("visit-block", visit, "pendukung"), pendamping="ANGGOTA_KELUARGA", dilayani="TIDAK")
    pairs = {"name_verdict": "2", "name_value": "Siti Contoh", "rt_verdict": "1"}
    assert facilitator.post(page("visit-pairs", visit), **pairs).status_code == 303
    assert facilitator.post(page("visit-submit", visit)).status_code == 303

    reviewer = Visitor(cast, "SUPERVISOR")
    assert "Siti Contho" in text_of(reviewer.get(reverse("web:verivali:to-review")))
    shown = reviewer.get(page("visit-review", visit))
    for words in (
        "Tidak bisa sama sekali",
        "Akibat stroke",
        "Ubah menjadi: Siti Contoh",
        "Tinggal dengan anaknya",
        "-4.350112",
    ):
        assert words in text_of(shown)
    assert AccessLog.objects.filter(subject_id=person.pk, fields=["verivali_answers"]).exists()
    assert reviewer.post(page("visit-approve", visit), **hidden_of(shown)).status_code == 303
    person.refresh_from_db()
    assert person.name == "Siti Contoh"
    own = text_of(reviewer.get(reverse("web:registry:person", args=[person.pk])))
    assert "Verifikasi dan validasi Validasi difabel Divalidasi" in own


@pytest.mark.parametrize("name", ["campaign", "subject-list", "campaign-export", "campaign-print", "campaign-assign"])
def test_an_enumerator_sees_no_plan(cast: Cast, name: str) -> None:
    campaign = open_for(cast, with_disability())
    assert Visitor(cast, "FACILITATOR").get(page(name, campaign)).status_code == 403
    assert Visitor(cast, "FACILITATOR", NEIGHBOUR_VILLAGE).get(page(name, campaign)).status_code in (403, 404)


def test_the_facilitator_next_door_sees_nothing(cast: Cast) -> None:
    here, next_door = with_disability("Siti Contoh"), with_disability("Ali Contoh", NEIGHBOUR_VILLAGE)
    campaign = open_for(cast, here, next_door)
    subject = subject_of(campaign, here)
    visit = visited(subject, cast.actor("FACILITATOR"))
    stranger = Visitor(cast, "FACILITATOR", NEIGHBOUR_VILLAGE)
    assert "Siti" not in text_of(stranger.get(reverse("web:verivali:mine")))
    for url in (
        page("subject", subject),
        page("visit", visit),
        page("visit-result", visit),
        page("visit-review", visit),
    ):
        assert stranger.get(url).status_code in (403, 404), url
    for url in (page("visit-start", subject), page("visit-submit", visit), page("visit-approve", visit)):
        assert stranger.post(url).status_code in (403, 404), url
    supervisor = Visitor(cast, "SUPERVISOR", "73.12.02")
    assert supervisor.get(page("visit-review", visit)).status_code == 404


def test_a_watcher_counts_but_is_told_no_name_of_a_campaign_about_health(cast: Cast) -> None:
    person = with_disability("Siti Contoh")
    campaign = open_for(cast, person)
    head = Visitor(cast, "OFFICE_HEAD")
    assert "Sasaran 1 orang" in text_of(head.get(page("campaign", campaign)))
    assert "Siti" not in text_of(head.get(page("subject-list", campaign)))
    assert head.get(page("subject", subject_of(campaign, person))).status_code == 404
    panel = text_of(head.get(reverse("web:registry:person", args=[person.pk])))
    assert "Kegiatan verivali" in panel
    assert "difabel" not in panel
    assert "disabilitas" not in panel.split("Verifikasi dan validasi")[1][:80]
    assert "Siti" in text_of(Visitor(cast, "SUPERVISOR").get(page("subject-list", campaign)))


@pytest.mark.requirement("R205")
def test_boards_say_unit_moment_and_quality(cast: Cast) -> None:
    first = with_disability("Siti Contoh", nik="7312011905800001", nik_status="ADA_PADAN")
    second = with_disability("Ali Contoh")
    campaign = open_for(cast, first, second)
    visited(subject_of(campaign, first), cast.actor("FACILITATOR"))
    officer = Visitor(cast, "DATA_OFFICER")
    shown = text_of(officer.get(page("campaign", campaign)))
    assert "Lengkap: 80% pertanyaan yang berlaku terjawab. Padan: NIK 50% sasaran padan dengan Dukcapil." in shown
    assert "Kecamatan Marioriwawo 2 2 1 1 0 0 0 0 80 50 –" in shown
    rows = list(csv.reader(io.StringIO(officer.get(page("campaign-export", campaign)).content.decode("utf-8-sig"))))
    assert rows[1][:7] == [
        "Validasi penyandang disabilitas",
        "Wilayah",
        "Kecamatan Marioriwawo",
        "orang",
        "2",
        "2",
        "1",
    ]
    assert rows[1][-1].startswith("20")
    assert [row[2] for row in rows[2:]] == ["Petugas Facilitator"]
    assert "Menurut petugas (orang)" in text_of(officer.get(page("campaign-print", campaign)))


def test_who_left_is_taken_out_from_the_campaigns_page(cast: Cast) -> None:
    officer = Visitor(cast, "DATA_OFFICER")
    person = with_disability("Ali Pindah")
    campaign = open_for(cast, person)
    there = page("campaign-drop-departed", campaign)
    assert "Semua sasaran masih di tempatnya" in text_of(officer.get(there))
    Person.objects.filter(pk=person.pk).update(area_code=NEIGHBOUR_VILLAGE)
    assert "1 sasaran yang belum selesai tidak lagi di tempatnya" in text_of(officer.get(page("campaign", campaign)))
    assert "pindah ke" in text_of(officer.get(there))
    assert Visitor(cast, "FACILITATOR").post(there).status_code == 403
    assert "1 sasaran dikeluarkan" in text_of(officer.get(officer.post(there)["Location"]))
    subject = Subject.objects.get()
    assert "Alasan dikeluarkan" in text_of(officer.get(page("subject", subject)))
    assert officer.post(page("subject-restore", subject)).status_code == 303
    assert officer.post(page("subject-drop", subject), reason="").status_code == 422
    assert officer.post(page("subject-drop", subject), reason="salah orang").status_code == 303
    subject.refresh_from_db()
    assert subject.state == "DROPPED"


def test_a_familys_questionnaire_asks_step_by_step_and_of_each_member(cast: Cast) -> None:
    head, child = make_person("Siti Contoh"), make_person("Ali Contoh", birth_date=AS_OF.replace(year=2014))
    family = make_family(head, child)
    make_status(family, 2)
    campaign = open_for(cast, questionnaire="regsosek-2022k", cohort="keluarga-desil", parameters={"decile": 2})
    facilitator = Visitor(cast, "FACILITATOR")
    facilitator.post(page("visit-start", subject_of(campaign, family)))
    visit = Visit.objects.get()
    facilitator.post(page("visit-result", visit), **DAY, result="ENUMERATED")
    url = page("visit-member-block", visit, "anggota", child.pk)
    assert "Jenis kelamin" not in text_of(facilitator.get(url))
    assert facilitator.post(url, **{"404": "1"})["Location"] == url
    further = text_of(facilitator.get(url))
    assert "Jenis kelamin" in further
    assert "Sedang hamil" not in further
    assert facilitator.post(url, **{"404": "2"})["Location"] == page("visit", visit)
    visit.refresh_from_db()
    assert visit.answers == {f"{child.pk}/404": "2"}
    assert (
        facilitator.get(page("visit-member-block", visit, "anggota", make_person("Orang Lain").pk)).status_code == 404
    )
    refused = text_of(facilitator.post(page("visit-block", visit, "perumahan"), **{"302": "0"}))
    assert "302. Luas lantai bangunan berisi “0”, seharusnya angka 1 sampai 2000 m²" in refused


def test_photos_are_for_who_may_read_the_visit(cast: Cast) -> None:
    person = make_person()
    family = make_family(person)
    make_status(family, 1)
    campaign = open_for(cast, questionnaire="usulan-10", cohort="keluarga-desil")
    facilitator = Visitor(cast, "FACILITATOR")
    facilitator.post(page("visit-start", subject_of(campaign, family)))
    visit = Visit.objects.get()
    facilitator.post(page("visit-result", visit), **DAY, result="ENUMERATED")
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(picture, "JPEG")
    sent = SimpleUploadedFile("rumah.jpg", picture.getvalue(), "image/jpeg")
    assert facilitator.post(page("visit-photo", visit), question="foto-depan", photo=sent).status_code == 303
    visit.refresh_from_db()
    photo = page("photo", visit, visit.answers["foto-depan"])
    assert facilitator.get(photo)["Content-Type"] == "image/jpeg"
    assert Visitor(cast, "FACILITATOR", NEIGHBOUR_VILLAGE).get(photo).status_code in (403, 404)
    assert Visitor(cast, "AUDITOR").get(photo).status_code == 404
    page_text = SimpleUploadedFile("rumah.jpg", b"bukan foto", "image/jpeg")
    assert facilitator.post(page("visit-photo", visit), question="lain", photo=page_text).status_code == 422


def test_definitions_are_handed_to_the_field_client(cast: Cast) -> None:
    url = reverse("web:verivali:questionnaire-data", args=["regsosek-2022k", 1])
    told = Visitor(cast, "FACILITATOR").get(url).json()
    assert (told["code"], told["version"], len(told["digest"])) == ("regsosek-2022k", 1, 64)
    asked = {each["code"]: each for block in told["blocks"] for each in block["questions"]}
    assert asked["410"]["show_if"]["all"][1] == {"question": "405", "in": ["2"]}
    assert Visitor(cast, "FRONT_OFFICE").get(url).status_code == 403
    assert Visitor(cast, "FACILITATOR").get(url.replace("/1/", "/9/")).status_code == 404
    assert "416a = Ya" in text_of(Visitor(cast, "SUPERVISOR").get(url.removesuffix("json/")))


def test_an_empty_plan_and_an_empty_cohort_say_what_to_do(cast: Cast) -> None:
    officer = Visitor(cast, "DATA_OFFICER")
    refused = officer.post(reverse("web:verivali:campaign-create"), **a_plan(questionnaire="usulan-10/1"))
    assert refused.status_code == 422
    assert "kuesioner untuk orang" in text_of(refused)
    officer.post(reverse("web:verivali:campaign-create"), **a_plan())
    campaign = Campaign.objects.get()
    assert "Tidak ada sasaran" in text_of(officer.get(page("campaign", campaign)))
    said = text_of(officer.get(officer.post(page("campaign-open", campaign))["Location"]))
    assert "Ubah kelompok, wilayah, atau tanggal datanya" in said
    assert officer.post(page("campaign-cancel", campaign), reason="Salah kelompok").status_code == 303
    assert "Salah kelompok" in text_of(officer.get(page("campaign", campaign)))


def test_subjects_come_by_village_and_rt_page_by_page(cast: Cast) -> None:
    for number in range(60):
        with_disability(f"Warga {number:02}", VILLAGE, rt=f"{number % 3:03}", rw="001")
    open_for(cast, with_disability("Warga Akhir", rt="009", rw="002"))
    facilitator = Visitor(cast, "FACILITATOR")
    first = facilitator.get(reverse("web:verivali:mine"))
    assert "50 di halaman ini, 61 seluruhnya" in text_of(first)
    mark = first.context["next_url"]
    second = facilitator.get(reverse("web:verivali:mine") + mark)
    assert "Warga Akhir" in text_of(second)
    names = [row.cells[0].text for each in (first, second) for row in each.context["listing"].rows]
    assert len(set(names)) == 61
    assert "11 di halaman ini" in text_of(second)
    only = facilitator.get(reverse("web:verivali:mine"), rt="009")
    assert [row.cells[0].text for row in only.context["listing"].rows] == ["Warga Akhir"]
