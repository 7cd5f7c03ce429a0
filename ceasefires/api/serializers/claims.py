"""Claims: what each source says."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ceasefires.api.embedded import (
    EstimateField,
    FuzzyInstantField,
    InstantField,
    QuantityField,
    RecordSerializer,
    UrlField,
    leaf_field,
    link,
    vocabulary_field,
)
from ceasefires.choices import (
    AmendmentKind,
    Assessed,
    Certainty,
    Measure,
    Qualifier,
    Relation,
    Stance,
    TermKind,
    Verification,
)


class ClaimSerializer(RecordSerializer):
    """What all claims share."""

    id = serializers.UUIDField()
    url = UrlField()
    source: Any = leaf_field("sources")
    locator = serializers.CharField()
    claimant = serializers.CharField()
    qualifier = vocabulary_field(Qualifier)
    certainty = vocabulary_field(Certainty)
    known_from = InstantField()
    updated = InstantField()


@extend_schema_field(
    {
        "type": "object",
        "required": ["id", "url"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "url": {"type": "string", "format": "uri"},
        },
    }
)
class ViolationLeafField(serializers.Field):
    def to_representation(self, violation_id: object) -> dict[str, str]:
        return {
            "id": str(violation_id),
            "url": link(self.context, "violations", violation_id),
        }


class ReportSerializer(ClaimSerializer):
    resource = "reports"

    violation = ViolationLeafField(source="violation_id")
    quantity = QuantityField()
    killed = EstimateField()
    injured = EstimateField()
    attributed_to = leaf_field("parties", optional=True)
    verification = vocabulary_field(Verification)
    stated_relation = vocabulary_field(Relation, nullable=True)


class AssessmentSerializer(ClaimSerializer):
    resource = "assessments"
    zone = "ceasefire.time_zone"

    ceasefire = leaf_field("ceasefires")
    assessed = vocabulary_field(Assessed)
    assessed_at = FuzzyInstantField()


class AmendmentSerializer(ClaimSerializer):
    resource = "amendments"
    zone = "ceasefire.time_zone"

    ceasefire = leaf_field("ceasefires")
    kind = vocabulary_field(AmendmentKind)
    agreed = FuzzyInstantField()
    effective = FuzzyInstantField()
    new_scheduled_end = FuzzyInstantField()


class CodingSerializer(ClaimSerializer):
    resource = "codings"

    ceasefire = leaf_field("ceasefires")
    field = serializers.CharField()
    value = serializers.CharField()


class TermSerializer(ClaimSerializer):
    resource = "terms"

    ceasefire = leaf_field("ceasefires")
    party = leaf_field("parties", optional=True)
    kind = vocabulary_field(TermKind)
    summary = serializers.CharField()


class DemandSerializer(ClaimSerializer):
    resource = "demands"

    negotiation_round = leaf_field("negotiation-rounds")
    party = leaf_field("parties", optional=True)
    summary = serializers.CharField()


class StatementSerializer(ClaimSerializer):
    resource = "statements"

    conflict = leaf_field("conflicts")
    ceasefire = leaf_field("ceasefires", optional=True)
    party = leaf_field("parties", optional=True)
    stance = vocabulary_field(Stance)
    made = FuzzyInstantField()
    place_name = serializers.CharField()
    summary = serializers.CharField()

    def zone_of(self, statement) -> str:
        return (statement.ceasefire or statement.conflict).time_zone


class TollSerializer(ClaimSerializer):
    resource = "tolls"
    zone = "conflict.time_zone"

    conflict = leaf_field("conflicts")
    measure = vocabulary_field(Measure)
    group = serializers.CharField()
    value = serializers.IntegerField()
    unit = serializers.CharField()
    as_of = FuzzyInstantField()
