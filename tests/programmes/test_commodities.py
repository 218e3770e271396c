"""What may be bought with food aid: several sources, one in force, written by one and put in force by another."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from psycopg.types.range import DateRange

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.workflow import UnableToMove
from rangkul.programmes import actions
from rangkul.programmes.actions.commodities import keep_commodities
from rangkul.programmes.models import Commodity, CommodityRule
from rangkul.programmes.queries.commodities import commodity_rules_on, list_commodities
from tests.institutions.stage import Screen, boxes
from tests.people import Cast

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-03-20T09:00:00+08:00")
SIX = ("Telur", "Mie", "Susu", "Daging", "Sayur-mayur", "Minyak goreng")


def told(of: str = "Mie", **changes: Any) -> actions.CommodityForm:
    usual: dict[str, Any] = {
        "commodity_id": Commodity.objects.get(name=of).pk, "name": "", "group": "", "status": "BOLEH_CATATAN",
        "note": "Hanya mi basah", "source": "Surat Kementerian Sosial", "basis": "Permensos 9/2026", "is_verified": True,
        "valid_from": date(2026, 4, 1),
    }  # fmt: skip
    return actions.CommodityForm(**(usual | changes))


@pytest.mark.requirement("R305")
def test_the_catalogue_holds_both_sources_and_says_which_is_in_force(cast: Cast) -> None:
    assert keep_commodities(at=AT) > 20
    assert keep_commodities(at=AT) == 0
    views = {each.commodity.name: each for each in list_commodities(cast.actor("VILLAGE_OPERATOR"), on=AT.date())}
    in_force = {name: view.in_force for name, view in views.items()}
    assert {name: rule.status if rule else "" for name, rule in in_force.items() if name in SIX} == {
        "Telur": "BOLEH", "Daging": "BOLEH", "Sayur-mayur": "BOLEH", "Susu": "BOLEH_CATATAN",
        "Mie": "TIDAK_BOLEH", "Minyak goreng": "TIDAK_BOLEH",
    }  # fmt: skip
    for name in SIX:
        rule = in_force[name]
        assert rule is not None
        assert not rule.is_verified
        (other,) = views[name].others
        assert (other.state, other.status, other.source) == (
            "DRAFT", "BOLEH", "Keterangan Dinas Sosial Kota Kupang, 5 Juli 2022",
        )  # fmt: skip
    assert [name for name in SIX if views[name].disagrees] == ["Mie", "Susu", "Minyak goreng"]
    groups = {view.commodity.group for view in views.values()}
    assert groups == {"KARBOHIDRAT", "PROTEIN_HEWANI", "PROTEIN_NABATI", "VITAMIN_MINERAL", "LAIN"}


@pytest.mark.requirement("R305")
def test_a_rule_is_written_by_one_and_put_in_force_by_another(cast: Cast) -> None:
    keep_commodities(at=AT)
    head, chief = cast.actor("DIVISION_HEAD"), cast.actor("OFFICE_HEAD")
    rule = actions.draft_commodity_rule(form=told(), by=head, at=AT)
    with pytest.raises(Denied, match="empat mata"):
        actions.publish_commodity_rule(rule_id=rule.pk, by=head, at=AT)
    with pytest.raises(Denied):
        actions.draft_commodity_rule(form=told(), by=cast.actor("VILLAGE_OPERATOR"), at=AT)
    actions.publish_commodity_rule(rule_id=rule.pk, by=chief, at=AT)
    with pytest.raises(UnableToMove):
        actions.publish_commodity_rule(rule_id=rule.pk, by=chief, at=AT)
    mie = rule.commodity_id
    found = {day: commodity_rules_on(day)[mie].status for day in (date(2026, 3, 31), date(2026, 4, 1))}
    assert list(found.values()) == ["TIDAK_BOLEH", "BOLEH_CATATAN"]
    same_day = actions.draft_commodity_rule(form=told(status="BOLEH", note=""), by=head, at=AT)
    actions.publish_commodity_rule(rule_id=same_day.pk, by=chief, at=AT)
    rule.refresh_from_db()
    assert rule.state == "SUPERSEDED"
    with pytest.raises(IntegrityError), transaction.atomic():
        CommodityRule.objects.filter(pk=rule.pk).update(state="IN_FORCE", valid=DateRange(date(2026, 5, 1), None))


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    keep_commodities(at=AT)
    head, chief = cast.actor("DIVISION_HEAD"), cast.actor("OFFICE_HEAD")
    article = CommodityRule.objects.get(commodity__name="Mie", state="DRAFT")
    with pytest.raises(Refused, match="Berlaku sejak"):
        actions.publish_commodity_rule(rule_id=article.pk, by=chief, at=AT)
    for changes in ({"basis": " "}, {"source": ""}, {"note": ""}, {"status": "MUNGKIN"}):
        with pytest.raises(Refused):
            actions.draft_commodity_rule(form=told(**changes), by=head, at=AT)
    for changes in ({"name": "ME"}, {"name": "mie", "group": "LAIN"}, {"name": "Mie sagu", "group": "ENAK"}):
        with pytest.raises(Refused):
            actions.draft_commodity_rule(form=told(commodity_id=None, **changes), by=head, at=AT)
    actions.change_commodity_rule(rule_id=article.pk, revision=1, form=told(), by=head, at=AT)
    with pytest.raises(Refused, match="Rancangan"):
        actions.change_commodity_rule(rule_id=article.pk, revision=1, form=told(), by=chief_writer(cast), at=AT)
    actions.withdraw_commodity_rule(rule_id=article.pk, reason="Tidak jadi dipakai", by=head, at=AT)
    with pytest.raises(Refused, match="rancangan yang belum"):
        actions.change_commodity_rule(rule_id=article.pk, revision=2, form=told(), by=head, at=AT)


def chief_writer(cast: Cast) -> Any:
    """Somebody else who writes."""
    return cast.actor("PROGRAMME_OFFICER")


def test_the_pages(cast: Cast) -> None:
    keep_commodities(at=AT)
    head, chief = Screen(cast.user("DIVISION_HEAD")), Screen(cast.user("OFFICE_HEAD"))
    page = head.get(reverse("web:programmes:commodity-list")).content.decode()
    assert "Keterangan Dinas Sosial Kota Kupang" in page
    assert "belum diverifikasi" in page
    new = reverse("web:programmes:commodity-draft")
    assert Screen(cast.user("VILLAGE_OPERATOR")).get(new).status_code == 403
    first = date(2030, 1, 1)
    form = {
        "name": "Garam", "group": "LAIN", "status": "BOLEH", "source": "Surat", "basis": "Permensos 1/2029",
        **boxes("valid_from", first),
    }  # fmt: skip
    assert head.post(new, form | {"basis": ""}).status_code == 422
    sent = head.post(new, form)
    assert sent.status_code == 303
    rule = CommodityRule.objects.get(commodity__name="Garam")
    step = reverse("web:programmes:commodity-publish", args=[rule.pk])
    assert head.get(step).status_code == 403
    assert "Permensos 1/2029" in chief.get(step).content.decode()
    assert chief.post(step, {}).status_code == 303
    rule.refresh_from_db()
    assert rule.state == "IN_FORCE"
    assert "Diberlakukan oleh" in chief.get(sent["Location"]).content.decode()
