"""Filters of violations, of their summary too."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ceasefires.api.parameters import bounding_box, one_of, text
from ceasefires.choices import GeoPrecision, Relation, Verification, ViolationKind
from ceasefires.models import Ceasefire, Conflict, Party, Report, Source

from .backend import StrictFilterSet
from .kinds import Slugs, StrictFilter, at_least, flag, search, since, until, values
from .parties import with_members

BOUND = {"true": True, "false": False, "unknown": None}


class ViolationFilters(StrictFilterSet):
    members_of = "attributed_to"

    ceasefire = Slugs(Ceasefire, "The ceasefire that an act is set against.", column="ceasefire")
    conflict = Slugs(Conflict, "The conflict of that ceasefire.", method="in_conflict")
    attributed_to = Slugs(
        Party,
        "Who is said to have done it; unknown: acts for which nobody is named.",
        nobody=True,
        method="by",
    )
    include_members = flag("Whether attributed_to stands for its members too.")
    kind = values(ViolationKind, "What sort of act it was.", "kind")
    verification = values(Verification, "How far it has been checked.", "verification_then")
    relation = values(Relation, "Where it lies in relation to the window.", "relation_then")
    occurred_after = since("occurred_at", "Happened")
    occurred_before = until("occurred_at", "Happened")
    reported_after = since("first_reported", "First reported")
    reported_before = until("first_reported", "First reported")
    killed_min = at_least("killed", "At least so many killed")
    injured_min = at_least("injured", "At least so many injured")
    bbox = StrictFilter(
        bounding_box,
        "west,south,east,north in degrees; west beyond east spans the date line.",
        method="within",
    )
    geo_precision = values(GeoPrecision, "How exactly it is placed.", "geo_precision")
    bound = StrictFilter(
        one_of(BOUND),
        "Whether its author was bound by the ceasefire.",
        schema={"type": "string", "enum": list(BOUND)},
        many=True,
        method="by_bound",
    )
    event = StrictFilter(text, "A foreign identifier of the event.", column="event")
    source = Slugs(Source, "A source that reports it.", method="reported_by")
    q = search("description", "place_name")
    updated_after = since("updated", "Last changed")

    def in_conflict(self, queryset: QuerySet, name: str, conflicts: list[int]) -> QuerySet:
        # Keys first: joined, the planner would walk all acts by date.
        ceasefires = Ceasefire.objects.filter(conflict__in=conflicts).values_list("pk", flat=True)
        return queryset.filter(ceasefire__in=list(ceasefires))

    def by(self, queryset: QuerySet, name: str, parties: list[int | None]) -> QuerySet:
        named = [party for party in parties if party is not None]
        wanted = with_members(named) if self.given("include_members") == "true" else named
        nobody = Q(attributed_to=None) if None in parties else Q()
        return queryset.filter(Q(attributed_to__in=wanted) | nobody if wanted else nobody)

    def within(self, queryset: QuerySet, name: str, box: tuple[float, ...]) -> QuerySet:
        west, south, east, north = box
        inside = Q(longitude__range=(west, east))
        across = Q(longitude__gte=west) | Q(longitude__lte=east)
        return queryset.filter(inside if west <= east else across, latitude__range=(south, north))

    def by_bound(self, queryset: QuerySet, name: str, given: list[str]) -> QuerySet:
        wanted = [BOUND[each] for each in given]
        known = Q(bound_then__in=[each for each in wanted if each is not None])
        return queryset.filter(known | Q(bound_then=None) if None in wanted else known)

    def reported_by(self, queryset: QuerySet, name: str, sources: list[int]) -> QuerySet:
        reports: Any = Report.objects.filter(violation=OuterRef("pk"), source__in=sources)
        as_known = self.asked.instants.as_known
        return queryset.filter(
            Exists(reports.filter(known_from__lte=as_known) if as_known else reports)
        )
