"""Ceasefires, the parties' parts in them, and their derived state."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ceasefires.api.fields.citations import CitationsField
from ceasefires.api.fields.groups import FuzzyInstantField, IdentifiersField
from ceasefires.api.fields.references import LeafField, OptionalLeafField, UrlField
from ceasefires.api.fields.scalars import (
    DurationField,
    OptionalInstantField,
    OptionalTextField,
    OptionalVocabularyField,
    ShownField,
    TextField,
    UpdatedField,
    VocabulariesField,
    VocabularyField,
)
from ceasefires.api.states import STATE_IN_LIST_SCHEMA, state_in_list
from ceasefires.choices import (
    Answer,
    CeasefireClass,
    Declaration,
    EndType,
    Enforcement,
    FollowsAs,
    Purpose,
    Role,
    Scope,
    Status,
)
from ceasefires.models import Ceasefire, Participation
from ceasefires.models.fields import FuzzyInstant

from .base import PartsSerializer, RecordSerializer, parts

UNKNOWN_INSTANT = {"at": None, "precision": FuzzyInstant().precision, "local": None}
# What is shown of a ceasefire of which nothing was public at the instant of knowing.
NOT_YET_KNOWN: dict[str, Any] = {
    **dict.fromkeys(("declaration", "ceasefire_class", "scope"), "unknown"),
    **dict.fromkeys(("written", "implementation_mechanism", "enforcement"), "unclear"),
    **dict.fromkeys(("declared", "effective", "scheduled_end", "ended"), UNKNOWN_INSTANT),
    **dict.fromkeys(("planned_duration", "end_type", "ended_known_from", "known_from")),
    **dict.fromkeys(("follows", "follows_as")),
    **dict.fromkeys(("purposes", "participations", "sources"), []),
    "identifiers": {},
}


def only_shown(hidden: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    return shown | {name: value for name, value in hidden.items() if name in shown}


class EndSerializer(RecordSerializer):
    """Base of what can end: an end not known when asked for is not shown."""

    def to_representation(self, record: Any) -> dict[str, Any]:
        shown = super().to_representation(record)
        if self._ended_later(record):
            hidden = {"ended": UNKNOWN_INSTANT, "end_type": None, "ended_known_from": None}
            return only_shown(hidden, shown)
        return shown

    def _ended_later(self, record: Any) -> bool:
        known_at = self.context.get("asked_known_at")
        return known_at is not None and later(record.ended_known_from or since(record), known_at)


def since(record: Any) -> datetime | None:
    """From when a ceasefire, or the ceasefire of a participation, was public."""
    return getattr(record, "ceasefire", record).public_from


def later(instant: datetime | None, known_at: datetime) -> bool:
    return instant is None or instant > known_at


class PartsThenKnown(PartsSerializer):
    """The participations that were public at the instant of knowing, where one was asked."""

    def to_representation(self, parts: Any) -> list[Any]:
        known_at = self.context.get("asked_known_at")
        known = [
            each
            for each in parts.all()
            if known_at is None or not later(each.cited_from or since(each), known_at)
        ]
        return super().to_representation(known)


class ParticipationSerializer(EndSerializer):
    class Meta:
        list_serializer_class = PartsThenKnown

    zone = "ceasefire.time_zone"
    model = Participation

    party = LeafField("parties")
    role = VocabularyField(Role)
    side = OptionalTextField(help_text="Of a declaring party; null: a side of its own.")
    ended = FuzzyInstantField()
    end_type = OptionalVocabularyField(EndType)
    ended_known_from = OptionalInstantField()
    status = serializers.SerializerMethodField(
        help_text="A declaring party's own; null for other roles, and with as_recorded_at."
    )
    sources = CitationsField()

    def named(self, shown: dict[str, Any]) -> str:
        return ":".join([shown["party"]["slug"], shown["role"], *filter(None, [shown["side"]])])

    @extend_schema_field({"type": ["string", "null"], "enum": [*(s.value for s in Status), None]})
    def get_status(self, part: Any) -> str | None:
        if "as_recorded" in self.context:
            return None
        parties = self.context["states"][part.ceasefire_id].parties
        own = (each.status.value for each in parties if each.party == part.party.slug)
        return next(own, None) if part.role == Role.DECLARING else None


class StateField(ShownField):
    """The derived state; nobody recorded it, so that none is shown as recorded at an instant."""

    shows = {"anyOf": [STATE_IN_LIST_SCHEMA, {"type": "null"}]}

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", **options)

    def to_representation(self, ceasefire: Any) -> dict[str, Any] | None:
        if "as_recorded" in self.context:
            return None
        return state_in_list(self.context["states"][ceasefire.pk], self.context["asked"])

    def cell_names(self) -> list[str]:
        return [f"state_{name}" for name in STATE_IN_LIST_SCHEMA["properties"]]

    def boolean_cells(self) -> list[bool]:
        properties = STATE_IN_LIST_SCHEMA["properties"].values()
        return ["boolean" in each.get("type", ()) for each in properties]

    def cells(self, shown: dict[str, Any]) -> list[Any]:
        return [" ".join(each) if isinstance(each, list) else each for each in shown.values()]


class CeasefireSerializer(EndSerializer):
    resource = "ceasefires"
    zone = "time_zone"
    model = Ceasefire

    slug = TextField()
    url = UrlField()
    name = TextField()
    conflict = LeafField("conflicts")
    time_zone = TextField()
    declaration = VocabularyField(Declaration)
    ceasefire_class = VocabularyField(CeasefireClass)
    purposes = VocabulariesField(Purpose)
    scope = VocabularyField(Scope)
    written = VocabularyField(Answer)
    implementation_mechanism = VocabularyField(Answer)
    enforcement = VocabularyField(Enforcement)
    declared = FuzzyInstantField()
    effective = FuzzyInstantField()
    scheduled_end = FuzzyInstantField()
    planned_duration = DurationField()
    ended = FuzzyInstantField()
    end_type = OptionalVocabularyField(EndType)
    ended_known_from = OptionalInstantField()
    known_from = OptionalInstantField(source="public_from")
    follows = OptionalLeafField("ceasefires")
    follows_as = OptionalVocabularyField(FollowsAs)
    participations = parts(ParticipationSerializer)
    identifiers = IdentifiersField(ethprio="ethprio_id", pax="pax_id", ucdp="ucdp_id")
    sources = CitationsField()
    state = StateField(help_text="As asked by at and known_at; null with as_recorded_at.")
    updated = UpdatedField()

    def to_representation(self, ceasefire: Any) -> dict[str, Any]:
        shown = super().to_representation(ceasefire)
        known_at = self.context.get("asked_known_at")
        if known_at is None:
            return shown
        if later(ceasefire.public_from, known_at):
            return only_shown(NOT_YET_KNOWN, shown)
        if ceasefire.follows and later(ceasefire.follows.public_from, known_at):
            return only_shown({"follows": None, "follows_as": None}, shown)
        return shown
