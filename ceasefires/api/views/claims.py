"""The claims: eight lists of one kind."""

from rest_framework.exceptions import PermissionDenied

from ceasefires import actions
from ceasefires.api.drafts import Draft
from ceasefires.api.filters import claims as filters
from ceasefires.api.pagination import instant_key
from ceasefires.api.serializers import claims as serializers
from ceasefires.authorship import may_report
from ceasefires.lasting import ENTITIES_ALONE
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

from .resources import UPDATED, ResourceView


class ClaimView(ResourceView):
    lookup_field = "pk"
    lookup_value_converter = "uuid"
    keys = {"known_from": instant_key("known_from", nullable=False)} | UPDATED
    default_ordering = "-known_from"
    by_columns = True


class ReportView(ClaimView):
    """What single sources give of violations."""

    resource = "reports"
    queryset = Report.objects.select_related("source", "attributed_to")
    serializer_class = serializers.ReportSerializer
    filterset_class = filters.ReportFilters

    def allow(self, made: Draft) -> None:
        if not may_report(self.request.user, made.record.violation):
            raise PermissionDenied("That act has been checked: ask an editor to add a report.")

    def keep(self, made: Draft) -> None:
        report = made.record
        if report._state.adding:
            actions.add_report(report=report, user=self.request.user)
            return
        with actions.following(report):
            made.save()


class AssessmentView(ClaimView):
    """What single sources say of ceasefires as a whole."""

    resource = "assessments"
    subject = "ceasefire_id"
    queryset = Assessment.objects.select_related("source", "ceasefire")
    serializer_class = serializers.AssessmentSerializer
    filterset_class = filters.AssessmentFilters


class AmendmentView(ClaimView):
    """Extensions, suspensions and resumptions of ceasefires."""

    resource = "amendments"
    subject = "ceasefire_id"
    queryset = Amendment.objects.select_related("source", "ceasefire")
    serializer_class = serializers.AmendmentSerializer
    filterset_class = filters.AmendmentFilters

    def keep(self, made: Draft) -> None:
        actions.amend(made.record)


class CodingView(ClaimView):
    """Sources' values for attributes of ceasefires, side by side."""

    resource = "codings"
    subject = "ceasefire_id"
    queryset = Coding.objects.select_related("source", "ceasefire")
    serializer_class = serializers.CodingSerializer
    filterset_class = filters.CodingFilters


class TermView(ClaimView):
    """Obligations of parties under ceasefires."""

    resource = "terms"
    subject = "ceasefire_id"
    queryset = Term.objects.select_related("source", "ceasefire", "party")
    serializer_class = serializers.TermSerializer
    filterset_class = filters.TermFilters


class DemandView(ClaimView):
    """What parties ask for in negotiation rounds."""

    resource = "demands"
    about = ENTITIES_ALONE
    by_columns = False  # what a round is called is not in its columns
    queryset = Demand.objects.select_related("source", "negotiation_round", "party")
    serializer_class = serializers.DemandSerializer
    filterset_class = filters.DemandFilters


class StatementView(ClaimView):
    """What was said or reported of conflicts and ceasefires."""

    resource = "statements"
    subject = "ceasefire_id"
    queryset = Statement.objects.select_related("source", "conflict", "ceasefire", "party")
    serializer_class = serializers.StatementSerializer
    filterset_class = filters.StatementFilters


class TollView(ClaimView):
    """Figures of conflicts' costs."""

    resource = "tolls"
    about = ENTITIES_ALONE
    queryset = Toll.objects.select_related("source", "conflict")
    serializer_class = serializers.TollSerializer
    filterset_class = filters.TollFilters


CLAIM_VIEWS = (
    ReportView,
    AssessmentView,
    AmendmentView,
    CodingView,
    TermView,
    DemandView,
    StatementView,
    TollView,
)
