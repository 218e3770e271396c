"""What an activity leaves behind: materials, certificates that verify, action items that come late."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied, Refused
from rangkul.organisation import actions, queries
from rangkul.organisation.models import ActionItem, Official, Participant
from rangkul.platform.documents.models import Document
from rangkul.platform.tasks.runner import run_waiting_jobs
from tests.journeys.walk import words_of_pdf
from tests.organisation.post_stage import ask, boxes, signed_in, words
from tests.organisation.stage import AT, HELD_ON, ActivityStage

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
THREE = """Siti Contoh; kesra; 73.12.01.2003; disabilitas
Baso Contoh; kepala desa; 73.12.01.2003
Aisyah Contoh; warga; 73.12.02.2005; difabel"""


def with_people(stage: ActivityStage, present: int) -> list[Participant]:
    stage.add(THREE)
    people = list(Participant.objects.order_by("name"))
    there = [each.pk for each in people[:present]]
    actions.mark_attendance(activity_id=stage.activity.pk, present=there, by=stage.manager, at=AT)
    return people


@pytest.mark.django_db
@pytest.mark.requirement("R229")
@pytest.mark.requirement("R117")
def test_participants_with_disability_are_counted(stage: ActivityStage) -> None:
    with_people(stage, 3)
    page = words(ask(signed_in(stage.cast, "SLRT_MANAGER"), "activity", stage.activity.pk))
    assert "Penyandang disabilitas 2 orang" in page
    outreach = {"kind": "SOSIALISASI", "name": "Sosialisasi Puskesos", "venue": "Balai desa", "area": "73.12"}
    told = outreach | boxes("held_on", HELD_ON)
    assert ask(signed_in(stage.cast, "SLRT_MANAGER"), "activity-record", data=told).status_code == 302
    assert "Sosialisasi Puskesos" in words(ask(signed_in(stage.cast, "SLRT_MANAGER"), "activity-list"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("R116")
@pytest.mark.requirement("R226")
def test_certificates_are_numbered_verify_and_are_written_once(stage: ActivityStage, client: Any) -> None:
    activity = stage.activity.pk
    manager = signed_in(stage.cast, "SLRT_MANAGER")
    with pytest.raises(Refused, match="kehadiran"):
        actions.request_certificates(activity_id=activity, by=stage.manager, at=AT)
    people = with_people(stage, 2)
    assert ask(manager, "certificate-request", activity, data={}).status_code == 303
    with pytest.raises(Refused, match="belum diajukan"):
        actions.request_certificates(activity_id=activity, by=stage.manager, at=AT)
    assert not run_waiting_jobs()  # no number, and nobody's name below it, before somebody else signed
    with pytest.raises(Denied, match="orang lain"):
        actions.sign_certificates(activity_id=activity, people=2, by=stage.manager, at=AT)
    head = signed_in(stage.cast, "OFFICE_HEAD")
    assert "Tandatangani sertifikat" in words(ask(head, "activity", activity))
    signer = stage.cast.actor("OFFICE_HEAD")
    assert [each.pk for each in queries.list_certificates_to_sign(signer)] == [activity]
    assert queries.list_certificates_to_sign(stage.manager) == []  # who asked does not sign
    abroad = replace(signer, areas=(AreaCode("73.11"),))
    assert queries.list_certificates_to_sign(abroad) == []
    with pytest.raises(Denied, match="wilayah"):
        actions.sign_certificates(activity_id=activity, people=2, by=abroad, at=AT)
    assert "Sertifikat menunggu tanda tangan Anda" in words(head.get(reverse("web:home:worklist")))
    with pytest.raises(Refused, match="penanda tangan"):
        actions.sign_certificates(activity_id=activity, people=2, by=signer, at=AT)
    Official.objects.filter(is_head=True).update(user_id=signer.user_id)
    with pytest.raises(Refused, match="daftar hadir berubah"):
        actions.sign_certificates(activity_id=activity, people=3, by=signer, at=AT)
    assert ask(head, "certificate-sign", activity, data={"people": "2"}).status_code == 303
    with pytest.raises(Refused, match="sudah ditandatangani"):
        actions.sign_certificates(activity_id=activity, people=2, by=signer, at=AT)
    assert queries.list_certificates_to_sign(signer) == []
    assert [job.state for job in run_waiting_jobs()] == ["DONE"]
    documents = list(Document.objects.order_by("number"))
    assert [each.number.split("/")[1] for each in documents] == ["0001", "0002"]
    assert {each.area_code for each in documents} == {each.area_code for each in people[:2]}
    paper = words_of_pdf(manager.get(reverse("web:platform:document", args=[documents[0].pk])).content)
    assert "SERTIFIKAT" in paper
    assert "Andi Contoh Wijaya" in paper
    assert documents[0].number in paper
    checked = client.get(reverse("web:platform:verify", args=[documents[0].verify_code]))
    assert documents[0].number in checked.content.decode()
    assert "Contoh" not in words(checked)
    stage.activity.refresh_from_db()
    bundle = ask(manager, "activity-file", activity, stage.activity.certificates_file)
    both = words_of_pdf(bundle.content)
    assert all(each.number in both for each in documents)
    with pytest.raises(Refused, match="semua sudah dibuat"):
        actions.request_certificates(activity_id=activity, by=stage.manager, at=AT)
    again = actions.issue_certificate(participant_id=people[0].pk, by=stage.manager, at=AT)
    assert again.pk in {each.pk for each in documents}
    with pytest.raises(Refused, match="sertifikatnya sudah terbit"):
        actions.mark_attendance(activity_id=activity, present=[people[1].pk], by=stage.manager, at=AT)
    with pytest.raises(Refused, match="peserta yang hadir"):
        actions.issue_certificate(participant_id=people[2].pk, by=stage.manager, at=AT)


@pytest.mark.django_db
def test_materials_are_kept_and_a_lie_about_the_type_is_refused(stage: ActivityStage) -> None:
    manager, activity = signed_in(stage.cast, "SLRT_MANAGER"), stage.activity.pk
    false = {"file": SimpleUploadedFile("materi.pdf", b"MZ\x90 not a paper")}
    refused = ask(manager, "material-add", activity, data=false)
    assert refused.status_code == 422
    assert "PDF" in words(refused)
    kept = ask(manager, "material-add", activity, data={"file": SimpleUploadedFile("Materi hari 1.pdf", PDF)})
    assert kept.status_code == 303
    file = queries.materials_of(stage.manager, stage.activity)[0]
    assert ask(manager, "activity-file", activity, file.pk).content == PDF
    neighbour = signed_in(stage.cast, "SLRT_MANAGER", AreaCode.parse("73.13"))
    assert ask(neighbour, "activity-file", activity, file.pk).status_code == 403
    other = actions.record_activity(
        activity=actions.NewActivity("RAKOR", "Rapat lain", HELD_ON, "Aula", AreaCode.parse("73.12")),
        by=stage.manager,
        at=AT,
    )
    assert ask(manager, "activity-file", other.pk, file.pk).status_code == 403


@pytest.mark.django_db
def test_an_item_comes_late_until_it_is_done(stage: ActivityStage) -> None:
    manager, activity = signed_in(stage.cast, "SLRT_MANAGER"), stage.activity.pk
    told = {
        "text": "Pasang papan nama Puskesos",
        "owner_name": "Kepala desa",
        **boxes("due_on", HELD_ON - timedelta(days=1)),
    }
    assert "sesudahnya" in words(ask(manager, "item-add", activity, data=told))
    told |= boxes("due_on", HELD_ON + timedelta(days=30))
    assert ask(manager, "item-add", activity, data=told).status_code == 303
    late = ask(manager, "item-list")
    assert "Pasang papan nama" in words(late)
    item = ActionItem.objects.get()
    assert queries.count_items(stage.manager, on=HELD_ON) == {"late": 0, "open": 1, "done": 0}
    reader = signed_in(stage.cast, "AUDITOR")
    assert ask(reader, "item-finish", activity, item.pk).status_code == 403
    with pytest.raises(Denied):
        actions.finish_item(item_id=item.pk, done_on=HELD_ON, note="", by=stage.cast.actor("SUPERVISOR"), at=AT)
    done = {"note": "sudah terpasang", **boxes("done_on", date(2019, 1, 2))}
    assert ask(manager, "item-finish", activity, item.pk, data=done).status_code == 303
    assert "selesai" in words(ask(manager, "item-finish", activity, item.pk, data=done))
    assert "Tidak ada tindak lanjut" in words(ask(manager, "item-list"))
    assert "sudah terpasang" in words(ask(manager, "item-list", query="?keadaan=done"))
