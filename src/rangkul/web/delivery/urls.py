"""Addresses of the pages of delivery."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.delivery import cycles, handovers

app_name = "delivery"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", cycles.cycle_list, name="cycle-list"),
    path("baru/", cycles.cycle_create, name="cycle-create"),
    path("<uuid:cycle_id>/", cycles.cycle, name="cycle"),
    path("<uuid:cycle_id>/daftar/", handovers.recipient_list, name="recipient-list"),
    path("<uuid:cycle_id>/berita-acara/", handovers.bast_issue, name="bast-issue"),
    path("<uuid:cycle_id>/<slug:verb>/", cycles.cycle_move, name="cycle-move"),
    path("penerima/<uuid:entitlement_id>/", handovers.handover_record, name="handover-record"),
    path("serah-terima/<uuid:handover_id>/batalkan/", handovers.handover_void, name="handover-void"),
]
