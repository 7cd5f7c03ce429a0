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

from .fields.groups import FUZZY_SCHEMA, fuzzy
from .fields.references import LEAF_SCHEMA, OPTIONAL_LEAF_SCHEMA, leaf, link
from .fields.scalars import OPTIONAL_INSTANT, utc
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
        parts = list(self._parts())
        page.count(lambda: _together(parts))
        rows = self._shown(page.cut(_together([page.beyond(part) for part in parts])))
        return page.response([self.view.only_asked(row) for row in rows])

    def _parts(self) -> Iterator[QuerySet]:
        """What can be dated, by event: rows, and the fuzzy instant that dates them."""
        own = Ceasefire.objects.filter(pk=self.ceasefire.pk).known(self.known_at)
        for event in ("declared", "effective", "ended"):
            of_own = own.filter(self._end_known) if event == "ended" else own
            yield self._part(event, of_own, f"{event}_at")
        planned = F("effective_at") + F("planned_duration")
        yield self._part("scheduled_end", own, "scheduled_end_at", planned)
        parts = self.ceasefire.participations.filter(pk__in=self._public("participations"))
        yield self._part("participation_ended", parts.filter(self._end_known), "ended_at")
        yield from self._claims()
        acts = self.ceasefire.violations.filter(first_reported__lte=self.known_at)
        yield self._part("violation", acts, "occurred_at")
        rounds = self.ceasefire.negotiation_rounds.filter(pk__in=self._public("negotiation_rounds"))
        yield self._part("negotiation_round", rounds, "started_at")

    def _claims(self) -> Iterator[QuerySet]:
        known = Q(known_from__lte=self.known_at)
        amendments = self.ceasefire.amendments.filter(known)
        for kind in AMENDMENTS:
            of_kind = amendments.filter(kind=kind)
            yield self._part(kind, of_kind, "effective_at", "agreed_at", "known_from")
        yield self._part("new_scheduled_end", amendments, "new_scheduled_end_at")
        assessments = self.ceasefire.assessments.filter(known)
        yield self._part("assessment", assessments, "assessed_at_at", "known_from")

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

    def _part(self, event: str, records: QuerySet, column: str, *others: Any) -> QuerySet:
        """Records placed by a column, or where that is unknown by what counts in its stead."""
        place = Coalesce(column, *others) if others else F(column)
        dated = records.order_by().alias(when=place)
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
            self._planned_end() if event == "scheduled_end" else getattr(self.ceasefire, event),
            self.ceasefire.slug,
            (ended and self.ceasefire.ended_known_from) or self.ceasefire.public_from,
            value=self.ceasefire.end_type if ended else None,
            sources=self._cited(self.ceasefire),
        )

    def _planned_end(self) -> FuzzyInstant:
        """The scheduled end, or the instant of taking effect moved by the planned duration."""
        given, effective = self.ceasefire.scheduled_end, self.ceasefire.effective
        if given.at is None and effective.at and self.ceasefire.planned_duration:
            return FuzzyInstant(effective.at + self.ceasefire.planned_duration, effective.precision)
        return given

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
                value=each.outcome if self._outcome_known(each) else None,
                sources=self._cited(each),
            )
            for each in rounds.prefetch_related(CITATIONS)
        }

    def _outcome_known(self, sitting: Any) -> bool:
        """Whether a source then public supports the outcome; now, all that is recorded is known."""
        public = self._cited(sitting)
        supporting = (each for each in sitting.citations.all() if each.source in public)
        return self.view.asked.instants.live or any(
            "outcome" in each.fields or not each.fields for each in supporting
        )

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


def _together(parts: list[QuerySet]) -> QuerySet:
    return parts[0].union(*parts[1:], all=True)


_TEXT_OR_NULL = {"type": ["string", "null"]}
_EVENT: dict[str, Any] = {
    "type": "object",
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
}
EVENT_SCHEMA: dict[str, Any] = _EVENT | {
    "title": "TimelineEvent",
    "required": [*_EVENT["properties"]],
}
TIMELINE_SCHEMA = page_schema({"type": "array", "items": EVENT_SCHEMA})
