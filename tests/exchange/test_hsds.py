"""The directory as Open Referral HSDS 3.1: there and back without loss, and what a bad file is told."""

import csv
import io
import json
import zipfile
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rangkul.exchange.hsds.reading import read_services
from rangkul.exchange.hsds.tables import TABLES
from rangkul.institutions import actions, queries
from rangkul.institutions.models import Agency, Service
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.policy.actor import system_actor
from tests.desk.stage import Visitor, make_areas, text_of
from tests.institutions.test_services import a_service
from tests.people import KECAMATAN, REGENCY, Cast
from tests.remembered import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(cast: Cast) -> Cast:
    remembered("hsds", built, cast)
    return cast


def built(cast: Cast) -> None:
    """The ready-made directory and one service of the district's own."""
    make_areas()
    actions.load_directory(area=REGENCY, by=system_actor("uji"), at=clock.now())
    a_service(
        cast, name="Rumah singgah", address="Jalan Contoh 1", phone="0484 000", capacity_unit="tempat tidur",
        capacity_maximum=12, capacity_available=5, areas=(KECAMATAN,), fees="Gratis", also_called="=1+1",
        requirements=("KTP", "KK, bila ada"), feedback_days=2, output="Tempat tidur",
    )  # fmt: skip


def exported(cast: Cast, form: str = "json") -> bytes:
    answer = Visitor(cast, "BACK_OFFICE").get(reverse("web:institutions:directory-export", args=[form]))
    assert answer.status_code == 200
    content: bytes = answer.content
    return content


def take_in(cast: Cast, content: bytes, **more: Any) -> Any:
    rows, unread = read_services(content)
    done = actions.import_services(area=REGENCY, rows=rows, by=cast.actor("PROGRAMME_OFFICER"), at=clock.now(), **more)
    done.problems[:0] = unread
    return done


@pytest.mark.parametrize("form", ["json", "csv"])
def test_there_and_back_changes_nothing_and_rebuilds_everything(directory: Cast, form: str) -> None:
    before, rows = exported(directory, form), Service.objects.count()
    done = take_in(directory, before)
    assert (done.added, done.changed, done.same, done.problems) == (0, 0, rows, [])
    plain = json.loads(exported(directory))
    Service.objects.all().delete()
    Agency.objects.all().delete()
    done = take_in(directory, before)
    assert (done.added, done.problems) == (rows, [])
    again = json.loads(exported(directory))
    for page in (plain, again):
        for service in page["contents"]:
            for volatile in ("last_modified",):
                service.pop(volatile)
            for row in service.get("capacities", []):
                row.pop("updated")
            service["organization"].pop("description")
            service["organization"].pop("attributes")
    for one, other in zip(again["contents"], plain["contents"], strict=True):
        assert one == other


def test_formulas_are_harmless_in_the_tables_and_come_back(directory: Cast) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(directory, "csv"))) as package:
        assert {f"{name}.csv" for name in TABLES} | {"datapackage.json"} == set(package.namelist())
        rows = list(csv.DictReader(io.StringIO(package.read("services.csv").decode())))
    assert "'=1+1" in {row["alternate_name"] for row in rows}


def test_bad_rows_are_told_and_good_ones_taken(directory: Cast) -> None:
    page = json.loads(exported(directory))
    good, *others = page["contents"]
    good["name"] = "Nama yang diperbarui"
    others[0]["status"] = "maybe"
    others[1]["id"] = "bukan uuid"
    others[2]["organization"] = None
    others[3]["attributes"] = [{"id": "x", "label": "rangkul:kind", "value": "BURUNG"}]
    others[4]["id"] = good["id"]
    others[5]["assured_date"] = "kemarin"
    others[6]["required_documents"] = "KTP"
    others[7]["capacities"] = [{"available": "banyak"}]
    others[8]["organization"]["id"] = others[9]["organization"]["id"] = str(UUID(int=7))
    content = json.dumps({"services": [good, *others[:9], "bukan layanan"]}).encode()
    trial = take_in(directory, content, is_trial=True)
    assert Service.objects.filter(name="Nama yang diperbarui").count() == 0
    done = take_in(directory, content)
    assert (trial.changed, done.changed, done.added, len(done.problems)) == (1, 1, 0, 10)
    assert Service.objects.filter(name="Nama yang diperbarui").count() == 1
    for problem, word in zip(done.problems, ("status", "id", "organization"), strict=False):
        assert word in problem.message
        assert "layanan" in problem.place


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[[[", b"\xff\xfe", b"PK\x03\x04rusak", b'{"contents": 5}', b"[" * 100_000],
    ids=["empty", "nothing", "broken", "bytes", "zip", "contents", "deep"],
)
def test_what_is_no_directory_is_refused_whole(cast: Cast, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_services(content)
    assert refused.value.field == "Berkas"


def test_the_page_takes_a_file_and_tells(directory: Cast) -> None:
    keeper, url = Visitor(directory, "PROGRAMME_OFFICER"), reverse("web:institutions:directory-import")
    page = json.loads(exported(directory))
    page["contents"][0]["name"] = "Lewat halaman"
    page["contents"][1]["status"] = "maybe"

    def send(**more: str) -> Any:
        file = SimpleUploadedFile("direktori.json", json.dumps(page).encode())
        return keeper.post(url, area=str(REGENCY), file=file, **more)

    checked = text_of(send(is_trial="on"))
    assert "belum ada yang disimpan" in checked
    assert "1 baris ditolak" in checked
    assert not Service.objects.filter(name="Lewat halaman").exists()
    assert "1 diubah" in text_of(send())
    assert Service.objects.filter(name="Lewat halaman").exists()
    assert keeper.post(url, area=str(REGENCY), file=SimpleUploadedFile("x.json", b"bukan")).status_code == 422
    assert Visitor(directory, "BACK_OFFICE").get(url).status_code == 403


def test_another_district_s_directory_is_not_ours_to_change(directory: Cast) -> None:
    far = Agency.objects.create(name="Lembaga Jauh", kind="LAINNYA", area_code="74.01")
    service = json.loads(exported(directory))["contents"][0]
    service["id"], service["organization"]["id"] = str(UUID(int=9)), str(far.pk)
    done = take_in(directory, json.dumps([service]).encode())
    assert "di wilayah tugas Anda" in done.problems[0].message
    rows, _ = read_services(exported(directory))
    with pytest.raises(Denied):
        actions.import_services(area="74.01", rows=rows, by=directory.actor("PROGRAMME_OFFICER"), at=clock.now())
    assert queries.search_services(directory.actor("BACK_OFFICE"), text="Jauh").total == 0
