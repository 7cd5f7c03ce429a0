"""Kinds of filters: each takes its values strictly and documents itself."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.db.models.functions import Coalesce

from ceasefires.api.parameters import (
    LARGEST,
    Parameter,
    Refused,
    identifier,
    instant,
    natural_number,
    one_of,
    parsed,
    text,
    words,
)
from ceasefires.choices import Vocabulary

NOBODY = "unknown"


class _AllGiven(forms.Widget):
    """Hands over every value given for a parameter."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name)


class _ParameterField(forms.Field):
    widget = _AllGiven

    def __init__(self, parameter: Parameter, resolve: Callable[[Any], Any]) -> None:
        super().__init__(required=False)
        self.parameter, self.resolve = parameter, resolve

    def clean(self, given: list[str]) -> Any:
        if not given:
            return None
        try:
            return self.resolve(parsed(self.parameter, given))
        except Refused as refused:
            raise ValidationError(str(refused), refused.code) from None


class StrictFilter(django_filters.Filter):
    """A filter whose value a :class:`Parameter` parses."""

    def __init__(
        self,
        parse: Callable[[str], Any],
        description: str,
        *,
        column: str | None = None,
        lookup: str = "exact",
        schema: dict[str, Any] | None = None,
        many: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(column, lookup, **options)
        self.described = (parse, description, schema or {"type": "string"}, many)

    def parameter(self, name: str) -> Parameter:
        return Parameter(name, *self.described)

    def resolve(self, value: Any) -> Any:
        """What the filter works with in the parsed value's place."""
        return value

    @property
    def field(self) -> _ParameterField:
        return _ParameterField(self.parameter(""), self.resolve)


class Slugs(StrictFilter):
    """Several objects by slug; slugs become primary keys first, in one query."""

    def __init__(
        self,
        model: type[Model],
        description: str,
        *,
        column: str | None = None,
        nobody: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(text, description, column=column, lookup="in", many=True, **options)
        self.referred, self.nobody = model, nobody

    def resolve(self, slugs: list[str]) -> list[int | None]:
        wanted = [slug for slug in slugs if not (self.nobody and slug == NOBODY)]
        rows = self.referred._default_manager.filter(slug__in=wanted)
        found = dict(rows.values_list("slug", "pk"))
        missing = [slug for slug in wanted if slug not in found]
        if missing:
            raise Refused(f"there is none called: {', '.join(missing)}.", "unknown_value")
        return [*found.values(), *([None] if len(wanted) < len(slugs) else [])]


class Identifiers(StrictFilter):
    """Several objects by UUID."""

    def __init__(self, model: type[Model], description: str, *, column: str) -> None:
        schema = {"type": "string", "format": "uuid"}
        super().__init__(
            identifier, description, column=column, lookup="in", schema=schema, many=True
        )
        self.referred = model

    def resolve(self, wanted: list[UUID]) -> list[UUID]:
        found = set(
            self.referred._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)
        )
        missing = [str(each) for each in wanted if each not in found]
        if missing:
            raise Refused(f"there is none called: {', '.join(missing)}.", "unknown_value")
        return wanted


def values(
    vocabulary: type[Vocabulary], description: str, column: str, **options: Any
) -> StrictFilter:
    allowed = [each.value for each in vocabulary]
    return StrictFilter(
        one_of(allowed),
        description,
        column=column,
        lookup="in",
        schema={"type": "string", "enum": allowed},
        many=True,
        **options,
    )


def since(column: str, description: str) -> StrictFilter:
    return _instant(column, "gte", f"{description}, at or after this instant.")


def until(column: str, description: str) -> StrictFilter:
    return _instant(column, "lt", f"{description}, before this instant.")


def _instant(column: str, lookup: str, description: str, **options: Any) -> StrictFilter:
    schema = {"type": "string", "format": "date-time"}
    return StrictFilter(
        instant, description, column=column, lookup=lookup, schema=schema, **options
    )


def instant_by(method: str, description: str) -> StrictFilter:
    return _instant("", "exact", description, method=method)


def at_least(estimate: str, description: str) -> StrictFilter:
    """By the most likely figure of an estimate, or where there is none by the lowest."""
    return _AtLeast(estimate, f"{description}, by the most likely figure, else the lowest.")


class _AtLeast(StrictFilter):
    def __init__(self, estimate: str, description: str) -> None:
        schema = {"type": "integer", "minimum": 0, "maximum": LARGEST}
        super().__init__(natural_number, description, schema=schema)
        self.figure = Coalesce(f"{estimate}_best", f"{estimate}_low")

    def filter(self, queryset: QuerySet, number: int | None) -> QuerySet:
        if number is None:
            return queryset
        return queryset.annotate(figure=self.figure).filter(figure__gte=number)


def containing(column: str, description: str) -> StrictFilter:
    return StrictFilter(
        text, f"{description}, in part, whatever its case.", column=column, lookup="icontains"
    )


def search(*columns: str) -> StrictFilter:
    """Full-text search; ``columns`` as in the index that serves it."""
    return _Search(columns)


class _Search(StrictFilter):
    def __init__(self, columns: tuple[str, ...]) -> None:
        super().__init__(
            words,
            "Full-text search: words, “phrases”, or, and - for not; at most 200 characters.",
            schema={"type": "string", "maxLength": 200},
        )
        self.columns = columns

    def filter(self, queryset: QuerySet, wanted: str | None) -> QuerySet:
        if not wanted:
            return queryset
        vector = SearchVector(*self.columns, config="simple")
        query = SearchQuery(wanted, config="simple", search_type="websearch")
        return queryset.annotate(found_in=vector).filter(found_in=query)


def flag(description: str, method: str = "leave") -> StrictFilter:
    """A switch; without a method, one that others read."""
    return StrictFilter(
        one_of(["true", "false"]),
        description,
        schema={"type": "boolean", "default": False},
        method=method,
    )
