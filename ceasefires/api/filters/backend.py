"""Applies a view's FilterSet, refusing what it cannot take."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend

from ceasefires.api.parameters import Parameter
from ceasefires.api.problems import ParameterError

from .kinds import StrictFilter


class StrictFilterSet(django_filters.FilterSet):
    """Base of the API's filter sets; ``asked`` holds the instants that the request names."""

    def __init__(self, *args: Any, asked: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked

    members_of: str = ""

    def get_form_class(self) -> type[forms.Form]:
        filterset = self

        form: Any = super().get_form_class()

        class Form(form):  # type: ignore[misc]  # made by django-filter
            def clean(self) -> dict[str, Any]:
                filterset.check_together(self.cleaned_data)
                return self.cleaned_data

        return Form

    def check_together(self, given: dict[str, Any]) -> None:
        """Rules across parameters."""
        if given.get("include_members") == "true" and not given.get(self.members_of):
            message = f"says nothing without {self.members_of}."
            raise ValidationError({"include_members": ValidationError(message, "alone")})

    def leave(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Of a filter that others read."""
        return queryset

    def given(self, name: str) -> Any:
        return self.form.cleaned_data.get(name)

    @classmethod
    def parameters(cls) -> list[Parameter]:
        filters: dict[str, StrictFilter] = cls.base_filters
        return [each.parameter(name) for name, each in filters.items()]


class StrictFilterBackend(BaseFilterBackend):
    """Filters by the view's ``filterset_class``; a value that cannot be taken is 400."""

    def filter_queryset(self, request: Any, queryset: QuerySet, view: Any) -> QuerySet:
        filterset = view.filterset_class(
            request.query_params, queryset, request=request, asked=view.asked
        )
        if filterset.form.errors:
            raise ParameterError(
                *(
                    (name, error.code or "invalid", error.messages[0])
                    for name, errors in filterset.form.errors.as_data().items()
                    for error in errors
                )
            )
        if about := filterset.given("ceasefire"):
            view.about = frozenset(about)
        return filterset.filter_queryset(queryset)
