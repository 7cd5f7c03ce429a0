"""Who says what: reports of one act, and tolls that count the same, side by side."""

from typing import Any

from django.db.models import Prefetch

from ceasefires.api.filters.comparisons import TollComparisonFilters, ViolationComparisonFilters
from ceasefires.api.history import AS_RECORDED_AT
from ceasefires.api.pagination import instant_key
from ceasefires.api.parameters import KNOWN_AT
from ceasefires.api.serializers.comparisons import (
    TollComparisonSerializer,
    ViolationComparisonSerializer,
)
from ceasefires.comparisons import acts, tolls
from ceasefires.models import Report, Toll, Violation

from .base import Parameters
from .resources import ResourceView
from .violations import ViolationView

REPORTS = Report.objects.select_related("source", "attributed_to").order_by("known_from", "id")


class ViolationComparisonView(ResourceView):
    """What the reports of acts say, field by field, and which sources disagree."""

    resource = "violations/comparison"
    lookup_field = "pk"
    lookup_value_converter = "uuid"
    queryset = Violation.objects.select_related("ceasefire")
    serializer_class = ViolationComparisonSerializer
    filterset_class = ViolationComparisonFilters
    keys = ViolationView.keys
    default_ordering = ViolationView.default_ordering
    takes_in_both = (KNOWN_AT,)

    def get_queryset(self) -> Any:
        """Of the list, acts of which there is more than one report; to disagree takes two."""
        as_known = self.asked.instants.as_known
        public = REPORTS.filter(known_from__lte=as_known) if as_known else REPORTS
        found: Any = super().get_queryset()
        known = found.as_known(as_known).prefetch_related(Prefetch("reports", public))
        if self.action == "retrieve" or self.given("disagreeing") == "true":
            return known
        return acts.reported_by_several(known, public)

    def prepare(self, rows: list[Any]) -> None:
        acts.compare(rows)

    def accepted_parameters(self) -> Parameters:
        return [each for each in super().accepted_parameters() if each is not AS_RECORDED_AT]


class TollComparisonView(ResourceView):
    """What tolls say that count the same at about the same time; those of other times follow."""

    resource = "tolls/comparison"
    queryset = Toll.objects.select_related("source", "conflict")
    serializer_class = TollComparisonSerializer
    filterset_class = TollComparisonFilters
    keys = {"as_of": instant_key("as_of_at")}
    default_ordering = "-as_of"

    def filter_queryset(self, queryset: Any) -> Any:
        self.fitting = tolls.counted(super().filter_queryset(queryset))
        disputed = self.given("disagreeing") == "true"
        return tolls.first_of_each(tolls.disputed(self.fitting) if disputed else self.fitting)

    def prepare(self, rows: list[Any]) -> None:
        tolls.compare(rows, self.fitting)
