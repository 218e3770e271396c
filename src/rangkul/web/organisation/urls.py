"""Addresses of the organisation's pages."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.organisation import views

app_name = "organisation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.office, name="office"),
    path("pos/<uuid:post_id>/", views.post, name="post"),
]
