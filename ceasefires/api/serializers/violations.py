"""Violations and the reports of them."""

from typing import Any

from rest_framework import serializers

from ceasefires.api.embedded import (
    EstimateField,
    FuzzyInstantField,
    InstantField,
    QuantityField,
    RecordSerializer,
    UrlField,
    leaf_field,
    vocabulary_field,
)
from ceasefires.choices import (
    GeoPrecision,
    Relation,
    RelationBasis,
    Response,
    Verification,
    ViolationKind,
)
from ceasefires.models.fields import FuzzyInstant

from .claims import ReportSerializer


class VerifiedField(FuzzyInstantField):
    """When the verification was reached; unknown where that came later than what is known."""

    def to_representation(self, violation: Any) -> dict[str, Any]:
        known_at = self.context.get("asked_known_at")
        if known_at and violation.verified_at and violation.verified_at > known_at:
            return {"at": None, "precision": FuzzyInstant().precision, "local": None}
        return super().to_representation(violation)


class ViolationSerializer(RecordSerializer):
    resource = "violations"
    zone = "ceasefire.time_zone"

    id = serializers.UUIDField()
    url = UrlField()
    ceasefire = leaf_field("ceasefires")
    kind = vocabulary_field(ViolationKind)
    attributed_to = leaf_field("parties", optional=True)
    occurred = FuzzyInstantField()
    place_name = serializers.CharField()
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    geo_precision = vocabulary_field(GeoPrecision)
    quantity = QuantityField()
    killed = EstimateField()
    injured = EstimateField()
    verification = vocabulary_field(Verification, source="verification_then")
    verified = VerifiedField()
    response = vocabulary_field(Response)
    relation = vocabulary_field(Relation, source="relation_then")
    relation_basis = vocabulary_field(RelationBasis, source="relation_basis_then")
    bound = serializers.BooleanField(
        source="bound_then",
        allow_null=True,
        help_text="Whether its author was bound by the ceasefire; null: not known.",
    )
    event = serializers.CharField()
    description = serializers.CharField()
    first_reported = InstantField()
    updated = InstantField()


class ViolationDetailSerializer(ViolationSerializer):
    reports = ReportSerializer(many=True)
