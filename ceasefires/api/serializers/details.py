"""What single objects show beyond what lists do."""

from rest_framework import serializers

from ceasefires.api.embedded import LeavesField

from .claims import DemandSerializer, TollSerializer
from .entities import ConflictSerializer, NegotiationRoundSerializer, SourceSerializer


class ConflictDetailSerializer(ConflictSerializer):
    ceasefires = LeavesField("ceasefires")
    tolls = TollSerializer(many=True)


class NegotiationRoundDetailSerializer(NegotiationRoundSerializer):
    demands = DemandSerializer(many=True)


class SourceDetailSerializer(SourceSerializer):
    taken = serializers.DictField(
        child=serializers.IntegerField(min_value=0),
        allow_null=True,
        help_text="How many claims of each kind were taken from it; null with as_recorded_at.",
    )
