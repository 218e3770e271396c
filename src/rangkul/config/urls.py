"""Every address of Rangkul: one include per web room, under the single namespace `web`."""

from django.urls import URLPattern, URLResolver, include, path

rooms: list[URLPattern | URLResolver] = [
    path("", include("rangkul.web.home.urls")),
    path("", include("rangkul.web.shared.urls")),
    path("masuk/", include("rangkul.web.accounts.urls")),
    path("wilayah/", include("rangkul.web.reference.urls")),
    path("organisasi/", include("rangkul.web.organisation.urls")),
    path("registri/", include("rangkul.web.registry.urls")),
    path("verivali/", include("rangkul.web.verivali.urls")),
    path("impor/", include("rangkul.web.imports.urls")),
    path("ekspor/", include("rangkul.web.exports.urls")),
    path("lembaga/", include("rangkul.web.institutions.urls")),
    path("program/", include("rangkul.web.programmes.urls")),
    path("layanan/", include("rangkul.web.desk.urls")),
    path("penyaluran/", include("rangkul.web.delivery.urls")),
    path("laporan/", include("rangkul.web.insight.urls")),
    path("sistem/", include("rangkul.web.platform.urls")),
]

urlpatterns = [path("", include((rooms, "web")))]

handler400 = "rangkul.web.shared.views.bad_request"
handler403 = "rangkul.web.shared.views.denied"
handler404 = "rangkul.web.shared.views.not_found"
handler500 = "rangkul.web.shared.views.server_error"
