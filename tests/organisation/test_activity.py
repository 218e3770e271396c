"""Activities: a bimtek with its venue and day, its participants by role and village, who was there, and who may see it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.organisation import actions, policies, queries
from rangkul.organisation.errors import UnableToAddParticipants
from rangkul.organisation.models import Activity, Participant
from rangkul.platform.audit.models import Event
from rangkul.platform.audit.wording import sentence_of
from rangkul.platform.policy.walls import scoped
from rangkul.reference.models import Area
from tests.organisation.stage import AT, HELD_ON, VENUE, ActivityStage, new_activity
from tests.people import KECAMATAN, OTHER_KECAMATAN, REGENCY

pytestmark = pytest.mark.django_db
ELSEWHERE = AreaCode.parse("73.13")
OWN_VILLAGE, FAR_VILLAGE = "73.12.01.2003", "73.12.02.2005"  # Gattareng in Marioriwawo, Jampu in Liliriaja


@pytest.mark.requirement("R402")
def test_a_bimtek_is_held_on_a_day_at_a_unit_of_the_office(stage: ActivityStage) -> None:
    view = queries.get_activity(stage.manager, stage.activity.pk)
    assert (view.activity.kind, view.activity.venue, view.activity.held_on) == ("BIMTEK", VENUE, HELD_ON)
    assert view.activity.held_on.strftime("%A") == "Thursday"
    assert view.activity.office == stage.cast.office
    event = Event.objects.get(name="organisation.activity.record")
    assert event.object_id == stage.activity.pk
    assert "Bimtek Puskesos dan SLRT" in sentence_of(event.name, event.data)


@pytest.mark.requirement("R403")
def test_25_villages_send_six_each_150_people(stage: ActivityStage) -> None:
    stage.add_everybody()
    view = queries.get_activity(stage.manager, stage.activity.pk)
    assert view.people == 150
    assert len(view.by_village) == 25
    assert {group.people for group in view.by_village} == {6}
    assert [group.code for group in view.by_village] == sorted(group.code for group in view.by_village)
    [line], following = queries.list_activities(stage.manager)
    assert (line.people, line.villages, line.present, following) == (150, 25, 0, None)


@pytest.mark.requirement("R404")
def test_everybody_attends_in_a_role(stage: ActivityStage) -> None:
    stage.add_everybody()
    view = queries.get_activity(stage.manager, stage.activity.pk)
    assert {group.code: group.people for group in view.by_role} == {
        "VILLAGE_HEAD": 25,
        "WELFARE_SECTION": 25,
        "VILLAGE_OPERATOR": 50,
        "FACILITATOR": 50,
    }


@pytest.mark.requirement("R403")
def test_attendance_is_marked_and_corrected(stage: ActivityStage) -> None:
    stage.add_everybody()
    people = list(Participant.objects.order_by("area_code", "name"))
    view = queries.get_activity(stage.manager, stage.activity.pk)
    assert not view.is_marked
    mark: dict[str, Any] = {"activity_id": stage.activity.pk, "by": stage.manager, "at": AT}
    actions.mark_attendance(present=[each.pk for each in people[:140]], **mark)
    view = queries.get_activity(stage.manager, stage.activity.pk)
    assert (view.is_marked, view.present, view.people) == (True, 140, 150)
    assert sum(group.present for group in view.by_village) == sum(group.present for group in view.by_role) == 140
    actions.mark_attendance(present=[people[149].pk], **mark)
    assert list(Participant.objects.filter(attended=True)) == [people[149]]
    event = Event.objects.filter(name="organisation.attendance.mark").order_by("-at", "-pk").first()
    assert event is not None
    assert sentence_of(event.name, event.data) == "Kehadiran dicatat: 1 dari 150 peserta hadir"


def test_attendance_is_of_this_list_and_not_before_the_day(stage: ActivityStage) -> None:
    with pytest.raises(Refused, match="peserta pada daftar"):
        actions.mark_attendance(activity_id=stage.activity.pk, present=[], by=stage.manager, at=AT)
    stage.add("Siti Contoh; kesra; Bila, Lalabata")
    with pytest.raises(Refused, match="peserta pada daftar"):
        actions.mark_attendance(activity_id=stage.activity.pk, present=[new_id()], by=stage.manager, at=AT)
    # 15.30 UTC on the eve is still the eve in Makassar; half an hour later it is the day.
    eve = AT.replace(day=5, hour=15, minute=30)
    with pytest.raises(Refused, match="6 Desember 2018"):
        actions.mark_attendance(activity_id=stage.activity.pk, present=[], by=stage.manager, at=eve)
    actions.mark_attendance(activity_id=stage.activity.pk, present=[], by=stage.manager, at=eve + timedelta(minutes=30))


WRONG = [
    ("Siti Contoh; kesra", "Baris 2", "Siti Contoh; kesra", "tiga bagian"),
    ("Siti Contoh; kesra; Bila, Lalabata; lagi", "Baris 2", "lagi", "tiga bagian"),
    ("; kesra; Bila, Lalabata", "Baris 2, nama", "", "nama orang"),
    ("3. Siti Contoh; kesra; Bila, Lalabata", "Baris 2, nama", "3. Siti Contoh", "tanpa angka"),
    ("Siti 7312000000000001; kesra; Bila, Lalabata", "Baris 2, nama", "", "tanpa angka"),
    ("Siti Contoh; bupati; Bila, Lalabata", "Baris 2, peran", "bupati", "kepala desa, kesra"),
    ("Siti Contoh; kesra; Zzyzx", "Baris 2, desa", "Zzyzx", "desa atau kelurahan di Kabupaten Soppeng"),
    ("Siti Contoh; kesra; Bila, Zzyzx", "Baris 2, desa", "Zzyzx", "kecamatan di Kabupaten Soppeng"),
    ("Siti Contoh; kesra; 73.13.01.1001", "Baris 2, desa", "73.13.01.1001", "Kabupaten Soppeng"),
    ("Siti Contoh; kesra; 73.12.01", "Baris 2, desa", "73.12.01", "desa atau kelurahan"),
    ("Siti Contoh; TKSK; Bila", "Baris 2, kecamatan", "Bila", "kecamatan di Kabupaten Soppeng"),
    ("ANDI CONTOH; fasilitator; Bila, Lalabata", "Baris 2, nama", "ANDI CONTOH", "baris 1"),
]


@pytest.mark.parametrize(("line", "field", "value", "expected"), WRONG)
def test_a_wrong_line_is_named_and_nobody_is_added(
    stage: ActivityStage, line: str, field: str, value: str, expected: str
) -> None:
    with pytest.raises(UnableToAddParticipants) as caught, transaction.atomic():
        stage.add(f"Andi Contoh; kesra; Bila, Lalabata\n{line}")
    [problem] = caught.value.problems
    assert problem.field == field
    assert value in str(problem.value)
    assert expected in problem.expected
    assert problem.remedy
    assert not Participant.objects.exists()
    assert not Event.objects.filter(name="organisation.participant.add").exists()


def test_every_wrong_line_is_told_at_once_by_its_own_number(stage: ActivityStage) -> None:
    with pytest.raises(UnableToAddParticipants, match="2 baris") as caught:
        stage.add(
            "\nnama; peran; desa\nSiti; raja; Bila, Lalabata\n\nAndi; kesra; Bila, Lalabata\nBaso; kesra; Zzyzx\n"
        )
    assert [problem.field for problem in caught.value.problems] == ["Baris 3, peran", "Baris 6, desa"]


def test_a_list_from_a_spreadsheet_with_codes_and_a_tksk(stage: ActivityStage) -> None:
    stage.add(
        f"Nama\tPeran\tDesa\r\nSiti Contoh, S.Sos.\tKasi. Kesra\t{OWN_VILLAGE}\r\nBaso Contoh\tTKSK\tKec. Marioriwawo\r\n"
    )
    assert {each.role: (each.name, each.area_code) for each in Participant.objects.all()} == {
        "WELFARE_SECTION": ("Siti Contoh, S.Sos.", OWN_VILLAGE),
        "TKSK": ("Baso Contoh", KECAMATAN),
    }


def test_a_name_that_two_villages_bear_needs_its_kecamatan(stage: ActivityStage) -> None:
    Area.objects.filter(pk=FAR_VILLAGE).update(name="Gattareng", name_key="gattareng")
    with pytest.raises(UnableToAddParticipants) as caught, transaction.atomic():
        stage.add("Siti Contoh; kesra; Gattareng")
    [problem] = caught.value.problems
    assert OWN_VILLAGE in problem.expected
    assert FAR_VILLAGE in problem.expected
    stage.add("Siti Contoh; kesra; Desa Gattareng, Kec. Liliriaja")
    assert Participant.objects.get().area_code == FAR_VILLAGE


@pytest.mark.parametrize("lines", ["", "\n ; ;\n", "nama; peran; desa", "\n".join(["Siti; kesra; Bila"] * 501)])
def test_a_list_has_lines_and_not_too_many(stage: ActivityStage, lines: str) -> None:
    with pytest.raises(Refused, match="1 sampai 500"):
        stage.add(lines)


def test_nobody_stands_twice_on_the_list(stage: ActivityStage) -> None:
    stage.add("Siti Contoh; kesra; Bila, Lalabata")
    with pytest.raises(UnableToAddParticipants) as caught, transaction.atomic():
        stage.add("SITI CONTOH; operator desa; Bila, Lalabata")
    assert "daftar kegiatan ini" in caught.value.problems[0].expected
    first = Participant.objects.get()
    with pytest.raises(IntegrityError, match="organisation_one_participant_an_activity"), transaction.atomic():
        Participant.objects.create(activity=stage.activity, name="siti contoh", role="OTHER", area_code=first.area_code)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "Nama kegiatan"),
        ({"name": "bimtek  puskesos dan slrt"}, "Nama kegiatan"),
        ({"name": " "}, "Nama kegiatan"),
        ({"name": "Lain", "venue": " "}, "Tempat"),
        ({"name": "Lain", "kind": "PESTA"}, "Jenis kegiatan"),
        ({"name": "Lain", "until": HELD_ON}, "Hari terakhir"),
        ({"name": "Lain", "area": AreaCode.parse("73.12.99")}, "kode wilayah"),
    ],
)
def test_an_activity_is_refused_with_the_field(stage: ActivityStage, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as caught:
        actions.record_activity(activity=new_activity(**changes), by=stage.manager, at=AT)
    assert caught.value.field == field
    assert Activity.objects.count() == 1


def test_the_near_miss_the_office_next_door(stage: ActivityStage) -> None:
    """The same role in another kabupaten sees nothing here and changes nothing here."""
    stage.add("Siti Contoh; kesra; Bila, Lalabata")
    neighbour = stage.cast.actor("SLRT_MANAGER", ELSEWHERE)
    assert neighbour.may(policies.RECORD)
    assert queries.list_activities(neighbour) == ([], None)
    with pytest.raises(Denied):
        queries.get_activity(neighbour, stage.activity.pk)
    with pytest.raises(Denied):
        stage.add("Baso Contoh; kesra; Bila, Lalabata", by=neighbour)
    with pytest.raises(Denied):
        actions.mark_attendance(activity_id=stage.activity.pk, present=[], by=neighbour, at=AT)
    with pytest.raises(Denied):
        actions.record_activity(activity=new_activity(name="Lain"), by=neighbour, at=AT)
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("wall", [False, True], ids=["policy", "policy and database"])
def test_a_supervisor_sees_the_own_kecamatan_and_changes_only_the_own_activity(
    stage: ActivityStage, wall: bool
) -> None:
    stage.add(f"Siti Contoh; kesra; {OWN_VILLAGE}\nBaso Contoh; kesra; {FAR_VILLAGE}")
    supervisor = stage.cast.actor("SUPERVISOR", KECAMATAN)
    own = actions.record_activity(
        activity=new_activity(name="Sosialisasi", kind="SOSIALISASI", area=KECAMATAN), by=supervisor, at=AT
    )
    other = actions.record_activity(
        activity=new_activity(name="Sosialisasi lain", area=OTHER_KECAMATAN), by=stage.manager, at=AT
    )

    def look() -> None:
        view = queries.get_activity(supervisor, stage.activity.pk)
        assert [each.participant.name for each in view.participants] == ["Siti Contoh"]
        assert {line.activity.pk for line in queries.list_activities(supervisor)[0]} == {own.pk, stage.activity.pk}
        with pytest.raises(Denied):
            queries.get_activity(supervisor, other.pk)
        with pytest.raises(Denied):
            stage.add("Emmi Contoh; kesra; Bila", by=supervisor)
        actions.add_participants(activity_id=own.pk, lines=f"Emmi Contoh; kesra; {OWN_VILLAGE}", by=supervisor, at=AT)

    if not wall:
        look()
        return
    with scoped(supervisor):
        look()
        assert set(Activity.objects.values_list("pk", flat=True)) == {own.pk, stage.activity.pk}
        assert set(Participant.objects.values_list("name", flat=True)) == {"Siti Contoh", "Emmi Contoh"}
        assert Activity.objects.filter(pk=stage.activity.pk).update(venue="x") == 0
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("role", ["OFFICE_HEAD", "AUDITOR"])
def test_who_only_reads_records_nothing(stage: ActivityStage, role: str) -> None:
    reader = stage.cast.actor(role)
    assert queries.get_activity(reader, stage.activity.pk).people == 0
    assert not policies.can_record(reader, REGENCY)
    with pytest.raises(Denied):
        stage.add("Siti Contoh; kesra; Bila, Lalabata", by=reader)


def test_a_front_office_sees_no_activity(stage: ActivityStage) -> None:
    assert not policies.visible_to(stage.cast.actor("FRONT_OFFICE")).exists()


def test_the_list_turns_pages_newest_first(stage: ActivityStage) -> None:
    for day in range(1, 6):
        actions.record_activity(
            activity=new_activity(name=f"Sosialisasi {day}", kind="SOSIALISASI", held_on=date(2019, 1, 1 + day // 2)),
            by=stage.manager,
            at=AT,
        )
    seen, after = [], None
    while True:
        lines, after = queries.list_activities(stage.manager, after=after, limit=2)
        seen += [line.activity for line in lines]
        if after is None:
            break
    assert len(seen) == len({each.pk for each in seen}) == 6
    assert [each.held_on for each in seen] == sorted((each.held_on for each in seen), reverse=True)
    assert len(queries.list_activities(stage.manager, kind="SOSIALISASI")[0]) == 5
