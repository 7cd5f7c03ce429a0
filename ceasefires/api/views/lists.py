"""Lists: by pages as JSON, and by pages or whole in the forms that people's tools read."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import HttpResponse, StreamingHttpResponse
from drf_orjson_renderer.renderers import ORJSONRenderer
from rest_framework.exceptions import Throttled
from rest_framework.renderers import BaseRenderer

from ceasefires.api.filters.backend import StrictFilterBackend, StrictFilterSet
from ceasefires.api.formats import CUT_OFF, Csv, Flat, Ndjson
from ceasefires.api.pagination import (
    ALL,
    Key,
    KeysetPagination,
    in_order,
)
from ceasefires.api.problems import ParameterError
from ceasefires.api.rows import Rows, chunks, streamed
from ceasefires.api.slots import Slot
from ceasefires.api.throttling import WholeListThrottle

from .writes import WriteView

# Views have a method called list, which would shadow the type in their annotations.
Renderers = list[BaseRenderer]
CHUNK = 200  # records, where each is completed by more than its own query


class ListView(WriteView):
    """A list. Where ``by_columns``, its rows are made of what is selected, without records."""

    filter_backends = [StrictFilterBackend]
    filterset_class: type[StrictFilterSet]
    pagination_class = KeysetPagination
    keys: ClassVar[dict[str, Key]]
    default_ordering: ClassVar[str]
    forms: ClassVar[tuple[type[Flat], ...]] = (Csv, Ndjson)
    by_columns: ClassVar[bool] = False
    shown_fields: Any

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        queryset, form = self.filter_queryset(self.get_queryset()), request.accepted_renderer
        self._make_sure_of_form(form)
        if self.given("limit") == ALL:
            return self._whole(queryset, form)
        page = self.paginate_queryset(queryset)
        assert page is not None
        self.prepare(page)
        shown = self.get_serializer(page, many=True).data
        paged = self.get_paginated_response(shown)
        if not isinstance(form, Flat):
            return paged
        body = b"".join(form.written(self.rows, shown))
        answer = HttpResponse(body, form.media_type)
        if "Link" in paged:
            answer["Link"] = paged["Link"]
        return answer

    def _make_sure_of_form(self, form: Any) -> None:
        """What is asked for beside a form has a place there."""
        if isinstance(form, Flat) and "count" in self.parameters:
            raise ParameterError(("count", "invalid", "goes with pages of JSON."))
        if self.given("limit") == ALL and "cursor" in self.parameters:
            raise ParameterError(("cursor", "invalid", "goes with pages, and not with limit=all."))

    def _whole(self, queryset: Any, form: Any) -> StreamingHttpResponse:
        """Every row, as it comes from the database."""
        if not isinstance(form, Flat):
            others = " or ".join(each.format for each in self.forms)
            raise ParameterError(("limit", "invalid", f"all goes with format={others}."))
        self.throttle = WholeListThrottle()
        if not self.throttle.allow_request(self.request, self):
            raise Throttled(self.throttle.wait(), "You have asked for many whole lists.")
        ordering = self.given("ordering", self.default_ordering)
        key = self.keys[ordering.removeprefix("-")]
        ordered = in_order(queryset, key, not ordering.startswith("-"))
        pieces = form.written(self.rows, self._rows(ordered))
        slot = Slot(pieces, CUT_OFF.encode())
        return StreamingHttpResponse(slot, form.media_type)

    @property
    def rows(self) -> Rows:
        return Rows(self.get_serializer(), self.given("fields", self.shown_fields))

    def get_serializer_context(self) -> dict[str, Any]:
        """With the fields that the form needs, whichever are asked for."""
        context = super().get_serializer_context()
        form = getattr(self.request, "accepted_renderer", None)
        if context["fields"] and isinstance(form, Flat):
            context["fields"] = [*dict.fromkeys([*context["fields"], *form.needs])]
        return context

    def _rows(self, queryset: Any) -> Iterator[Any]:
        if self.by_columns:
            yield from streamed(self.rows.selected(queryset))
            return
        for chunk in chunks(queryset, CHUNK):
            self.prepare(chunk)
            yield from self.get_serializer(chunk, many=True).data

    @property
    def is_plain_list(self) -> bool:
        return self.action == "list"

    def get_renderers(self) -> Renderers:
        flat = self.forms if self.is_plain_list else ()
        return [ORJSONRenderer(), *(form() for form in flat)]
