"""Addresses of the pages of background work."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.platform import jobs

urlpatterns: list[URLPattern | URLResolver] = [
    path("pekerjaan/", jobs.job_list, name="job-list"),
    path("pekerjaan/<uuid:job_id>/", jobs.job, name="job"),
    path("pekerjaan/<uuid:job_id>/kemajuan/", jobs.progress, name="job-progress"),
    path("pekerjaan/<uuid:job_id>/hentikan/", jobs.cancel, name="job-cancel"),
]
