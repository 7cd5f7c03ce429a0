"""Claims: what each source says."""

from typing import Any

from django.db.models.functions import Coalesce

from ceasefires.api.fields.groups import EstimateField, FuzzyInstantField, QuantityField
from ceasefires.api.fields.references import (
    UUID_LEAF_SCHEMA,
    LeafField,
    OptionalLeafField,
    UrlField,
    ViolationLeafField,
)
from ceasefires.api.fields.scalars import (
    IdField,
    InstantField,
    NumberField,
    OptionalVocabularyField,
    ShownField,
    TextField,
    UpdatedField,
    VocabularyField,
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
from ceasefires.models import (
    Amendment,
    Assessment,
    Coding,
    Demand,
    Report,
    Statement,
    Term,
    Toll,
)

from .base import RecordSerializer


class ClaimSerializer(RecordSerializer):
    """What all claims share."""

    id = IdField()
    url = UrlField()
    source: Any = LeafField("sources")
    locator = TextField()
    claimant = TextField()
    qualifier = VocabularyField(Qualifier)
    certainty = VocabularyField(Certainty)
    known_from = InstantField()
    updated = UpdatedField()


class ReportSerializer(ClaimSerializer):
    model = Report
    resource = "reports"

    violation: Any = ViolationLeafField()
    quantity = QuantityField()
    killed = EstimateField()
    injured = EstimateField()
    attributed_to = OptionalLeafField("parties")
    verification = VocabularyField(Verification)
    stated_relation = OptionalVocabularyField(Relation)


class FirstReportSerializer(ReportSerializer):
    """A report that is logged with its act."""

    violation: Any = ShownField(UUID_LEAF_SCHEMA)


class AssessmentSerializer(ClaimSerializer):
    model = Assessment
    resource = "assessments"
    zone = "ceasefire.time_zone"

    ceasefire = LeafField("ceasefires")
    assessed = VocabularyField(Assessed)
    assessed_at = FuzzyInstantField()


class AmendmentSerializer(ClaimSerializer):
    model = Amendment
    resource = "amendments"
    zone = "ceasefire.time_zone"

    ceasefire = LeafField("ceasefires")
    kind = VocabularyField(AmendmentKind)
    agreed = FuzzyInstantField()
    effective = FuzzyInstantField()
    new_scheduled_end = FuzzyInstantField()


class CodingSerializer(ClaimSerializer):
    model = Coding
    resource = "codings"

    ceasefire = LeafField("ceasefires")
    field = TextField()
    value = TextField()


class TermSerializer(ClaimSerializer):
    model = Term
    resource = "terms"

    ceasefire = LeafField("ceasefires")
    party = OptionalLeafField("parties")
    kind = VocabularyField(TermKind)
    summary = TextField()


class DemandSerializer(ClaimSerializer):
    model = Demand
    resource = "demands"

    negotiation_round = LeafField("negotiation-rounds")
    party = OptionalLeafField("parties")
    summary = TextField()


class StatementSerializer(ClaimSerializer):
    model = Statement
    resource = "statements"

    conflict = LeafField("conflicts")
    ceasefire = OptionalLeafField("ceasefires")
    party = OptionalLeafField("parties")
    stance = VocabularyField(Stance)
    made = FuzzyInstantField()
    place_name = TextField()
    summary = TextField()

    def zone_of(self, statement) -> str:
        return (statement.ceasefire or statement.conflict).time_zone

    def zone_selected(self) -> Any:
        return Coalesce("ceasefire__time_zone", "conflict__time_zone")


class TollSerializer(ClaimSerializer):
    model = Toll
    resource = "tolls"
    zone = "conflict.time_zone"

    conflict = LeafField("conflicts")
    measure = VocabularyField(Measure)
    group = TextField()
    value = NumberField()
    unit = TextField()
    as_of = FuzzyInstantField()
