"""A referral that ends with a bed: admitted, answered and back at the desk in one step, or nothing at all."""

from typing import Any

import pytest
from django.urls import reverse

from rangkul.desk import actions, queries
from rangkul.desk.errors import AlreadyAnswered
from rangkul.desk.models import Referral
from rangkul.institutions.errors import NoFreeBed
from rangkul.institutions.models import Residency
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.registry import queries as registry_queries
from tests.desk.stage import a_referral, an_agency
from tests.institutions.stage import TODAY, Screen, a_panti, admit, boxes, room_of
from tests.registry.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R127")
@pytest.mark.requirement("B09")
def test_a_referral_ends_with_a_bed(cast: Any) -> None:
    panti, full = a_panti(), a_panti("Panti Penuh", beds=1)
    admit(full, cast.actor("PROGRAMME_OFFICER"), make_person("Lebih Dulu Contoh"))
    agency = an_agency(name="Panti Contoh", kind="PANTI_LKS")
    referral = a_referral(cast, agency_id=agency.pk, reason="Lanjut usia terlantar.", is_accompanied=False)
    desk = Screen(cast.user("BACK_OFFICE"))
    case_url = reverse("web:desk:case", args=[referral.case_id])
    url = reverse("web:institutions:referral-admit", args=[referral.pk])
    assert url in desk.get(case_url).content.decode()
    page = desk.get(url).content.decode()
    assert "Wisma Melati, lanjut usia, 2 kosong" in page
    told = {**boxes("since", TODAY), "reason": "Lanjut usia terlantar, dijemput petugas."}
    refused = desk.post(url, {**told, "place": f"{full.pk}/"})
    assert refused.status_code == 422
    assert "1 tempat tidur, sudah dihuni 1 orang" in refused.content.decode()
    assert Referral.objects.get(pk=referral.pk).state == "DIKIRIM"
    assert desk.post(url, {**told, "place": f"{panti.pk}/{room_of(panti).pk}"}).status_code == 303
    row = Residency.objects.get(institution=panti)
    assert (row.came_by, row.referral_id, row.person_id) == ("RUJUKAN", referral.pk, referral.case.person_id)
    view = queries.get_case(cast.actor("BACK_OFFICE"), referral.case_id)
    assert (view.state, view.referrals[0].state) == ("HANDLED", "SELESAI")
    assert "Diterima dan tinggal di Panti Contoh sejak" in view.referrals[0].answer
    again = desk.post(url, {**told, "place": f"{panti.pk}/"})
    assert again.status_code in (403, 422)
    told_twice: dict[str, Any] = {
        "referral_id": referral.pk, "institution_id": panti.pk, "since": TODAY, "reason": "Terlantar.",
        "by": cast.actor("BACK_OFFICE"), "at": clock.now(),
    }  # fmt: skip
    with pytest.raises(AlreadyAnswered):
        actions.admit_referred(**told_twice)
    with pytest.raises(Denied):
        actions.admit_referred(**(told_twice | {"by": cast.elsewhere("BACK_OFFICE")}))
    assert Residency.objects.filter(institution=panti).count() == 1
    for role in ("FRONT_OFFICE", "AUDITOR"):
        assert Screen(cast.user(role)).get(url).status_code == 403


def test_the_answer_does_not_tell_what_the_house_is_for(cast: Any) -> None:
    panti = a_panti("LKS Netra Contoh", kind="LKS_DISABILITAS")
    agency = an_agency(name="Panti dan LKS", kind="PANTI_LKS")
    referral = a_referral(cast, agency_id=agency.pk, is_accompanied=False)
    actions.admit_referred(
        referral_id=referral.pk, institution_id=panti.pk, since=TODAY, reason="Perlu pendampingan.",
        by=cast.actor("BACK_OFFICE"), at=clock.now(),
    )  # fmt: skip
    person = referral.case.person_id
    assert person is not None
    assert "Netra" not in f"{registry_queries.timeline_of_person(cast.actor('FRONT_OFFICE'), person)}"
    assert "Netra" in f"{registry_queries.timeline_of_person(cast.actor('BACK_OFFICE'), person)}"
    with pytest.raises(NoFreeBed):
        [admit(panti, cast.actor("BACK_OFFICE"), make_person(f"Contoh {number}")) for number in range(3)]
