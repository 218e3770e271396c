"""Addresses of the pages of what may be bought with food aid."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.programmes import commodities

urlpatterns: list[URLPattern | URLResolver] = [
    path("komoditas/", commodities.commodity_list, name="commodity-list"),
    path("komoditas/baru/", commodities.commodity_draft, name="commodity-draft"),
    path("komoditas/<uuid:rule_id>/", commodities.commodity, name="commodity"),
    path("komoditas/<uuid:rule_id>/ubah/", commodities.commodity_change, name="commodity-change"),
    path("komoditas/<uuid:rule_id>/berlakukan/", commodities.commodity_publish, name="commodity-publish"),
    path("komoditas/<uuid:rule_id>/batalkan/", commodities.commodity_withdraw, name="commodity-withdraw"),
]
