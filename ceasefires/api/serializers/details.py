"""What single objects show beyond what lists do."""

from rest_framework import serializers

from ceasefires.api.fields.references import LeavesField

from .claims import DemandSerializer, TollSerializer
from .entities import ConflictSerializer, NegotiationRoundSerializer, SourceSerializer


class ConflictDetailSerializer(ConflictSerializer):
    ceasefires = LeavesField("ceasefires", read_only=True)
    tolls = TollSerializer(many=True, read_only=True)


class NegotiationRoundDetailSerializer(NegotiationRoundSerializer):
    demands = DemandSerializer(many=True, read_only=True)


class SourceDetailSerializer(SourceSerializer):
    taken = serializers.DictField(
        child=serializers.IntegerField(min_value=0),
        allow_null=True,
        read_only=True,
        help_text="How many claims of each kind were taken from it; null with as_recorded_at.",
    )
