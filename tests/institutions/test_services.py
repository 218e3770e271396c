"""The directory of services: found in people's own words, kept by those who keep it, never lost."""

from datetime import time
from typing import Any

import pytest
from django.urls import reverse

from rangkul.desk.actions import load_catalogue_into_directory
from rangkul.institutions import actions, queries
from rangkul.institutions.actions import load_directory
from rangkul.institutions.entries import OpenHours, ServiceEntry
from rangkul.institutions.errors import NoSuchService, StaleService
from rangkul.institutions.models import Agency, Service
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import system_actor
from tests.desk.stage import Visitor, hidden_of, make_areas, text_of
from tests.people import FAR_VILLAGE, KECAMATAN, OTHER_KECAMATAN, REGENCY, VILLAGE, Cast
from tests.remembered import remembered

pytestmark = pytest.mark.django_db
LIST = reverse("web:institutions:service-list")


@pytest.fixture
def directory(cast: Cast) -> Cast:
    def build(_cast: Cast) -> int:
        make_areas()
        load_directory(area=REGENCY, by=system_actor("uji"), at=clock.now())
        return load_catalogue_into_directory(by=system_actor("uji"), at=clock.now())

    remembered("institutions.directory", build, cast)
    return cast


def a_service(cast: Cast, **fields: Any) -> Service:
    agency, _ = Agency.objects.get_or_create(
        name="Panti Contoh", defaults={"kind": "PANTI_LKS", "area_code": REGENCY, "feedback_days": 7}
    )
    words: dict[str, Any] = {"name": "Tempat bagi lansia", "kinds": ("LANSIA",)}
    return actions.add_service(
        agency_id=agency.pk, entry=ServiceEntry(**(words | fields)), by=cast.actor("PROGRAMME_OFFICER"), at=clock.now()
    )


@pytest.mark.requirement("R114")
def test_what_is_needed_is_found_in_ones_own_words(directory: Cast) -> None:
    desk = directory.actor("BACK_OFFICE")
    for text, wanted in {
        "saya belum punya kartu keluarga": "Penerbitan Kartu Keluarga",
        "kk": "Penerbitan Kartu Keluarga",
        "reaktifasi bpjs": "Reaktivasi kepesertaan PBI-JK",
        "KIS saya tidak aktif": "Reaktivasi kepesertaan PBI-JK",
        "atap boccor": "Perbaikan rumah tidak layak huni",
        "kursi rodha": "Rehabilitasi sosial dan alat bantu",
        "putus skolah": "Kembali bersekolah dan kejar paket",
        "pupuk": "Pupuk bersubsidi dan kartu tani",
        "lansia telantar": "Perawatan lanjut usia",
        "DTSEN": "Surat keterangan terdaftar DTSEN",
        "dipukul suami": "Pendampingan korban kekerasan",
    }.items():
        page = queries.search_services(desk, text=text)
        assert wanted in [hit.name for hit in page.hits[:3]], (text, [hit.name for hit in page.hits[:5]])
    assert queries.search_services(desk, text="helikopter antariksa").total == 0
    assert queries.search_services(desk, text="pupuk helikopter").is_loose
    assert queries.search_services(desk, text="'; DROP TABLE --").is_loose
    assert queries.search_services(desk, kind="PERIKANAN").total == 1
    assert Service.objects.filter(agency__kind="DINSOS").count() == 16
    assert queries.list_agencies(desk).filter(kind="DINSOS").count() == 0


def test_loading_again_adds_nothing(directory: Cast) -> None:
    count = Service.objects.count()
    load_directory(area=REGENCY, by=system_actor("uji"), at=clock.now())
    assert load_catalogue_into_directory(by=system_actor("uji"), at=clock.now()) == 0
    assert Service.objects.count() == count > 45


def test_area_room_and_end_narrow_the_search(cast: Cast) -> None:
    make_areas()
    desk = cast.actor("BACK_OFFICE")
    near = a_service(cast, name="Dekat", areas=(KECAMATAN,), capacity_maximum=10, capacity_available=0)
    a_service(cast, name="Jauh", areas=(OTHER_KECAMATAN,), capacity_maximum=10, capacity_available=3)
    a_service(cast, name="Di mana saja")

    def names(**asked: Any) -> set[str]:
        return {hit.name for hit in queries.search_services(desk, **asked).hits}

    assert names(area=VILLAGE) == {"Dekat", "Di mana saja"}
    assert names(area=FAR_VILLAGE) == {"Jauh", "Di mana saja"}
    assert names(has_room=True) == {"Jauh", "Di mana saja"}
    actions.retire_service(service_id=near.pk, reason="Panti tutup", by=cast.actor("PROGRAMME_OFFICER"), at=clock.now())
    assert names(area=VILLAGE, on=clock.now().date()) == {"Di mana saja"}
    assert "Dekat" in names(with_retired=True)
    with pytest.raises(NoSuchService):
        queries.get_service_of(near.agency_id, near.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 201},
        {"kinds": ("BURUNG",)},
        {"areas": ("99.99",)},
        {"areas": ("burung",)},
        {"email": "bukan surel"},
        {"url": "javascript:alert(1)"},
        {"capacity_maximum": 3, "capacity_available": 4},
        {"capacity_maximum": -1},
        {"feedback_days": 0},
        {"hours": (OpenHours("XX"),)},
        {"hours": (OpenHours("MO", time(8), None),)},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_a_way_out(cast: Cast, wrong: dict[str, Any]) -> None:
    make_areas()
    with pytest.raises(Refused) as refused:
        a_service(cast, **wrong)
    assert refused.value.remedy
    assert not Service.objects.exists()


def test_it_is_kept_on_its_pages_by_those_who_keep_it(cast: Cast) -> None:
    make_areas()
    service = a_service(cast, capacity_maximum=10, capacity_unit="tempat tidur")
    keeper, reader = Visitor(cast, "PROGRAMME_OFFICER"), Visitor(cast, "BACK_OFFICE")
    page, change = (reverse(f"web:institutions:{name}", args=[service.pk]) for name in ("service", "service-change"))
    assert "Ubah" in text_of(keeper.get(page))
    assert "Sudah saya periksa" not in text_of(reader.get(page))
    assert reader.get(change).status_code == 403
    assert Visitor(cast, "VILLAGE_OPERATOR").get(LIST).status_code == 403
    sent = hidden_of(keeper.get(change)) | {"name": "Panti wreda", "kinds": ["LANSIA"], "status": "ACTIVE",
            "requirements": "KTP\n\nKK", "day_MO": "08.00-15.30", "day_TU": "08.00-15.30", "day_FR": "08.00-11.00, 13.00-15.30",
            "areas": KECAMATAN, "capacity_unit": "tempat tidur", "capacity_maximum": "10", "capacity_available": "4"}  # fmt: skip
    assert keeper.post(change, **(sent | {"day_MO": "08.00-07.00"})).status_code == 422
    assert keeper.post(change, **sent).status_code == 303
    assert 'value="08.00-11.00, 13.00-15.30"' in keeper.get(change).content.decode()
    stale = keeper.post(change, **sent)
    assert stale.status_code == 422
    assert "diubah petugas lain" in text_of(stale)
    room = reverse("web:institutions:service-room", args=[service.pk])
    assert [keeper.post(room, available=n).status_code for n in ("11", "-1", "banyak", "2")] == [422, 422, 422, 303]
    assert keeper.post(reverse("web:institutions:service-verify", args=[service.pk])).status_code == 303
    shown = text_of(keeper.get(page))
    for words in (
        "Panti wreda",
        "KTP; KK",
        "Senin, Selasa 08.00–15.30",
        "Jumat 08.00–11.00",
        "Jumat 13.00–15.30",
        "2 tempat tidur dari 10",
        "Marioriwawo",
    ):
        assert words in shown
    assert "Panti wreda" in text_of(reader.get(LIST, q="panti wredha"))
    retire = reverse("web:institutions:service-retire", args=[service.pk])
    assert keeper.post(retire, reason="-").status_code == 422
    assert keeper.post(retire, reason="Panti ditutup").status_code == 303
    assert "Panti wreda" not in text_of(reader.get(LIST, q="panti"))
    assert Service.objects.get().end_reason == "Panti ditutup"


def test_adding_twice_is_one_and_an_agency_elsewhere_is_not_ours(cast: Cast) -> None:
    make_areas()
    agency = a_service(cast).agency
    keeper, add = Visitor(cast, "PROGRAMME_OFFICER"), reverse("web:institutions:service-add")
    sent = hidden_of(keeper.get(add)) | {
        "agency": str(agency.pk),
        "name": "Makan",
        "kinds": ["PANGAN"],
        "status": "ACTIVE",
    }
    assert [keeper.post(add, **sent).status_code for _ in range(2)] == [303, 303]
    assert Service.objects.filter(name="Makan").count() == 1
    far = Agency.objects.create(name="Lembaga Jauh", kind="LAINNYA", area_code="74.01")
    with pytest.raises(Denied):
        actions.add_service(
            agency_id=far.pk, entry=ServiceEntry(name="Makan"), by=cast.actor("PROGRAMME_OFFICER"), at=clock.now()
        )
    assert keeper.get(reverse("web:institutions:agency-change", args=[far.pk])).status_code == 404
    assert keeper.post(reverse("web:institutions:agency-code", args=[far.pk])).status_code == 404
    contact = reverse("web:institutions:agency-change", args=[agency.pk])
    assert keeper.post(contact, email="bukan", feedback_days="5").status_code == 422
    assert keeper.post(contact, email="loket@contoh.invalid", feedback_days="5").status_code == 303
    told = text_of(keeper.get(keeper.post(reverse("web:institutions:agency-code", args=[agency.pk]))["Location"]))
    assert "hanya tampil sekali" in told
    assert keeper.get(reverse("web:institutions:service", args=[new_id()])).status_code == 404


def test_two_keepers_at_once(cast: Cast) -> None:
    make_areas()
    service, keeper = a_service(cast), cast.actor("PROGRAMME_OFFICER")
    entry = ServiceEntry(name="Baru", kinds=("LANSIA",))
    actions.change_service(service_id=service.pk, entry=entry, revision=1, by=keeper, at=clock.now())
    with pytest.raises(StaleService):
        actions.change_service(service_id=service.pk, entry=entry, revision=1, by=keeper, at=clock.now())
