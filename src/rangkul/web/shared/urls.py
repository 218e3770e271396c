"""Addresses of the shared pages."""

app_name = "shared"
urlpatterns = []
