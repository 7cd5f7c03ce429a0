"""Conflicts, parties, sources and negotiation rounds."""

from rest_framework import serializers

from ceasefires.api.embedded import (
    CitationsField,
    FuzzyInstantField,
    InstantField,
    LeavesField,
    OptionalInstantField,
    RecordSerializer,
    UrlField,
    identifiers_field,
    leaf_field,
    vocabulary_field,
)
from ceasefires.choices import DelegationRole, Mode, Outcome, PartyKind


class ConflictSerializer(RecordSerializer):
    resource = "conflicts"
    zone = "time_zone"

    slug = serializers.CharField()
    url = UrlField()
    name = serializers.CharField()
    time_zone = serializers.CharField()
    started = FuzzyInstantField()
    ended = FuzzyInstantField()
    identifiers = identifiers_field(ucdp="ucdp_id")
    sources = CitationsField()
    updated = InstantField()


class PartySerializer(RecordSerializer):
    resource = "parties"

    slug = serializers.CharField()
    url = UrlField()
    name = serializers.CharField()
    kind = vocabulary_field(PartyKind)
    member_of = leaf_field("parties", optional=True)
    identifiers = identifiers_field(ucdp="ucdp_id")
    updated = InstantField()


class SourceSerializer(RecordSerializer):
    resource = "sources"

    slug = serializers.CharField()
    url = UrlField()
    publisher = serializers.CharField()
    title = serializers.CharField()
    published = FuzzyInstantField()
    link = serializers.CharField()
    accessed = OptionalInstantField()
    licence = serializers.CharField()
    updated = InstantField()


class DelegationSerializer(RecordSerializer):
    party = leaf_field("parties")
    role = vocabulary_field(DelegationRole)
    size = serializers.CharField()


class NegotiationRoundSerializer(RecordSerializer):
    resource = "negotiation-rounds"
    zone = "time_zone"

    slug = serializers.CharField()
    url = UrlField()
    conflict = leaf_field("conflicts")
    ceasefires = LeavesField("ceasefires")
    number = serializers.IntegerField(allow_null=True)
    venue = serializers.CharField()
    city = serializers.CharField()
    time_zone = serializers.CharField()
    started = FuzzyInstantField()
    ended = FuzzyInstantField()
    mode = vocabulary_field(Mode)
    aim = serializers.CharField()
    outcome = vocabulary_field(Outcome)
    known_from = OptionalInstantField(source="public_from")
    sources = CitationsField()
    delegations = DelegationSerializer(many=True)
    updated = InstantField()
