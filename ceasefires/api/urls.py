"""The addresses of the API, below /api/v1/."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from .views.atom import AtomView
from .views.calendars import CalendarView
from .views.ceasefires import CeasefireView
from .views.changes import ChangesView
from .views.claims import CLAIM_VIEWS
from .views.comparisons import TollComparisonView, ViolationComparisonView
from .views.entities import ConflictView, NegotiationRoundView, PartyView, SourceView
from .views.meta import IndexView, NothingHere, SchemaView, VocabularyView
from .views.stream import StreamView
from .views.violations import ViolationView

router = SimpleRouter(use_regex_path=False)
for view in (
    ConflictView,
    PartyView,
    CeasefireView,
    ViolationView,
    NegotiationRoundView,
    SourceView,
    *CLAIM_VIEWS,
):
    router.register(view.resource, view, basename=view.resource)

urlpatterns = [
    path("", IndexView.as_view({"get": "list"}), name="index"),
    path("vocabularies/", VocabularyView.as_view({"get": "list"}), name="vocabularies"),
    path("changes/", ChangesView.as_view({"get": "list"}), name="changes"),
    path("changes/stream/", StreamView.as_view({"get": "list"}), name="stream"),
    path("changes.atom", AtomView.as_view({"get": "list"}), name="atom"),
    path("calendar.ics", CalendarView.as_view({"get": "list"}), name="calendar"),
    path(
        "ceasefires/<slug:slug>/calendar.ics",
        CalendarView.as_view({"get": "retrieve"}),
        name="ceasefire-calendar",
    ),
    path(
        "violations/comparison/",
        ViolationComparisonView.as_view({"get": "list"}),
        name="violations-comparison",
    ),
    path(
        "violations/<uuid:pk>/comparison/",
        ViolationComparisonView.as_view({"get": "retrieve"}),
        name="violation-comparison",
    ),
    path(
        "tolls/comparison/",
        TollComparisonView.as_view({"get": "list"}),
        name="tolls-comparison",
    ),
    path("schema/", SchemaView.as_view({"get": "list"}), name="schema"),
    *router.urls,
    re_path(r".*", NothingHere.as_view()),
]
