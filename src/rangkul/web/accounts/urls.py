"""Addresses of signing in, signing out and choosing a duty."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.sign_in, name="sign-in"),
    path("contoh/<uuid:user_id>/", views.sign_in_demo, name="sign-in-demo"),
    path("keluar/", views.sign_out, name="sign-out"),
    path("tugas/", views.choose_duty, name="choose-duty"),
]
