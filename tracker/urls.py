"""Every URL of the tracker, by prefix."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularSwaggerSplitView

from ceasefires.admin.completion import complete
from ceasefires.api import failures
from ceasefires.api.views.meta import healthz, metrics, readyz

# Swagger's page has a style element of its own.
docs = csp_update({"style-src": [UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(url_name="schema")
)

urlpatterns = [
    path("", RedirectView.as_view(url="/docs/")),
    path("admin/autocomplete/", complete),
    path("admin/", admin.site.urls),
    path("api/v1/", include("ceasefires.api.urls")),
    path("docs/", docs, name="docs"),
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
]

handler400 = failures.bad_request
handler404 = failures.not_found
handler500 = failures.server_error
