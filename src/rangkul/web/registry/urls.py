"""Addresses of the pages of persons, families and search."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.registry import (
    duplicates,
    families,
    family_changes,
    person_changes,
    persons,
    proofs,
    recording,
    registering,
    search,
    splitting,
    three_way,
)

app_name = "registry"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", search.search, name="search"),
    path("orang/baru/", registering.person_register, name="person-register"),
    path("orang/<uuid:person_id>/", persons.person, name="person"),
    path("orang/<uuid:person_id>/nomor/", persons.person_numbers, name="person-numbers"),
    path("orang/<uuid:person_id>/riwayat/", persons.person_timeline, name="person-timeline"),
    path("orang/<uuid:person_id>/bukti/", proofs.proof_issue, name="proof-issue"),
    path("orang/<uuid:person_id>/perbaiki/", person_changes.person_correct, name="person-correct"),
    path("orang/<uuid:person_id>/meninggal/", person_changes.person_record_death, name="person-record-death"),
    path("orang/<uuid:person_id>/gabung/", person_changes.person_merge, name="person-merge"),
    path("orang/<uuid:merged_id>/batal-gabung/", person_changes.person_undo_merge, name="person-undo-merge"),
    path("orang/<uuid:person_id>/catat/<slug:row>/", recording.person_record, name="person-record"),
    path("orang/<uuid:merged_id>/pisahkan/", splitting.person_split, name="person-split"),
    path("data-ganda/", duplicates.duplicate_list, name="duplicate-list"),
    path("data-ganda/cari/", duplicates.linkage_request, name="linkage-request"),
    path("data-ganda/<uuid:pair_id>/", duplicates.duplicate_pair, name="duplicate-pair"),
    path("data-ganda/<uuid:pair_id>/batal/", duplicates.duplicate_reopen, name="duplicate-reopen"),
    path("padanan/", three_way.three_way, name="three-way"),
    path("keluarga/baru/", registering.family_register, name="family-register"),
    path("keluarga/<uuid:family_id>/", families.family, name="family"),
    path("keluarga/<uuid:family_id>/nomor/", families.family_numbers, name="family-numbers"),
    path("keluarga/<uuid:family_id>/riwayat/", families.family_timeline, name="family-timeline"),
    path("keluarga/<uuid:family_id>/anggota/", family_changes.family_add_member, name="family-add-member"),
    path("keluarga/<uuid:family_id>/pindah/", family_changes.family_move, name="family-move"),
    path("keluarga/<uuid:family_id>/pecah/", family_changes.family_split, name="family-split"),
    path("keluarga/<uuid:family_id>/kepala/", family_changes.family_change_head, name="family-change-head"),
    path("keluarga/<uuid:family_id>/catat/<slug:row>/", recording.family_record, name="family-record"),
]
