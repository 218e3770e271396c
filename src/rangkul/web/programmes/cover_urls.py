"""Addresses of the pages of lists for health cover that the region pays."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.programmes import cover

urlpatterns: list[URLPattern | URLResolver] = [
    path("pbpu-pemda/", cover.cover_list, name="cover-list"),
    path("pbpu-pemda/baru/", cover.cover_propose, name="cover-propose"),
    path("pbpu-pemda/<uuid:list_id>/", cover.cover, name="cover"),
    path("pbpu-pemda/<uuid:list_id>/berkas/", cover.cover_export, name="cover-export"),
]
