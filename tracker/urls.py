"""Every URL of the tracker, by prefix."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from ceasefires.api import failures
from ceasefires.api.views.meta import healthz, readyz

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("ceasefires.api.urls")),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("healthz", healthz),
    path("readyz", readyz),
]

handler400 = failures.bad_request
handler404 = failures.not_found
handler500 = failures.server_error
