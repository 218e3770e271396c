"""E-warongs and what families buy there: appointed by decree, nothing outside it, the rule marked and never blocking."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from rangkul.delivery import actions, queries
from rangkul.delivery.models import Ewarong, Purchase
from rangkul.kernel.errors import Denied, Missing, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import Event
from rangkul.platform.policy.walls import scoped
from rangkul.platform.workflow import UnableToMove
from rangkul.programmes.actions.commodities import keep_commodities
from rangkul.programmes.models import Commodity
from rangkul.registry.models import Person
from rangkul.registry.queries import timeline_of_family
from tests.desk.stage import make_areas
from tests.institutions.stage import Screen, boxes
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.programmes.test_decision_races import at_once, kinds
from tests.registry.factories import make_family, make_outside, make_person
from tests.remembered import remembered

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-03-20T09:00:00+08:00")
DAY = date(2026, 3, 18)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Shop:
    """An outlet in VILLAGE that serves VILLAGE only, appointed for March; a family there with a card, one next door."""

    def __init__(self, cast: Cast) -> None:
        make_areas()
        keep_commodities(at=AT)
        self.cast = cast
        self.tksk, self.officer = cast.actor("TKSK"), cast.actor("PROGRAMME_OFFICER")
        self.head, self.operator = cast.actor("DIVISION_HEAD"), cast.actor("VILLAGE_OPERATOR")
        self.holder = make_person("Besse Kartu", VILLAGE)
        self.family = make_family(self.holder)
        make_outside(self.family, "BPNT")
        self.neighbour = make_person("Dewi Tetangga", NEIGHBOUR_VILLAGE)
        make_family(self.neighbour)
        self.things = {each.name: each.pk for each in Commodity.objects.all()}
        self.outlet = self.proposed()
        self.appoint(self.outlet)

    def form(self, **changes: Any) -> actions.EwarongForm:
        told: dict[str, Any] = {
            "name": "E-warong Mekar", "operator_person_id": None, "operator_name": "KUBE Melati", "address": "Jalan Contoh 1",
            "area": VILLAGE, "covers": (VILLAGE,),
        }  # fmt: skip
        return actions.EwarongForm(**(told | changes))

    def proposed(self, **changes: Any) -> Ewarong:
        return actions.propose_ewarong(form=self.form(**changes), by=self.tksk, at=AT)

    def appoint(self, outlet: Ewarong, **changes: Any) -> Ewarong:
        told: dict[str, Any] = {
            "number": "460/12/SK/2026", "signed_on": date(2026, 2, 20), "valid_from": FIRST, "valid_until": LAST,
        }  # fmt: skip
        decree = actions.DecreeForm(**(told | changes))
        return actions.appoint_ewarong(ewarong_id=outlet.pk, decree=decree, by=self.head, at=AT)

    def buy(
        self, *things: tuple[str, str, int], on: date = DAY, by: Any = None, who: Person | None = None, **more: Any
    ) -> Purchase:
        lines = tuple(
            actions.BoughtLine(commodity_id=self.things[name], quantity=Decimal(quantity), unit="kg", price=price)
            for name, quantity, price in things or (("Telur", "2", 28_000),)
        )
        told: dict[str, Any] = {"key": new_id(), "ewarong_id": self.outlet.pk, "lines": lines} | more
        form = actions.PurchaseForm(person_id=(who or self.holder).pk, bought_on=on, **told)
        return actions.record_purchase(form=form, by=by or self.operator, at=AT)


@pytest.fixture
def shop(cast: Cast) -> Shop:
    return remembered("delivery.shop", Shop, cast)


@pytest.mark.requirement("R306")
def test_an_outlet_serves_from_its_decree_on_and_never_outside_it(shop: Shop) -> None:
    waiting = shop.proposed(name="E-warong Baru")
    with pytest.raises(Refused, match="sudah ditetapkan dengan SK"):
        shop.buy(ewarong_id=waiting.pk)
    with pytest.raises(Denied):
        actions.appoint_ewarong(ewarong_id=waiting.pk, decree=None, by=shop.officer, at=AT)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Berlaku sampai"):
        shop.appoint(waiting, valid_until=date(2026, 2, 1))
    with pytest.raises(UnableToMove):
        shop.appoint(shop.outlet)
    bought = shop.buy()
    assert (bought.total, bought.area_code, bought.known_aid, bought.forbidden) == (56_000, VILLAGE, "BPNT", 0)
    for on, why in ((date(2026, 2, 28), "1 Maret 2026 atau sesudahnya"), (date(2026, 3, 21), "hari ini")):
        with pytest.raises(Refused, match=why):
            shop.buy(on=on)
    with pytest.raises(Refused, match="Desa keluarga"):
        shop.buy(by=shop.tksk, who=shop.neighbour)
    actions.suspend_ewarong(
        ewarong_id=shop.outlet.pk, on=date(2026, 3, 15), reason="Timbangan rusak", by=shop.officer, at=AT
    )
    with pytest.raises(Refused, match="penghentian sementara sejak 15 Maret"):
        shop.buy()
    assert shop.buy(on=date(2026, 3, 14)).pk
    actions.resume_ewarong(ewarong_id=shop.outlet.pk, on=date(2026, 3, 17), by=shop.head, at=AT)
    with pytest.raises(Refused, match="sampai sebelum 17 Maret"):
        shop.buy(on=date(2026, 3, 16))
    assert shop.buy(on=date(2026, 3, 17)).pk
    actions.end_ewarong(ewarong_id=shop.outlet.pk, on=date(2026, 3, 18), reason="Pindah usaha", by=shop.head, at=AT)
    with pytest.raises(Refused, match="ketika e-warong ini berakhir"):
        shop.buy()
    assert shop.buy(on=date(2026, 3, 17)).pk


@pytest.mark.requirement("R306")
def test_the_right_role_in_the_next_village_neither_writes_nor_sees(shop: Shop) -> None:
    stranger = shop.cast.elsewhere("VILLAGE_OPERATOR")
    bought = shop.buy()
    with pytest.raises((Denied, Missing)):
        shop.buy(by=stranger)
    with pytest.raises(Missing):
        queries.get_purchase(stranger, bought.pk)
    assert queries.list_ewarongs(stranger, on=DAY) == ([], "")
    far = shop.cast.elsewhere("TKSK")
    with pytest.raises(Denied):
        actions.propose_ewarong(form=shop.form(name="Lain"), by=far, at=AT)
    seen = [each.name for each in timeline_of_family(shop.operator, shop.family.pk).entries]
    assert "delivery.purchase.record" in seen
    hidden = [each.name for each in timeline_of_family(shop.cast.actor("FACILITATOR"), shop.family.pk).entries]
    assert "delivery.purchase.record" not in hidden
    with scoped(stranger):
        assert not Purchase.objects.exists()
    with scoped(shop.operator):
        assert Purchase.objects.get() == bought


@pytest.mark.requirement("R305")
def test_what_is_against_the_rule_is_kept_marked_and_looked_at(shop: Shop) -> None:
    fine = shop.buy(("Telur", "2", 30_000), ("Beras", "5", 16_000))
    wrong = shop.buy(("Minyak goreng", "2", 20_000), ("Sayur-mayur", "1", 10_000), ("Susu", "0.5", 60_000))
    assert (fine.forbidden, wrong.forbidden, wrong.total) == (0, 1, 80_000)
    assert {each.commodity.name: each.verdict for each in wrong.lines.all()} == {
        "Minyak goreng": "TIDAK_BOLEH", "Sayur-mayur": "BOLEH", "Susu": "BOLEH_CATATAN",
    }  # fmt: skip
    before = shop.buy(("Minyak goreng", "1", 20_000), on=FIRST)
    listed = queries.list_purchases(shop.officer, against="belum").rows
    assert [each.pk for each in listed] == [wrong.pk, before.pk]
    actions.review_purchase(purchase_id=wrong.pk, note="Pengelola ditegur lisan", by=shop.officer, at=AT)
    with pytest.raises(Refused, match="belum ditindaklanjuti"):
        actions.review_purchase(purchase_id=wrong.pk, note="Sekali lagi", by=shop.officer, at=AT)
    with pytest.raises(Denied):
        actions.review_purchase(purchase_id=before.pk, note="Pengelola ditegur", by=shop.operator, at=AT)
    far = shop.cast.elsewhere("PROGRAMME_OFFICER")
    with pytest.raises(Denied, match="di luar wilayah"):
        actions.review_purchase(purchase_id=before.pk, note="Pengelola ditegur", by=far, at=AT)
    with pytest.raises(Denied, match="di luar wilayah"):
        actions.void_purchase(purchase_id=before.pk, reason="Salah orang", by=far, at=AT)
    actions.void_purchase(purchase_id=before.pk, reason="Salah orang", by=shop.officer, at=AT)
    assert queries.count_against(shop.officer) == 0
    assert [each.pk for each in queries.list_purchases(shop.officer, against="sudah").rows] == [wrong.pk]
    for by, key in (("ewarong", str(shop.outlet.pk)), ("area", VILLAGE), ("", "")):
        (found,) = queries.baskets(shop.officer, since=FIRST, until=LAST, by=by)
        assert (found.key, found.families, found.purchases, found.total, found.forbidden) == (
            key,
            1,
            2,
            220_000,
            40_000,
        )
        assert found.kept_share == pytest.approx(81.8, abs=0.1)
        assert found.nourishing_share == pytest.approx(45.5, abs=0.1)
    assert queries.baskets(shop.cast.elsewhere("VILLAGE_OPERATOR"), since=FIRST, until=LAST, by="area") == []


def test_the_same_receipt_twice_is_one_and_slips_are_refused(shop: Shop) -> None:
    key = new_id()
    first = shop.buy(key=key)
    assert shop.buy(key=key).pk == first.pk
    with pytest.raises(Refused, match="Formulir"):
        shop.buy(("Telur", "9", 28_000), key=key)
    for line in (("Telur", "0", 28_000), ("Telur", "1", 0), ("Telur", "1000", 90_000)):
        with pytest.raises(Refused):
            shop.buy(line)
    with pytest.raises(Refused, match="Barang"):
        shop.buy(lines=())
    with pytest.raises(Refused, match="anggota sebuah keluarga"):
        shop.buy(who=make_person("Tanpa Keluarga", VILLAGE))
    with pytest.raises(Refused, match="nama yang belum ada"):
        shop.proposed()
    for changes in ({"covers": ()}, {"operator_name": ""}, {"area": "73.12.01"}, {"covers": ("73.12.01",)}):
        with pytest.raises(Refused):
            shop.proposed(name="Toko lain", **changes)
    assert Purchase.objects.count() == 1


def test_the_pages(shop: Shop) -> None:
    head, operator = Screen(shop.cast.user("DIVISION_HEAD")), Screen(shop.cast.user("VILLAGE_OPERATOR"))
    waiting = shop.proposed(name="E-warong Baru", operator_person_id=shop.holder.pk)
    assert waiting.operator_name == "Besse Kartu"
    url = reverse("web:delivery:ewarong-appoint", args=[waiting.pk])
    told = {"number": "", **boxes("signed_on", FIRST), **boxes("valid_from", FIRST)}
    assert head.post(url, told).status_code == 422
    assert head.post(url, told | {"number": "460/13/SK/2026"}).status_code == 303
    assert operator.get(url).status_code == 403
    page = head.get(reverse("web:delivery:ewarong-list")).content.decode()
    assert "E-warong Baru" in page
    assert "ditetapkan" in page
    url = reverse("web:delivery:purchase-record", args=[shop.outlet.pk])
    assert "Besse Kartu" in operator.get(url, q="Besse Kartu").content.decode()
    url += f"?warga={shop.holder.pk}"
    assert "Barang 4" in operator.get(url).content.decode()
    receipt = {
        "key": str(new_id()), "rows": "4", **boxes("bought_on", DAY), "commodity_0": str(shop.things["Mie"]),
        "quantity_0": "0,5", "unit_0": "dus", "price_0": "95.000",
    }  # fmt: skip
    more = operator.post(url, receipt | {"tambah": "1"}).content.decode()
    assert "Barang 8" in more
    assert "95.000" in more
    assert operator.post(url, receipt | {"price_0": "banyak"}).status_code == 422
    sent = operator.post(url, receipt)
    assert sent.status_code == 303
    shown = operator.get(sent["Location"]).content.decode()
    assert "tidak sesuai ketentuan" in shown
    assert "Rp47.500" in shown
    assert "Belanja Sembako" in operator.get(reverse("web:registry:family", args=[shop.family.pk])).content.decode()
    stranger = Screen(shop.cast.user("VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE))
    assert stranger.get(sent["Location"]).status_code == 404
    assert stranger.get(reverse("web:delivery:ewarong", args=[shop.outlet.pk])).status_code == 404
    officer = Screen(shop.cast.user("PROGRAMME_OFFICER"))
    assert "Mie" in officer.get(reverse("web:delivery:purchase-against")).content.decode()
    basket = officer.get(reverse("web:delivery:basket"), dari="2026-03-01", sampai="2026-03-31").content.decode()
    assert "E-warong Mekar" in basket
    assert officer.get(reverse("web:delivery:basket"), dari="kemarin").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_same_receipt_from_two_tabs_at_once_is_one(transactional_db: None) -> None:
    """Two real connections: the second waits for the outlet's lock and finds the first; two receipts stay two."""
    shop = Shop(Cast.gather())
    key = new_id()
    same = at_once(*[(shop.operator, lambda: shop.buy(key=key))] * 2)
    assert kinds(same) == ["Purchase", "Purchase"]
    assert {each.pk for each in same if isinstance(each, Purchase)} == {Purchase.objects.get().pk}
    assert Event.objects.filter(name__startswith="delivery.purchase.").count() == 2  # kept, and said again
    other = at_once((shop.operator, lambda: shop.buy()), (shop.operator, lambda: shop.buy(("Beras", "5", 15_000))))
    assert (kinds(other), Purchase.objects.count()) == (["Purchase", "Purchase"], 3)
