"""Ceasefires, their state and their timeline."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Prefetch
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from ceasefires.api import verbs
from ceasefires.api.codings import COMPARISON_SCHEMA, comparison_shown
from ceasefires.api.drafts import Draft
from ceasefires.api.fields.references import leaf
from ceasefires.api.filters.entities import CeasefireFilters
from ceasefires.api.idempotency import Reply
from ceasefires.api.pagination import COUNT, CURSOR, LIMIT, Key, instant_key
from ceasefires.api.parameters import AT
from ceasefires.api.precedents import PRECEDENTS_SCHEMA, precedents_shown
from ceasefires.api.serializers.ceasefires import CeasefireSerializer
from ceasefires.api.serializers.claims import AssessmentSerializer
from ceasefires.api.states import STATE_IN_FULL_SCHEMA, state_in_full
from ceasefires.api.timeline import EVENT_SCHEMA, TIMELINE_SCHEMA, Timeline
from ceasefires.models import Assessment, Ceasefire, Party
from ceasefires.precedents import precedents_of
from ceasefires.rules.derive import State
from ceasefires.states import CITATIONS, next_change_of_any, states, with_facts

from .base import INSTANTS
from .resources import UPDATED, ResourceView


class CeasefireView(ResourceView):
    """Ceasefires with their state at an instant, as known at an instant."""

    resource = "ceasefires"
    subject = "pk"
    queryset = Ceasefire.objects.select_related("conflict", "follows")
    serializer_class = CeasefireSerializer
    filterset_class = CeasefireFilters
    keys = {"effective": instant_key("effective_at"), "name": Key("name")} | UPDATED
    default_ordering = "-effective"
    takes_in_both = INSTANTS

    def get_queryset(self) -> Any:
        if self.action == "precedents":
            return super().get_queryset()
        if self.action == "timeline":
            return super().get_queryset().prefetch_related(CITATIONS)
        queryset: Any = with_facts(super().get_queryset(), self.asked.instants)
        if not self.given("known_at"):
            return queryset
        queryset = queryset.prefetch_related(Prefetch("follows__citations", CITATIONS.queryset))
        listed = self.action == "list"
        return queryset.known(self.asked.instants.known_at) if listed else queryset

    def prepare(self, rows: list[Ceasefire]) -> None:
        self.states = states(rows, self.asked.instants)
        self.valid_only_until(*(self.asked.valid_until(each) for each in self.states.values()))
        filtered = {"status", "compliance"} & set(self.request.query_params)
        if self.action == "list" and filtered and self.asked.at is None:
            # The clock may bring in a ceasefire that is not among these.
            self.valid_only_until(next_change_of_any(self.asked.instants))

    def get_serializer_context(self) -> dict[str, Any]:
        return super().get_serializer_context() | {"states": getattr(self, "states", {})}

    def accepted_parameters(self) -> list[Any]:
        accepted = super().accepted_parameters()
        if self.action in ("precedents", "comparison"):
            return [each for each in accepted if each is not AT]
        return accepted + ([LIMIT, CURSOR, COUNT] if self.action == "timeline" else [])

    @property
    def shown_fields(self) -> list[str]:
        computed = {
            "state": STATE_IN_FULL_SCHEMA,
            "timeline": EVENT_SCHEMA,
            "precedents": PRECEDENTS_SCHEMA,
            "comparison": COMPARISON_SCHEMA,
        }
        schema: Any = computed.get(self.action)
        return [*schema["properties"]] if schema else super().shown_fields

    @extend_schema(responses={200: STATE_IN_FULL_SCHEMA})
    @action(detail=True)
    def state(self, request: Any, slug: str) -> Response:
        """Whether it holds at an instant, as far as was known, why, and what would change it."""
        ceasefire = self.get_object()
        self.prepare([ceasefire])
        state, context = self.states[ceasefire.pk], self.get_serializer_context()
        parties = {
            each.party.slug: leaf(context, "parties", each.party)
            for each in ceasefire.participations.all()
        }
        answer = state_in_full(
            state,
            self.asked,
            context,
            parties,
            self._violations(ceasefire, context),
            self._assessment(state, context),
        )
        return Response(self.only_asked(answer))

    @extend_schema(responses={200: TIMELINE_SCHEMA})
    @action(detail=True)
    def timeline(self, request: Any, slug: str) -> Response:
        """Everything dated about it up to at, as known at known_at, in order."""
        return Timeline(self, self.get_object()).response()

    @extend_schema(responses={200: PRECEDENTS_SCHEMA})
    @action(detail=True)
    def precedents(self, request: Any, slug: str) -> Response:
        """How comparable ceasefires fared, as known at known_at: how many lasted how long.

        It tells what was, and foretells nothing.
        """
        ceasefire, instants = self.get_object(), self.asked.instants
        self.about = None
        if instants.live:
            # Of one that may have ended today, the longest that it can have lasted grows.
            self.lasting = False
            self.valid_only_until(next_change_of_any(instants), self.asked.known_at)
        found = precedents_of(ceasefire, instants.known_at)
        context = self.get_serializer_context()
        return Response(self.only_asked(precedents_shown(ceasefire, found, self.asked, context)))

    @extend_schema(responses={200: COMPARISON_SCHEMA})
    @action(detail=True)
    def comparison(self, request: Any, slug: str) -> Response:
        """Its curated values beside what sources code, as known at known_at."""
        ceasefire = self.get_object()
        self.prepare([ceasefire])
        codings = ceasefire.codings.select_related("source", "ceasefire")
        known = codings.filter(known_from__lte=self.asked.instants.known_at)
        context = self.get_serializer_context() | {"fields": None}
        shown = CeasefireSerializer(ceasefire, context=context).data
        answer = comparison_shown(shown, known, self.asked, context)
        return Response(self.only_asked(answer))

    @extend_schema(
        request={"application/json": verbs.END_SCHEMA}, responses={200: CeasefireSerializer}
    )
    @action(detail=True, methods=["post"], verb="change")
    def end(self, request: Any, slug: str) -> HttpResponse:
        """A declaring party's part has ended, as a source says; known from its publication."""
        return self.write(lambda: self._done(verbs.end))

    @extend_schema(
        request={"application/json": verbs.SUPERSEDE_SCHEMA}, responses={200: CeasefireSerializer}
    )
    @action(detail=True, methods=["post"], verb="change")
    def supersede(self, request: Any, slug: str) -> HttpResponse:
        """Another ceasefire takes its place: each part in it that has not ended ends with that."""
        return self.write(lambda: self._done(verbs.supersede))

    def _done(self, verb: Callable[[Ceasefire, Any, dict[str, Any]], None]) -> Reply:
        """A verb done to the ceasefire, which is answered as it then is."""
        ceasefire = self._held()
        with self.refusing([Draft(ceasefire)], named_by=self.body):
            verb(ceasefire, self.body, self.get_serializer_context())
        return self.reply(ceasefire.pk, 200)

    def _assessment(self, state: State, context: dict[str, Any]) -> dict[str, Any] | None:
        if state.assessment is None:
            return None
        latest = Assessment.objects.select_related("source", "ceasefire").get(
            pk=state.assessment.evidence.identifier
        )
        return AssessmentSerializer(latest, context=context | {"fields": None}).data

    def _violations(self, ceasefire: Ceasefire, context: dict[str, Any]) -> dict[str, Any]:
        """How many acts are recorded against it, and how many of them count."""
        instants = self.asked.instants
        acts = ceasefire.violations.as_known(instants.as_known).up_to(instants.at)
        by = ("attributed_to", "bound_then", "relation_then", "verification_then")
        rows = list(acts.order_by().values(*by).annotate(count=Count("pk")).order_by(*by))
        named = Party.objects.in_bulk(
            [row["attributed_to"] for row in rows if row["attributed_to"]]
        )
        return {
            "count": sum(row["count"] for row in rows),
            "counted": sum(
                row["count"]
                for row in rows
                if row["relation_then"] == "during" and row["bound_then"] is not False
            ),
            "by_verification": _margin(rows, "verification_then"),
            "by_relation": _margin(rows, "relation_then"),
            "by_party": [
                {
                    "party": leaf(context, "parties", named[row["attributed_to"]])
                    if row["attributed_to"]
                    else None,
                    "bound": row["bound_then"],
                    "relation": row["relation_then"],
                    "verification": row["verification_then"],
                    "count": row["count"],
                }
                for row in rows
            ],
        }


def _margin(rows: list[dict[str, Any]], name: str) -> dict[str, int]:
    totals: dict[str, int] = {}
    for row in rows:
        totals[row[name]] = totals.get(row[name], 0) + row["count"]
    return totals
