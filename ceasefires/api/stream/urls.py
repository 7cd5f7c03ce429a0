"""The addresses of the live feed's process."""

from django.urls import path, re_path

from ceasefires.api import failures
from ceasefires.api.fields.references import BASE
from ceasefires.api.views.meta import NothingHere, healthz, readyz

from .views import LiveView

urlpatterns = [
    path(f"{BASE[1:]}changes/stream/", LiveView.as_view({"get": "list"})),
    path("healthz", healthz),
    path("readyz", readyz),
    re_path(r".*", NothingHere.as_view()),
]

handler400 = failures.bad_request
handler404 = failures.not_found
handler500 = failures.server_error
