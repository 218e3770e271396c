"""Tasks and confidential notes of a case: given, seen, ended; read with a right and a purpose only."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings

from rangkul.desk import actions, queries
from rangkul.desk.actions import NewTask
from rangkul.desk.errors import NoSuchCase
from rangkul.desk.models import ConfidentialNote, Remark, Share, Task
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import AccessLog, Event
from rangkul.platform.outbox.models import Message
from rangkul.platform.policy.actor import Actor
from tests.desk.stage import a_case
from tests.people import Cast

pytestmark = pytest.mark.django_db

SECRET = "Ada laporan kekerasan di rumah; 'jangan' \"hubungi\" suaminya."


def a_task(by: Actor, case_id: object, to: Actor | None = None, **fields: object) -> Task:
    words = {
        "form_key": new_id(),
        "title": "Ambil surat keterangan di desa",
        "due_on": clock.local_date(clock.now(), settings.TIME_ZONE) + timedelta(days=2),
        "assigned_to": to.user_id if to else None,
        "assigned_to_name": to.name if to else "",
    } | fields
    return actions.create_task(case_id=case_id, task=NewTask(**words), by=by, at=clock.now())  # type: ignore[arg-type]


@pytest.mark.requirement("R109")
def test_the_post_and_the_tksk_are_given_tasks_and_see_them(cast: Cast) -> None:
    coordinator, officer, tksk = cast.actor("PUSKESOS_COORDINATOR"), cast.actor("BACK_OFFICE"), cast.actor("TKSK")
    case = a_case(officer)
    for to in (officer, tksk):
        a_task(coordinator, case.pk, to)
        rows, mark = queries.list_my_tasks(to)
        assert ([row.ticket for row in rows], mark) == ([case.ticket], "")
    assert queries.count_my_tasks(tksk) == (1, 0)
    assert set(Message.objects.values_list("user_id", flat=True)) == {officer.user_id, tksk.user_id}
    row = Task.objects.get(assigned_to=tksk.user_id)
    Task.objects.filter(pk=row.pk).update(due_on=row.due_on - timedelta(days=9))
    assert queries.count_my_tasks(tksk) == (1, 1)
    actions.finish_task(task_id=row.pk, result="Surat sudah di loket", by=tksk, at=clock.now())
    assert queries.count_my_tasks(tksk) == (0, 0)
    with pytest.raises(Refused):
        actions.cancel_task(task_id=row.pk, reason="terlambat", by=coordinator, at=clock.now())
    assert len(queries.get_flow(officer, case.pk).tasks) == 2


def test_tasks_are_for_the_team_of_the_village(cast: Cast) -> None:
    coordinator, officer = cast.actor("PUSKESOS_COORDINATOR"), cast.actor("BACK_OFFICE")
    case = a_case(officer)
    key = new_id()
    one, two = a_task(coordinator, case.pk, officer, form_key=key), a_task(coordinator, case.pk, officer, form_key=key)
    assert (one.pk, Task.objects.count()) == (two.pk, 1)
    for actor in (cast.elsewhere("PUSKESOS_COORDINATOR"), cast.actor("FRONT_OFFICE"), cast.actor("AUDITOR")):
        with pytest.raises(Denied):
            a_task(actor, case.pk)
        with pytest.raises(Denied):
            actions.finish_task(task_id=one.pk, result="", by=actor, at=clock.now())
    with pytest.raises(Denied):
        actions.assign_task(
            task_id=one.pk, user_id=new_id(), user_name="X", by=cast.elsewhere("BACK_OFFICE"), at=clock.now()
        )
    for wrong in ({"title": " "}, {"due_on": one.due_on - timedelta(days=30)}):
        with pytest.raises(Refused):
            a_task(coordinator, case.pk, **wrong)
    facilitator = cast.actor("FACILITATOR")
    assert facilitator.user_id is not None
    actions.assign_task(
        task_id=one.pk, user_id=facilitator.user_id, user_name=facilitator.name, by=coordinator, at=clock.now()
    )
    assert queries.list_my_tasks(officer) == ((), "")
    assert queries.list_my_tasks(facilitator, after="kacau~x")[0][0].assigned_to_name == facilitator.name


def test_pages_of_tasks_go_on_where_they_ended(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    case = a_case(officer)
    for number in range(3):
        a_task(officer, case.pk, officer, title=f"Tugas nomor {number}")
    found, mark = [], ""
    while True:
        rows, mark = queries.list_my_tasks(officer, after=mark, limit=2)
        found += [row.title for row in rows]
        if not mark:
            break
    assert sorted(found) == [f"Tugas nomor {number}" for number in range(3)]


def test_a_confidential_note_is_read_for_a_purpose_and_every_look_is_logged(cast: Cast) -> None:
    officer, facilitator = cast.actor("BACK_OFFICE"), cast.actor("FACILITATOR")
    case = a_case(officer)
    actions.write_confidential(case_id=case.pk, text=SECRET, by=facilitator, at=clock.now())
    row = ConfidentialNote.objects.get()
    assert SECRET.encode() not in bytes(row.text_cipher)
    with pytest.raises(Refused):
        actions.read_confidential(case_id=case.pk, purpose=" ", by=officer, at=clock.now())
    assert not AccessLog.objects.filter(fields=["catatan rahasia"]).exists()
    for _look in range(2):
        found = actions.read_confidential(case_id=case.pk, purpose="menyiapkan kunjungan", by=officer, at=clock.now())
        assert [note.text for note in found] == [SECRET]
    looks = AccessLog.objects.filter(fields=["catatan rahasia"], subject_id=case.pk)
    assert [(look.actor_id, look.purpose) for look in looks] == [(officer.user_id, "menyiapkan kunjungan")] * 2
    for actor in (facilitator, cast.actor("FRONT_OFFICE"), cast.elsewhere("BACK_OFFICE"), cast.actor("AUDITOR")):
        with pytest.raises(Denied):
            actions.read_confidential(case_id=case.pk, purpose="ingin tahu saja", by=actor, at=clock.now())
        assert queries.get_flow(actor, case.pk).confidential == 0 if actor.covers(case.area_code) else True
    told = [*Event.objects.values_list("reason", flat=True), *map(str, Event.objects.values_list("data", flat=True))]
    assert not any("kekerasan" in text for text in told)


def a_share(by: Actor, case_id: object, to: Actor, days: int = 30, reason: str = "menyiapkan kursi roda") -> Share:
    until = clock.local_date(clock.now(), settings.TIME_ZONE) + timedelta(days=days)
    return actions.share_case(case_id=case_id, user_id=to.user_id, reason=reason, until_on=until, by=by, at=clock.now())  # type: ignore[arg-type]


def a_remark(by: Actor, case_id: object, text: str, key: UUID | None = None) -> Remark:
    return actions.write_remark(case_id=case_id, form_key=key or new_id(), text=text, by=by, at=clock.now())  # type: ignore[arg-type]


@pytest.mark.requirement("R210")
def test_a_division_reads_a_shared_case_until_its_day_and_every_look_is_logged(cast: Cast) -> None:
    officer, division, data = cast.actor("BACK_OFFICE"), cast.actor("PROGRAMME_OFFICER"), cast.actor("DATA_OFFICER")
    case = a_case(officer)
    for actor in (division, data):
        with pytest.raises(NoSuchCase):
            queries.get_shared_case(actor, case.pk, at=clock.now())
    for wrong in ({"reason": " "}, {"days": -1}, {"days": 999}):
        with pytest.raises(Refused):
            a_share(officer, case.pk, division, **wrong)  # type: ignore[arg-type]
    for receiver in (cast.actor("AUDITOR"), cast.actor("FRONT_OFFICE"), officer):
        with pytest.raises(Refused):
            a_share(officer, case.pk, receiver)
    for giver in (cast.elsewhere("BACK_OFFICE"), division, cast.actor("DIVISION_HEAD")):
        with pytest.raises(Denied):
            a_share(giver, case.pk, data)
    share = a_share(officer, case.pk, division)
    with pytest.raises(Refused):
        a_share(officer, case.pk, division)
    a_share(officer, case.pk, data)
    view = queries.get_shared_case(division, case.pk, at=clock.now())
    assert (view.story != "", view.may_share, view.shares) == (True, False, ())
    look = AccessLog.objects.get(actor_id=division.user_id, subject_id=case.pk)
    assert "menyiapkan kursi roda" in look.purpose
    given = {each.name: each for each in queries.get_shared_case(officer, case.pk, at=clock.now()).shares}
    assert (given[division.name].looks, given[data.name].looks) == (1, 0)
    assert [row.case_id for row in queries.list_shared_cases(data, at=clock.now())] == [case.pk]
    with pytest.raises(NoSuchCase):
        queries.get_shared_case(data, case.pk, at=clock.now() + timedelta(days=32))
    actions.end_share(share_id=share.pk, by=officer, at=clock.now())
    with pytest.raises(NoSuchCase):
        queries.get_shared_case(division, case.pk, at=clock.now())
    with pytest.raises(Refused):
        actions.end_share(share_id=share.pk, by=officer, at=clock.now())


@pytest.mark.requirement("R210")
def test_a_remark_calls_a_reader_by_name_and_only_readers(cast: Cast) -> None:
    officer, division, data = cast.actor("BACK_OFFICE"), cast.actor("PROGRAMME_OFFICER"), cast.actor("DATA_OFFICER")
    case = a_case(officer)
    a_share(officer, case.pk, division)
    for stranger in (data, cast.elsewhere("BACK_OFFICE"), cast.actor("AUDITOR")):
        with pytest.raises(Denied):
            a_remark(stranger, case.pk, "Ikut melihat")
    for nobody in (f"@{data.name}", "@Petugas", "@"):
        with pytest.raises(Refused):
            a_remark(officer, case.pk, f"{nobody} tolong dibantu")
    key = new_id()
    row = a_remark(officer, case.pk, f"Mohon dicek, @{division.name.upper()}: kursi roda (tulis ke a@contoh.id)", key)
    assert (row.told, a_remark(officer, case.pk, "lagi", key).pk) == ([division.name], row.pk)
    assert b"kursi" not in bytes(row.text_cipher)
    told = Message.objects.get(template="desk.remark.mentioned")
    assert (told.user_id, told.about_kind, told.about_id) == (division.user_id, "shared", case.pk)
    a_remark(division, case.pk, "Stok ada dua.")
    shown = queries.get_shared_case(officer, case.pk, at=clock.now()).remarks
    assert (shown[0].by, shown[0].text) == (division.name, "Stok ada dua.")
    assert not any("kursi roda (" in str(data) for data in Event.objects.values_list("data", flat=True))
