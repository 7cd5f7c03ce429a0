"""Calendars to subscribe to."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from ceasefires.api.filters.backend import StrictFilterBackend
from ceasefires.api.filters.entities import CalendarFilters
from ceasefires.api.parameters import Parameter
from ceasefires.interchange.calendar import MEDIA_TYPE, calendar, entries_of, round_entries
from ceasefires.models import Ceasefire, NegotiationRound
from ceasefires.states import next_change_of_any, windows, without_acts

from .base import ReadView

MOST = 500  # ceasefires, and rounds: a calendar has no pages
EVERYTHING = "Ceasefires"
CALENDAR = {(200, MEDIA_TYPE): OpenApiTypes.STR}
ROUNDS = NegotiationRound.objects.select_related("conflict").prefetch_related("delegations__party")


class CalendarRenderer(BaseRenderer):
    media_type = MEDIA_TYPE
    format = "ics"
    charset = "utf-8"

    def render(self, data: bytes, *args: Any) -> bytes:
        return data


class CalendarView(ReadView):
    """Windows, deadlines and negotiation rounds that are dated to the day."""

    queryset = Ceasefire.objects.all()
    renderer_classes = [CalendarRenderer]
    filter_backends = [StrictFilterBackend]
    filterset_class = CalendarFilters
    lasting = True

    def accepted_parameters(self) -> list[Parameter]:
        return self.filterset_class.parameters() if self.action == "list" else []

    @extend_schema(responses=CALENDAR)
    def list(self, request: Any) -> Response:
        """Windows, deadlines and negotiation rounds, the latest 500 of each, as a calendar."""
        found = without_acts(self.filter_queryset(self.get_queryset()))
        ceasefires = list(found.order_by(F("effective_at").desc(nulls_last=True), "pk")[:MOST])
        if {"status", "compliance"} & set(self.parameters):
            self.valid_only_until(next_change_of_any(self.asked.instants))
        if set(self.parameters) - {"conflict"}:
            return self._calendar(EVERYTHING, ceasefires, _rounds_about(ceasefires))
        conflicts = self.given("conflict")
        rounds = ROUNDS.filter(conflict__slug__in=conflicts) if conflicts else ROUNDS
        return self._calendar(EVERYTHING, ceasefires, rounds)

    @extend_schema(responses=CALENDAR)
    def retrieve(self, request: Any, slug: str) -> Response:
        """The window and deadline of one ceasefire, and the rounds about it, as a calendar."""
        ceasefire = get_object_or_404(without_acts(self.get_queryset()), slug=slug)
        self.about = frozenset({ceasefire.pk})
        return self._calendar(str(ceasefire), [ceasefire], _rounds_about([ceasefire]))

    def _calendar(self, name: str, ceasefires: Sequence[Ceasefire], rounds: Any) -> Response:
        root, known = self.get_serializer_context()["root"], windows(ceasefires, self.now)
        dated = [(each, known[each.pk]) for each in ceasefires if each.pk in known]
        latest = rounds.order_by(F("started_at").desc(nulls_last=True), "pk")[:MOST]
        entries = [entry for each in dated for entry in entries_of(*each, root)]
        entries += [entry for each in latest for entry in round_entries(each, root)]
        return Response(calendar(name, entries))


def _rounds_about(ceasefires: Sequence[Ceasefire]) -> Any:
    return ROUNDS.filter(ceasefires__in=ceasefires).distinct()
