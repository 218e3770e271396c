"""Addresses of the pages of delivery."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.delivery import cycles, ewarong, handovers, meals, purchases

app_name = "delivery"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", cycles.cycle_list, name="cycle-list"),
    path("baru/", cycles.cycle_create, name="cycle-create"),
    path("makan/", meals.meal_list, name="meal-list"),
    path("makan/<uuid:entitlement_id>/", meals.meal_sheet, name="meal-sheet"),
    path("makan/<uuid:entitlement_id>/<str:day>/", meals.meal_record, name="meal-record"),
    path("makan/<uuid:entitlement_id>/<str:day>/daftar.pdf", meals.meal_print, name="meal-print"),
    path("makan-hari/<uuid:meal_day_id>/batalkan/", meals.meal_void, name="meal-void"),
    path("e-warong/", ewarong.ewarong_list, name="ewarong-list"),
    path("e-warong/baru/", ewarong.ewarong_propose, name="ewarong-propose"),
    path("e-warong/keranjang/", ewarong.basket, name="basket"),
    path("e-warong/tidak-sesuai/", purchases.purchase_against, name="purchase-against"),
    path("e-warong/belanja/<uuid:purchase_id>/", purchases.purchase, name="purchase"),
    path("e-warong/belanja/<uuid:purchase_id>/batalkan/", purchases.purchase_void, name="purchase-void"),
    path("e-warong/belanja/<uuid:purchase_id>/tindak-lanjut/", purchases.purchase_review, name="purchase-review"),
    path("e-warong/<uuid:ewarong_id>/", ewarong.ewarong, name="ewarong"),
    path("e-warong/<uuid:ewarong_id>/ubah/", ewarong.ewarong_change, name="ewarong-change"),
    path("e-warong/<uuid:ewarong_id>/tetapkan/", ewarong.ewarong_appoint, name="ewarong-appoint"),
    path("e-warong/<uuid:ewarong_id>/unggah-sk/", ewarong.ewarong_attach, name="ewarong-attach"),
    path("e-warong/<uuid:ewarong_id>/sk/", ewarong.ewarong_decree, name="ewarong-decree"),
    path("e-warong/<uuid:ewarong_id>/belanja/", purchases.purchase_record, name="purchase-record"),
    path("e-warong/<uuid:ewarong_id>/langkah/<slug:verb>/", ewarong.ewarong_move, name="ewarong-move"),
    path("<uuid:cycle_id>/", cycles.cycle, name="cycle"),
    path("<uuid:cycle_id>/daftar/", handovers.recipient_list, name="recipient-list"),
    path("<uuid:cycle_id>/berita-acara/", handovers.bast_issue, name="bast-issue"),
    path("<uuid:cycle_id>/<slug:verb>/", cycles.cycle_move, name="cycle-move"),
    path("penerima/<uuid:entitlement_id>/", handovers.handover_record, name="handover-record"),
    path("serah-terima/<uuid:handover_id>/batalkan/", handovers.handover_void, name="handover-void"),
]
