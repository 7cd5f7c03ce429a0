"""The views of the API's objects: lists, single objects, their histories, and writes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from ceasefires.api.history import AS_RECORDED_AT, HISTORY_SCHEMA, History, as_recorded
from ceasefires.api.pagination import (
    COUNT,
    CURSOR,
    LIMIT,
    LIMIT_OR_ALL,
    instant_key,
    ordering_parameter,
)
from ceasefires.api.parameters import Parameter, Refused
from ceasefires.api.problems import ParameterError
from ceasefires.editors import are_named_to

from .base import Parameters
from .lists import ListView
from .writes import DRY_RUN, REASON

WRITTEN_WITH = {
    "create": (DRY_RUN, REASON),
    "bulk": (DRY_RUN, REASON),
    "end": (DRY_RUN, REASON),
    "supersede": (DRY_RUN, REASON),
    "update": (DRY_RUN, REASON),
    "partial_update": (DRY_RUN, REASON),
    "destroy": (DRY_RUN,),
}

Rows = list[Any]

ONE_AXIS = "cannot be given with at or known_at: they ask of the facts as they stand now."
UPDATED = {"updated": instant_key("updated", nullable=False)}


class ResourceView(ListView):
    """A list and its objects. Subclasses declare; ``prepare`` completes the rows of a page."""

    lookup_field = "slug"
    lookup_value_converter = "slug"
    takes_in_both: ClassVar[Sequence[Parameter]] = ()
    subject: ClassVar[str] = ""  # the column of a record that tells which ceasefire it is about
    lasting = True

    def get_object(self) -> Any:
        record = super().get_object()
        if self.subject:
            self.about = frozenset({getattr(record, self.subject)} - {None})
        return record

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
        """What was recorded of it, oldest first; still there once it is deleted.

        Editors are told who wrote each change, and for which request.
        """
        self.private = are_named_to(request.user)
        identifier = str(self.kwargs[self.lookup_field])
        return History(self, identifier, signed=self.private).response()

    def varies_by(self) -> Sequence[str]:
        """To no cache are the answers for editors and for anyone the same."""
        return [*super().varies_by(), *(["Authorization"] if self.action == "history" else [])]

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.filters_rows else queryset

    @property
    def filters_rows(self) -> bool:
        return self.action == "list"

    def accepted_parameters(self) -> Parameters:
        if self.action in WRITTEN_WITH:
            return [*super().accepted_parameters(), *WRITTEN_WITH[self.action]]
        if self.action == "history":
            return [*super().accepted_parameters(), LIMIT, CURSOR]
        accepted = [
            *super().accepted_parameters(),
            *self.takes_in_both,
            fields_parameter(self.shown_fields),
        ]
        if self.filters_rows:
            ordering = ordering_parameter(self.keys, self.default_ordering)
            accepted += [
                *self.filterset_class.parameters(),
                LIMIT_OR_ALL if self.is_plain_list else LIMIT,
                CURSOR,
                ordering,
                COUNT,
            ]
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
