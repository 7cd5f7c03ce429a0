"""Conflicts, parties, sources and negotiation rounds."""

from typing import Any

from ceasefires.api.fields.citations import CitationsField
from ceasefires.api.fields.groups import FuzzyInstantField, IdentifiersField, ImportedFileField
from ceasefires.api.fields.references import (
    LeafField,
    LeavesField,
    OptionalLeafField,
    UrlField,
)
from ceasefires.api.fields.scalars import (
    OptionalInstantField,
    OptionalNumberField,
    ShownTextField,
    TextField,
    UpdatedField,
    VocabularyField,
)
from ceasefires.choices import DelegationRole, Mode, Outcome, PartyKind
from ceasefires.models import Conflict, Delegation, NegotiationRound, Party, Source

from .base import PartsSerializer, RecordSerializer, parts


class ConflictSerializer(RecordSerializer):
    model = Conflict
    resource = "conflicts"
    zone = "time_zone"

    slug = TextField()
    url = UrlField()
    name = TextField()
    time_zone = TextField()
    started = FuzzyInstantField()
    ended = FuzzyInstantField()
    identifiers = IdentifiersField(ucdp="ucdp_id")
    sources = CitationsField()
    updated = UpdatedField()


class PartySerializer(RecordSerializer):
    model = Party
    resource = "parties"

    slug = TextField()
    url = UrlField()
    name = TextField()
    kind = VocabularyField(PartyKind)
    member_of = OptionalLeafField("parties")
    identifiers = IdentifiersField(ucdp="ucdp_id")
    updated = UpdatedField()


class SourceSerializer(RecordSerializer):
    model = Source
    resource = "sources"

    slug = TextField()
    url = UrlField()
    publisher = TextField()
    title = TextField()
    published = FuzzyInstantField()
    link = TextField()
    accessed = OptionalInstantField()
    licence = TextField()
    dataset = ShownTextField(help_text="The format that it was imported as; null: it was not.")
    file = ImportedFileField()
    updated = UpdatedField()


class DelegationSerializer(RecordSerializer):
    class Meta:
        list_serializer_class = PartsSerializer

    model = Delegation
    party = LeafField("parties")
    role = VocabularyField(DelegationRole)
    size = TextField()

    def named(self, shown: dict[str, Any]) -> str:
        return f"{shown['party']['slug']}:{shown['role']}"


class NegotiationRoundSerializer(RecordSerializer):
    model = NegotiationRound
    resource = "negotiation-rounds"
    zone = "time_zone"

    slug = TextField()
    url = UrlField()
    conflict = LeafField("conflicts")
    ceasefires = LeavesField("ceasefires")
    number = OptionalNumberField()
    venue = TextField()
    city = TextField()
    time_zone = TextField()
    started = FuzzyInstantField()
    ended = FuzzyInstantField()
    mode = VocabularyField(Mode)
    aim = TextField()
    outcome = VocabularyField(Outcome)
    known_from = OptionalInstantField(source="public_from")
    sources = CitationsField()
    delegations = parts(DelegationSerializer)
    updated = UpdatedField()
