"""Violations and their summary."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from drf_orjson_renderer.renderers import ORJSONRenderer
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from ceasefires import actions
from ceasefires.api.drafts import Draft
from ceasefires.api.filters.violations import ViolationFilters
from ceasefires.api.formats import Csv, GeoJson, Ndjson
from ceasefires.api.idempotency import Reply
from ceasefires.api.pagination import Key, instant_key
from ceasefires.api.parameters import KNOWN_AT
from ceasefires.api.problems import MOST_ERRORS, Unacceptable
from ceasefires.api.serializers.violations import (
    LoggedViolationSerializer,
    ViolationDetailSerializer,
    ViolationSerializer,
)
from ceasefires.api.summary import GROUP_BY, ROW_SCHEMA, SUMMARY_SCHEMA, TIME_ZONE, Summary
from ceasefires.choices import FiguresBasis
from ceasefires.models import Report, Violation
from ceasefires.roles import CHECK

from .resources import UPDATED, ResourceView

MOST_AT_ONCE = 1000
BULK_SCHEMA = inline_serializer(
    "LoggedViolations", {"results": ViolationDetailSerializer(many=True)}
)


class ViolationView(ResourceView):
    """Reported acts. Only those during the window are violations of their ceasefire."""

    resource = "violations"
    subject = "ceasefire_id"
    by_columns = True
    forms = (Csv, Ndjson, GeoJson)
    lookup_field = "pk"
    lookup_value_converter = "uuid"
    queryset = Violation.objects.select_related("ceasefire", "attributed_to")
    serializer_class = ViolationSerializer
    detail_serializer_class = ViolationDetailSerializer
    filterset_class = ViolationFilters
    keys = {
        "occurred": instant_key("occurred_at"),
        "reported": instant_key("first_reported", nullable=False),
        "killed": Key("killed_best", -1, other="killed_low"),
    } | UPDATED
    default_ordering = "-occurred"
    create_serializer_class = LoggedViolationSerializer
    takes_in_both = (KNOWN_AT,)

    def get_queryset(self) -> Any:
        as_known = self.asked.instants.as_known
        acts: Any = super().get_queryset()
        queryset = acts.as_known(as_known)
        if self.action != "retrieve":
            return queryset
        reports = Report.objects.select_related("source", "attributed_to").order_by("id")
        public = Q(known_from__lte=as_known) if as_known else Q()
        return queryset.prefetch_related(Prefetch("reports", reports.filter(public)))

    def complete(self, record: Violation, values: dict[str, Any]) -> dict[str, Any]:
        """When a verification was reached; figures that are set stay when reports come."""
        becomes = values.get("verification", record.verification)
        if becomes != record.verification:
            values = {"verified": actions.reached(becomes, self.now)} | values
        if not record._state.adding and values.keys() & {"killed", "injured"}:
            values = {"figures_basis": FiguresBasis.SET.value} | values
        return values

    def allow(self, made: Draft) -> None:
        checked = {name for name in made.changed if name.startswith("verifi")}
        if checked and not self.request.user.has_perm(CHECK):
            raise PermissionDenied(
                "Editors check acts: leave verification and verified as they are."
            )

    def keep(self, made: Draft) -> None:
        made.save()
        if "figures_basis" in made.changed:
            actions.follow_reports(made.record.pk)

    def keep_all(self, drafts: Sequence[Draft]) -> None:
        if not drafts[0].record._state.adding:
            return super().keep_all(drafts)
        logged = [
            actions.Logged(each.record, [part.record for part in each.parts.get("reports", [])])
            for each in drafts
        ]
        return actions.log(logged=logged, user=self.request.user, at=self.now)

    @extend_schema(request=LoggedViolationSerializer(many=True), responses={201: BULK_SCHEMA})
    @action(detail=False, methods=["post"])
    def bulk(self, request: Any) -> HttpResponse:
        """Log up to 1,000 acts with their reports: all of them, or none."""
        return self.write(self._log_all)

    def _log_all(self) -> Reply:
        if not isinstance(self.body, list) or not 1 <= len(self.body) <= MOST_AT_ONCE:
            raise Unacceptable.at((), "not_a_list", f"give a list of 1 to {MOST_AT_ONCE} acts.")
        serializer, drafts, errors = self._serializer(self.created_class), [], []
        for index, row in enumerate(self.body):
            try:
                drafts.append(self.take(serializer, row, Violation(), (index,)))
            except Unacceptable as refused:
                errors += refused.errors
            if len(errors) >= MOST_ERRORS:
                break
        if errors:
            raise Unacceptable(errors[:MOST_ERRORS])
        self.store(drafts)
        return self._all_as_read([each.record.pk for each in drafts])

    def _all_as_read(self, keys: list[Any]) -> Reply:
        self.action = "retrieve"
        acts = self.get_queryset().in_bulk(keys)
        serializer = self._serializer(self.detail_class)
        rows = [serializer.to_representation(acts[key]) for key in keys]
        return Reply(200 if self.dry_run else 201, ORJSONRenderer().render({"results": rows}))

    @property
    def filters_rows(self) -> bool:
        return self.action in ("list", "summary")

    def accepted_parameters(self) -> list[Any]:
        accepted = super().accepted_parameters()
        if self.action != "summary":
            return accepted
        return [*(each for each in accepted if each.name != "ordering"), GROUP_BY, TIME_ZONE]

    @property
    def shown_fields(self) -> list[str]:
        summed = self.action == "summary"
        return [*ROW_SCHEMA["properties"]] if summed else super().shown_fields

    @extend_schema(responses={200: SUMMARY_SCHEMA})
    @action(detail=False)
    def summary(self, request: Any) -> Response:
        """How many acts, and how many killed and injured, by one or two groupings."""
        acts = self.filter_queryset(self.get_queryset())
        return Summary(self, acts).response()
