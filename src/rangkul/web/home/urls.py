"""Addresses of the front page and the worklist."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.home import views

app_name = "home"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front, name="front"),
    path("kerja/", views.worklist, name="worklist"),
]
