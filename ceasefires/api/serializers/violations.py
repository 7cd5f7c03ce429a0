"""Violations and the reports of them."""

from typing import Any

from django.db.models import Case, Q, Value, When

from ceasefires.api.fields.groups import EstimateField, FuzzyInstantField, QuantityField
from ceasefires.api.fields.references import LeafField, OptionalLeafField, UrlField
from ceasefires.api.fields.scalars import (
    DegreesField,
    IdField,
    InstantField,
    ShownField,
    TextField,
    UpdatedField,
    VocabularyField,
)
from ceasefires.choices import (
    FiguresBasis,
    GeoPrecision,
    Relation,
    RelationBasis,
    Response,
    Verification,
    ViolationKind,
)
from ceasefires.models import Violation
from ceasefires.models.fields import FuzzyInstant

from .base import RecordSerializer, parts
from .claims import FirstReportSerializer, ReportSerializer


class VerifiedField(FuzzyInstantField):
    """When the verification was reached; unknown where that came later than what is known."""

    def to_representation(self, violation: Any) -> dict[str, Any]:
        known_at = self.context.get("asked_known_at")
        if known_at and violation.verified_at and violation.verified_at > known_at:
            return {"at": None, "precision": FuzzyInstant().precision, "local": None}
        return super().to_representation(violation)

    def selected(self) -> list[Any]:
        known_at = self.context.get("asked_known_at")
        if known_at is None:
            return super().selected()
        by_then = Q(verified_at__lte=known_at)
        unknown = (None, Value(FuzzyInstant().precision), None)
        return [
            Case(When(by_then, then=selected), default=otherwise)
            for selected, otherwise in zip(super().selected(), unknown, strict=True)
        ]


class ViolationSerializer(RecordSerializer):
    resource = "violations"
    zone = "ceasefire.time_zone"
    model = Violation

    id = IdField()
    url = UrlField()
    ceasefire = LeafField("ceasefires")
    kind = VocabularyField(ViolationKind)
    attributed_to = OptionalLeafField("parties")
    occurred = FuzzyInstantField()
    place_name = TextField()
    latitude = DegreesField()
    longitude = DegreesField()
    geo_precision = VocabularyField(GeoPrecision)
    quantity = QuantityField()
    killed = EstimateField()
    injured = EstimateField()
    figures_basis = VocabularyField(
        FiguresBasis, help_text="Whether killed and injured follow the reports, or were set."
    )
    verification = VocabularyField(Verification, source="verification_then")
    verified = VerifiedField()
    response = VocabularyField(Response)
    relation = VocabularyField(Relation, source="relation_then", read_only=True)
    relation_basis = VocabularyField(RelationBasis, source="relation_basis_then", read_only=True)
    bound = ShownField(
        {"type": ["boolean", "null"]},
        source="bound_then",
        help_text="Whether its author was bound by the ceasefire; null: not known.",
    )
    event = TextField()
    description = TextField()
    first_reported = InstantField()
    updated = UpdatedField()


class ViolationDetailSerializer(ViolationSerializer):
    reports = ReportSerializer(many=True, read_only=True)


class LoggedViolationSerializer(ViolationSerializer):
    """An act as it is logged, with its first reports."""

    first_reported = InstantField(required=False)
    reports = parts(FirstReportSerializer)
