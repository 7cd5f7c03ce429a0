"""Everything dated about one ceasefire, in one ordered list."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import CharField, F, Func, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from rest_framework.response import Response

from ceasefires.models import Amendment, Ceasefire, Report, Source
from ceasefires.models.fields import FuzzyInstant
from ceasefires.states import CITATIONS

from .embedded import (
    FUZZY_SCHEMA,
    LEAF_SCHEMA,
    OPTIONAL_INSTANT,
    OPTIONAL_LEAF_SCHEMA,
    fuzzy,
    leaf,
    link,
    utc,
)
from .pagination import page_schema
from .pairs import PairPage

# Events in the order in which those of one instant are listed, with the resource of their record.
EVENTS = {
    "declared": "ceasefires",
    "effective": "ceasefires",
    "extension": "amendments",
    "suspension": "amendments",
    "resumption": "amendments",
    "assessment": "assessments",
    "violation": "violations",
    "negotiation_round": "negotiation-rounds",
    "participation_ended": "ceasefires",
    "ended": "ceasefires",
    "scheduled_end": "ceasefires",
    "new_scheduled_end": "amendments",
}
AMENDMENTS = ("extension", "suspension", "resumption")
RANKS = {event: f"{rank:02}" for rank, event in enumerate(EVENTS)}


class _Sortable(Func):
    """An instant as text that sorts by time."""

    output_field = TextField()
    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"


class Timeline:
    """The events of ``ceasefire`` up to ``at`` (None: all), as known at an instant."""

    def __init__(self, view: Any, ceasefire: Ceasefire) -> None:
        self.view, self.ceasefire = view, ceasefire
        self.until: datetime | None = view.asked.at
        self.known_at: datetime = view.asked.instants.known_at
        self.context = view.get_serializer_context()

    def response(self) -> Response:
        page = PairPage(self.view, f"timeline/{self.ceasefire.slug}", "at")
        first, *others = [page.beyond(part) for part in self._parts()]
        rows = page.cut(first.union(*others, all=True))
        return page.response(self._shown(rows))

    def _parts(self) -> Iterator[QuerySet]:
        """What can be dated, by event: rows, and the fuzzy instant that dates them."""
        own = Ceasefire.objects.filter(pk=self.ceasefire.pk).known(self.known_at)
        for event in ("declared", "effective", "scheduled_end"):
            yield self._part(event, own, event)
        yield self._part("ended", own.filter(self._end_known), "ended")
        parts = self.ceasefire.participations.filter(pk__in=self._public("participations"))
        yield self._part("participation_ended", parts.filter(self._end_known), "ended")
        yield from self._claims()
        acts = self.ceasefire.violations.filter(first_reported__lte=self.known_at)
        yield self._part("violation", acts, "occurred")
        rounds = self.ceasefire.negotiation_rounds.filter(pk__in=self._public("negotiation_rounds"))
        yield self._part("negotiation_round", rounds, "started")

    def _claims(self) -> Iterator[QuerySet]:
        known = Q(known_from__lte=self.known_at)
        amendments = self.ceasefire.amendments.filter(known)
        for kind in AMENDMENTS:
            yield self._part(kind, amendments.filter(kind=kind), "effective", "agreed")
        yield self._part("new_scheduled_end", amendments, "new_scheduled_end")
        yield self._part("assessment", self.ceasefire.assessments.filter(known), "assessed_at")

    @property
    def _end_known(self) -> Q:
        """An end is public from an instant of its own, or with its ceasefire."""
        of_its_own = Q(ended_known_from__lte=self.known_at)
        public = self.ceasefire.public_from
        with_ceasefire = Q(ended_known_from=None) if public and public <= self.known_at else Q()
        return of_its_own | with_ceasefire

    def _public(self, name: str) -> list[int]:
        """Those of the ceasefire's rounds or participations that were public by ``known_at``."""
        records = getattr(self.ceasefire, name).prefetch_related(CITATIONS)
        uncited = self.ceasefire.public_from
        public = ((each.pk, each.public_from or uncited) for each in records)
        return [pk for pk, instant in public if instant and instant <= self.known_at]

    def _part(self, event: str, records: QuerySet, column: str, *others: str) -> QuerySet:
        """Records dated by a column, or where that is unknown by another."""
        columns = [f"{each}_at" for each in (column, *others)]
        dated = records.order_by().alias(when=Coalesce(*columns) if others else F(columns[0]))
        dated = dated.filter(when__lte=self.until) if self.until else dated.exclude(when=None)
        key = Concat(Value(f"{RANKS[event]}:{event}:"), Cast("pk", CharField()))
        return dated.annotate(first=_Sortable(F("when")), second=Cast(key, TextField())).values(
            "first", "second"
        )

    def _shown(self, rows: list[dict[str, str]]) -> list[dict[str, Any]]:
        places = [row["second"].split(":", 2)[1:] for row in rows]
        show = {
            event: self._show(event, [pk for each, pk in places if each == event])
            for event in {event for event, _ in places}
        }
        return [show[event](pk) for event, pk in places]

    def _show(self, event: str, pks: list[str]) -> Callable[[str], dict[str, Any]]:
        if EVENTS[event] == "ceasefires" and event != "participation_ended":
            return lambda pk: self._own_event(event)
        loader: Callable[[list[str]], dict[str, dict[str, Any]]] = {
            "violation": self._violations,
            "assessment": self._assessments,
            "negotiation_round": self._rounds,
            "participation_ended": self._participations,
        }.get(event, partial(self._amendments, event))
        return loader(pks).__getitem__

    def _own_event(self, event: str) -> dict[str, Any]:
        ended = event == "ended"
        return self._row(
            event,
            getattr(self.ceasefire, event),
            self.ceasefire.slug,
            self.ceasefire.ended_known_from if ended else self.ceasefire.public_from,
            value=self.ceasefire.end_type if ended else None,
            sources=self._cited(self.ceasefire),
        )

    def _participations(self, pks: list[str]) -> dict[str, dict[str, Any]]:
        parts = self.ceasefire.participations.filter(pk__in=pks).select_related("party")
        return {
            str(part.pk): self._row(
                "participation_ended",
                part.ended,
                self.ceasefire.slug,
                part.ended_known_from or self.ceasefire.public_from,
                value=part.end_type,
                party=part.party,
                sources=self._cited(part),
            )
            for part in parts.prefetch_related(CITATIONS)
        }

    def _amendments(self, event: str, pks: list[str]) -> dict[str, dict[str, Any]]:
        def dated(each: Amendment) -> FuzzyInstant:
            if event == "new_scheduled_end":
                return each.new_scheduled_end
            return each.effective if each.effective.at else each.agreed

        return {
            str(each.pk): self._row(
                event, dated(each), each.pk, each.known_from, sources=[each.source]
            )
            for each in self.ceasefire.amendments.filter(pk__in=pks).select_related("source")
        }

    def _assessments(self, pks: list[str]) -> dict[str, dict[str, Any]]:
        return {
            str(each.pk): self._row(
                "assessment",
                each.assessed_at,
                each.pk,
                each.known_from,
                value=each.assessed,
                sources=[each.source],
            )
            for each in self.ceasefire.assessments.filter(pk__in=pks).select_related("source")
        }

    def _rounds(self, pks: list[str]) -> dict[str, dict[str, Any]]:
        rounds = self.ceasefire.negotiation_rounds.filter(pk__in=pks)
        return {
            str(each.pk): self._row(
                "negotiation_round",
                each.started,
                each.slug,
                each.public_from,
                value=each.outcome,
                sources=self._cited(each),
            )
            for each in rounds.prefetch_related(CITATIONS)
        }

    def _violations(self, pks: list[str]) -> dict[str, dict[str, Any]]:
        asked = self.view.asked.instants
        acts = self.ceasefire.violations.filter(pk__in=pks).as_known(asked.as_known)
        reports = Report.objects.filter(known_from__lte=self.known_at).select_related("source")
        return {
            str(act.pk): self._row(
                "violation",
                act.occurred,
                act.pk,
                act.first_reported,
                value=act.verification_then,
                kind=act.kind,
                relation=act.relation_then,
                party=act.attributed_to,
                sources=[report.source for report in act.reports.all()],
            )
            for act in acts.select_related("attributed_to").prefetch_related(
                Prefetch("reports", reports)
            )
        }

    def _cited(self, record: Any) -> list[Source]:
        """The sources of a record that were public by ``known_at``."""
        sources = [each.source for each in record.citations.all()]
        public = ((each, each.public_from) for each in sources)
        return [source for source, instant in public if instant and instant <= self.known_at]

    def _row(
        self,
        event: str,
        when: FuzzyInstant,
        identifier: Any,
        known_from: datetime | None,
        *,
        value: str | None = None,
        kind: str | None = None,
        relation: str | None = None,
        party: Any = None,
        sources: Iterable[Any] = (),
    ) -> dict[str, Any]:
        return {
            "event": event,
            "when": fuzzy(when, self.ceasefire.time_zone),
            "value": value or None,
            "kind": kind,
            "relation": relation,
            "party": leaf(self.context, "parties", party) if party else None,
            "known_from": utc(known_from),
            "url": link(self.context, EVENTS[event], identifier),
            "sources": [leaf(self.context, "sources", each) for each in dict.fromkeys(sources)],
        }


_TEXT_OR_NULL = {"type": ["string", "null"]}
TIMELINE_SCHEMA = page_schema(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": [
                "event",
                "when",
                "value",
                "kind",
                "relation",
                "party",
                "known_from",
                "url",
                "sources",
            ],
            "additionalProperties": False,
            "properties": {
                "event": {"type": "string", "enum": list(EVENTS)},
                "when": FUZZY_SCHEMA,
                "value": _TEXT_OR_NULL
                | {"description": "What the event says: an assessment, verification, end type …"},
                "kind": _TEXT_OR_NULL | {"description": "Of an act: its kind."},
                "relation": _TEXT_OR_NULL | {"description": "Of an act: its relation."},
                "party": OPTIONAL_LEAF_SCHEMA,
                "known_from": OPTIONAL_INSTANT,
                "url": {"type": "string", "format": "uri"},
                "sources": {"type": "array", "items": LEAF_SCHEMA},
            },
        },
    }
)
