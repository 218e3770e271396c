"""Addresses of the pages of delivery."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.delivery import cycles, handovers, meals

app_name = "delivery"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", cycles.cycle_list, name="cycle-list"),
    path("baru/", cycles.cycle_create, name="cycle-create"),
    path("makan/", meals.meal_list, name="meal-list"),
    path("makan/<uuid:entitlement_id>/", meals.meal_sheet, name="meal-sheet"),
    path("makan/<uuid:entitlement_id>/<str:day>/", meals.meal_record, name="meal-record"),
    path("makan/<uuid:entitlement_id>/<str:day>/daftar.pdf", meals.meal_print, name="meal-print"),
    path("makan-hari/<uuid:meal_day_id>/batalkan/", meals.meal_void, name="meal-void"),
    path("<uuid:cycle_id>/", cycles.cycle, name="cycle"),
    path("<uuid:cycle_id>/daftar/", handovers.recipient_list, name="recipient-list"),
    path("<uuid:cycle_id>/berita-acara/", handovers.bast_issue, name="bast-issue"),
    path("<uuid:cycle_id>/<slug:verb>/", cycles.cycle_move, name="cycle-move"),
    path("penerima/<uuid:entitlement_id>/", handovers.handover_record, name="handover-record"),
    path("serah-terima/<uuid:handover_id>/batalkan/", handovers.handover_void, name="handover-void"),
]
