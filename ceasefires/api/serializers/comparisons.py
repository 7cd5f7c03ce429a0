"""Who says what: what is compared, with its claims and what they come to."""

from ceasefires.api.fields.comparisons import (
    ClaimsField,
    CountedAsOfField,
    FiguresOutcomeField,
    OutcomeField,
    QuantityOutcomeField,
)
from ceasefires.api.fields.groups import FuzzyInstantField
from ceasefires.api.fields.references import LeafField, UrlField
from ceasefires.api.fields.scalars import IdField, TextField, VocabularyField
from ceasefires.choices import Measure, ViolationKind
from ceasefires.models import Toll, Violation

from .base import RecordSerializer
from .claims import ReportSerializer, TollSerializer


class ViolationComparisonSerializer(RecordSerializer):
    resource = "violations"
    zone = "ceasefire.time_zone"
    model = Violation

    id = IdField()
    url = UrlField()
    ceasefire = LeafField("ceasefires")
    kind = VocabularyField(ViolationKind)
    occurred = FuzzyInstantField()
    place_name = TextField()
    killed = FiguresOutcomeField()
    injured = FiguresOutcomeField()
    quantity = QuantityOutcomeField()
    attributed_to = OutcomeField()
    verification = OutcomeField()
    stated_relation = OutcomeField()
    claims = ClaimsField(ReportSerializer, source="reports")


class TollComparisonSerializer(RecordSerializer):
    zone = "conflict.time_zone"
    model = Toll

    conflict = LeafField("conflicts")
    measure = VocabularyField(Measure)
    group = TextField()
    unit = TextField()
    as_of = CountedAsOfField()
    value = FiguresOutcomeField()
    claims = ClaimsField(TollSerializer)
