"""A handover: once, with proof, only with the registry id in force, whatever is sent again."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection

from rangkul.delivery import actions
from rangkul.delivery.errors import AlreadySettled, KeyReused, UnableToHandOver
from rangkul.delivery.models import Cycle, Entitlement, Handover
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import Event
from tests.delivery.stage import AT, DAY, DeliveryStage
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(stage: DeliveryStage) -> Cycle:
    return stage.cycle("OPEN")


def hand_over(stage: DeliveryStage, cycle: Cycle, name: str = "Andi", **changes: object) -> Handover:
    return actions.record_handover(
        entitlement_id=stage.line(cycle, name).pk, form=stage.form(**changes), by=stage.operator, at=AT
    )


def test_a_handover_settles_the_entitlement_and_stands_on_the_timeline(stage: DeliveryStage, cycle: Cycle) -> None:
    handover = hand_over(stage, cycle)
    line = stage.line(cycle, "Andi")
    assert line.state == "SETTLED"
    assert handover.registry_id == "DTKS-Andi Satu"
    event = Event.objects.get(name="delivery.handover.record")
    assert ("family", line.family_id) in [(each.kind, each.subject_id) for each in event.subjects.all()]


def test_nobody_is_served_twice(stage: DeliveryStage, cycle: Cycle) -> None:
    hand_over(stage, cycle)
    with pytest.raises(AlreadySettled, match="Jangan serahkan lagi"):
        hand_over(stage, cycle)
    assert Handover.objects.count() == 1


def test_the_same_form_sent_twice_changes_nothing(stage: DeliveryStage, cycle: Cycle) -> None:
    key = new_id()
    assert hand_over(stage, cycle, key=key).pk == hand_over(stage, cycle, key=key).pk
    assert Handover.objects.count() == 1


def test_the_same_form_with_other_content_is_refused(stage: DeliveryStage, cycle: Cycle) -> None:
    key = new_id()
    hand_over(stage, cycle, key=key)
    with pytest.raises(KeyReused):
        hand_over(stage, cycle, key=key, receiver_name="Orang Lain")


@pytest.mark.requirement("R018")
def test_without_an_id_in_force_on_the_day_nothing_is_handed_over(stage: DeliveryStage, cycle: Cycle) -> None:
    family = next(each for each in stage.programme.families if "Andi" in each.head_name)
    stage.programme.end_listing(family, DAY)
    with pytest.raises(UnableToHandOver, match="ID DTKS"):
        hand_over(stage, cycle)
    assert not Handover.objects.exists()
    stage.programme.end_listing(family, DAY + timedelta(days=1))
    assert hand_over(stage, cycle).registry_id


@pytest.mark.parametrize("state", ["DRAFT", "FROZEN", "APPROVED", "CLOSED"])
def test_only_an_open_cycle_hands_over(stage: DeliveryStage, cycle: Cycle, state: str) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(state=state)
    with pytest.raises(UnableToHandOver, match="tidak sedang dibuka"):
        hand_over(stage, cycle)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"receiver_name": "  "}, "nama pengambil"),
        ({"handed_on": DAY + timedelta(days=1)}, "tanggal serah terima"),
        ({"handed_on": date(2026, 2, 28)}, "tanggal serah terima"),
        ({"receiver": "TETANGGA"}, "bukti"),
    ],
)
def test_a_form_that_cannot_be_right_is_refused_by_field(
    stage: DeliveryStage, cycle: Cycle, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused, match=field):
        hand_over(stage, cycle, **changes)
    assert not Handover.objects.exists()


def test_the_operator_of_the_next_village_cannot_record_it(stage: DeliveryStage, cycle: Cycle, cast: Cast) -> None:
    with pytest.raises(Denied):
        actions.record_handover(
            entitlement_id=stage.line(cycle, "Andi").pk,
            form=stage.form(),
            by=cast.elsewhere("VILLAGE_OPERATOR"),
            at=AT,
        )


@pytest.mark.parametrize("role", ["AUDITOR", "KECAMATAN_OFFICER", "OFFICE_HEAD", "FRONT_OFFICE"])
def test_roles_that_only_look_cannot_record_it(stage: DeliveryStage, cycle: Cycle, cast: Cast, role: str) -> None:
    with pytest.raises(Denied):
        actions.record_handover(
            entitlement_id=stage.line(cycle, "Andi").pk, form=stage.form(), by=cast.actor(role), at=AT
        )


def test_a_mistake_is_voided_with_a_reason_and_can_be_recorded_anew(stage: DeliveryStage, cycle: Cycle) -> None:
    first = hand_over(stage, cycle)
    with pytest.raises(Refused, match="alasan"):
        actions.void_handover(handover_id=first.pk, reason=" ", by=stage.officer, at=AT)
    actions.void_handover(handover_id=first.pk, reason="Salah orang, beras dikembalikan", by=stage.officer, at=AT)
    with pytest.raises(UnableToHandOver, match="sudah dibatalkan"):
        actions.void_handover(handover_id=first.pk, reason="Salah orang lagi", by=stage.officer, at=AT)
    hand_over(stage, cycle)
    assert Handover.objects.filter(voided_at__isnull=True).count() == 1
    assert Handover.objects.count() == 2


def test_the_operator_cannot_void_what_was_recorded(stage: DeliveryStage, cycle: Cycle) -> None:
    first = hand_over(stage, cycle)
    with pytest.raises(Denied):
        actions.void_handover(handover_id=first.pk, reason="Tidak jadi diserahkan", by=stage.operator, at=AT)


def test_the_database_itself_refuses_a_second_standing_handover(stage: DeliveryStage, cycle: Cycle) -> None:
    first = hand_over(stage, cycle)
    first.pk, first.key = new_id(), new_id()
    first._state.adding = True
    with pytest.raises(IntegrityError, match="delivery_settled_once"):
        first.save(force_insert=True)


@pytest.mark.requirement("R018")
def test_the_database_itself_refuses_a_handover_without_the_id(stage: DeliveryStage, cycle: Cycle) -> None:
    first = hand_over(stage, cycle)
    first.registry_id = ""
    with pytest.raises(IntegrityError, match="names the registry id"):
        first.save(update_fields=["registry_id"])


@pytest.mark.requirement("R007")
def test_the_bast_counts_what_was_handed_over(stage: DeliveryStage, cycle: Cycle, settings: object) -> None:
    with pytest.raises(UnableToHandOver, match="Belum ada serah terima"):
        actions.issue_bast(
            cycle_id=cycle.pk,
            area="73.12.01.2001",
            first_name="Kepala Desa Contoh",
            first_position="Kepala Desa",
            by=stage.operator,
            at=AT,
        )
    hand_over(stage, cycle)
    hand_over(stage, cycle, "Besse", receiver="PASANGAN", receiver_name="Suami Besse")
    bast = actions.issue_bast(
        cycle_id=cycle.pk,
        area="73.12.01.2001",
        first_name="Kepala Desa Contoh",
        first_position="Kepala Desa",
        by=stage.operator,
        at=AT,
    )
    assert (bast.served, bast.quantity) == (2, 20)
    assert bast.document_id
    again = actions.issue_bast(
        cycle_id=cycle.pk,
        area="73.12.01.2001",
        first_name="Kepala Desa Contoh",
        first_position="Kepala Desa",
        by=stage.operator,
        at=AT,
    )
    assert again.pk == bast.pk


@pytest.mark.django_db(transaction=True)
def test_two_tables_at_once_serve_a_family_once(cast: Cast) -> None:
    stage = DeliveryStage.build(cast)
    cycle = stage.cycle("OPEN")
    line = stage.line(cycle, "Andi").pk
    operator = stage.operator
    results: list[object] = []
    start = threading.Barrier(4)

    def at_a_table() -> None:
        try:
            start.wait(10)
            results.append(actions.record_handover(entitlement_id=line, form=stage.form(), by=operator, at=AT))
        except AlreadySettled as settled:
            results.append(settled)
        finally:
            connection.close()

    threads = [threading.Thread(target=at_a_table) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(result).__name__ for result in results) == ["AlreadySettled"] * 3 + ["Handover"]
    assert Entitlement.objects.get(pk=line).state == "SETTLED"


@pytest.mark.requirement("R007")
def test_a_device_is_handed_over_with_its_kind_and_size(stage: DeliveryStage, cycle: Cycle) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(item="kursi roda", item_unit="unit")
    with pytest.raises(Refused, match="jenis dan ukuran"):
        hand_over(stage, cycle)
    assert hand_over(stage, cycle, item_detail="kursi roda ukuran M").item_detail == "kursi roda ukuran M"
