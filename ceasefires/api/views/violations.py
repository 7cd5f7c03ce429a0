"""Violations and their summary."""

from typing import Any

from django.db.models import Prefetch, Q
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from ceasefires.api.filters.violations import ViolationFilters
from ceasefires.api.pagination import Key, instant_key
from ceasefires.api.parameters import KNOWN_AT
from ceasefires.api.serializers.violations import (
    ViolationDetailSerializer,
    ViolationSerializer,
)
from ceasefires.api.summary import GROUP_BY, ROW_SCHEMA, SUMMARY_SCHEMA, TIME_ZONE, Summary
from ceasefires.models import Report, Violation

from .base import UPDATED, ResourceView


class ViolationView(ResourceView):
    """Reported acts. Only those during the window are violations of their ceasefire."""

    resource = "violations"
    lookup_field = "pk"
    lookup_value_converter = "uuid"
    queryset = Violation.objects.select_related("ceasefire", "attributed_to")
    serializer_class = ViolationSerializer
    detail_serializer_class = ViolationDetailSerializer
    filterset_class = ViolationFilters
    keys = {
        "occurred": instant_key("occurred_at"),
        "reported": instant_key("first_reported", nullable=False),
        "killed": Key("killed_best", -1, other="killed_low"),
    } | UPDATED
    default_ordering = "-occurred"
    takes_in_both = (KNOWN_AT,)

    def get_queryset(self) -> Any:
        as_known = self.asked.instants.as_known
        acts: Any = super().get_queryset()
        queryset = acts.as_known(as_known)
        if self.action != "retrieve":
            return queryset
        reports = Report.objects.select_related("source", "attributed_to").order_by("id")
        public = Q(known_from__lte=as_known) if as_known else Q()
        return queryset.prefetch_related(Prefetch("reports", reports.filter(public)))

    @property
    def filters_rows(self) -> bool:
        return self.action in ("list", "summary")

    def accepted_parameters(self) -> list[Any]:
        accepted = super().accepted_parameters()
        if self.action != "summary":
            return accepted
        return [*(each for each in accepted if each.name != "ordering"), GROUP_BY, TIME_ZONE]

    @property
    def shown_fields(self) -> list[str]:
        summed = self.action == "summary"
        return [*ROW_SCHEMA["properties"]] if summed else super().shown_fields

    @extend_schema(responses={200: SUMMARY_SCHEMA})
    @action(detail=False)
    def summary(self, request: Any) -> Response:
        """How many acts, and how many killed and injured, by one or two groupings."""
        acts = self.filter_queryset(self.get_queryset())
        return Summary(self, acts).response()
