"""What all of the API's views share: strict parameters, the instants asked for, caching."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from ceasefires.api.caching import conditional, lifetime
from ceasefires.api.embedded import BASE
from ceasefires.api.filters.backend import StrictFilterBackend, StrictFilterSet
from ceasefires.api.history import AS_RECORDED_AT, HISTORY_SCHEMA, History, as_recorded
from ceasefires.api.pagination import (
    COUNT,
    CURSOR,
    LIMIT,
    Key,
    KeysetPagination,
    instant_key,
    ordering_parameter,
)
from ceasefires.api.parameters import AT, FORMAT, KNOWN_AT, Parameter, Refused, take
from ceasefires.api.problems import ParameterError
from ceasefires.api.states import Asked

# Views have a method called list, which would shadow the type in their annotations.
Rows = list[Any]
Parameters = list[Parameter]

ONE_AXIS = "cannot be given with at or known_at: they ask of the facts as they stand now."
UPDATED = {"updated": instant_key("updated", nullable=False)}


class ReadView(viewsets.GenericViewSet):
    """A view that takes its query parameters strictly and lets its answer be cached."""

    valid_until: datetime | None = None
    takes: ClassVar[Sequence[Parameter]] = ()
    parameters: dict[str, Any]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            self.parameters = take(request.query_params, self.accepted_parameters())
        self.now = datetime.now(UTC)
        self.asked = Asked(self.given("at"), self.given("known_at"), self.now)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The methods there are, as Allow."""
        return Response(status=204)

    def accepted_parameters(self) -> list[Parameter]:
        """Every query parameter of the current action; the schema is made from them too."""
        return [*self.takes, FORMAT]

    def given(self, name: str, default: Any = None) -> Any:
        return getattr(self, "parameters", {}).get(name, default)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context()} | {
            "root": self.request.build_absolute_uri(BASE) if self.request else BASE,
            "fields": self.given("fields"),
            "asked": getattr(self, "asked", None),
            "asked_known_at": self.given("known_at"),
        }

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Accept"])
        asked = request.method in ("GET", "HEAD") and response.status_code == 200
        if asked and not response.streaming:
            response["Cache-Control"] = lifetime(self.now, self.valid_until)
            response.add_post_render_callback(lambda done: conditional(request, done))
        return response

    def valid_only_until(self, *instants: datetime | None) -> None:
        """The clock changes this answer at the first of these instants."""
        known = [each for each in (self.valid_until, *instants) if each]
        self.valid_until = min(known, default=None)


class ResourceView(ReadView):
    """A list and its objects. Subclasses declare; ``prepare`` completes the rows of a page."""

    resource: ClassVar[str]
    lookup_field = "slug"
    lookup_value_converter = "slug"
    filter_backends = [StrictFilterBackend]
    filterset_class: type[StrictFilterSet]
    pagination_class = KeysetPagination
    keys: ClassVar[dict[str, Key]]
    default_ordering: ClassVar[str]
    takes_in_both: ClassVar[Sequence[Parameter]] = ()
    detail_serializer_class: Any = None

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert rows is not None
        self.prepare(rows)
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        if "as_recorded_at" in self.parameters:
            if {"at", "known_at"} & set(self.parameters):
                raise ParameterError(("as_recorded_at", "invalid", ONE_AXIS))
            return as_recorded(self, str(self.kwargs[self.lookup_field]))
        record = self.get_object()
        self.prepare([record])
        return Response(self.get_serializer(record).data)

    @extend_schema(responses={200: HISTORY_SCHEMA})
    @action(detail=True)
    def history(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What was recorded of it, oldest first; still there once it is deleted."""
        return History(self, str(self.kwargs[self.lookup_field])).response()

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.filters_rows else queryset

    @property
    def filters_rows(self) -> bool:
        return self.action == "list"

    def prepare(self, rows: Rows) -> None:
        """Complete rows before they are shown."""

    def accepted_parameters(self) -> Parameters:
        if self.action == "history":
            return [*super().accepted_parameters(), LIMIT, CURSOR]
        accepted = [
            *super().accepted_parameters(),
            *self.takes_in_both,
            fields_parameter(self.shown_fields),
        ]
        if self.filters_rows:
            ordering = ordering_parameter(self.keys, self.default_ordering)
            accepted += [*self.filterset_class.parameters(), LIMIT, CURSOR, ordering, COUNT]
        if self.action == "retrieve":
            accepted.append(AS_RECORDED_AT)
        return accepted

    def get_serializer_class(self) -> Any:
        detailed = self.action == "retrieve" and self.detail_serializer_class
        return detailed or self.serializer_class

    @property
    def shown_fields(self) -> Rows:
        """The names of what an object, or a row, of the current action holds."""
        return [*self.get_serializer_class()._declared_fields]

    def only_asked(self, row: dict[str, Any]) -> dict[str, Any]:
        """Of a row that no serializer made: the fields that ``fields`` asks for."""
        wanted = self.given("fields", row)
        return {name: value for name, value in row.items() if name in wanted}


def fields_parameter(names: list[str]) -> Parameter:
    def parse(given: str) -> str:
        if given not in names:
            raise Refused(f"there is no field “{given}”; there are: {', '.join(names)}.", "unknown")
        return given

    schema = {"type": "string", "enum": names}
    return Parameter("fields", parse, "Only these fields.", schema, many=True)


INSTANTS = (AT, KNOWN_AT)
