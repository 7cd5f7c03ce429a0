"""Filters of comparisons: those of what is compared, and whether it disagrees."""

from typing import Any

from django.db.models import QuerySet

from ceasefires.comparisons import acts
from ceasefires.models import Report

from .claims import TollFilters
from .kinds import flag
from .violations import ViolationFilters


class ViolationComparisonFilters(ViolationFilters):
    disagreeing = flag("Only acts on which reports disagree.", method="disputed")

    def disputed(self, queryset: QuerySet, name: str, given: str) -> QuerySet:
        as_known: Any = self.asked.instants.as_known
        public = Report.objects.filter(known_from__lte=as_known) if as_known else Report.objects
        return acts.disputed(queryset, public.all()) if given == "true" else queryset


class TollComparisonFilters(TollFilters):
    disagreeing = flag("Only what tolls disagree on.")
