"""Addresses of the pages of areas and code lists."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.reference import calendar, views

app_name = "reference"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.search, name="search"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/jam/", calendar.office_hours, name="office-hours"),
    path("kalender/<int:year>/", calendar.calendar_year, name="calendar-year"),
    path("<str:code>/", views.area, name="area"),
]
