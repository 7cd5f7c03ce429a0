"""Filters of lists that offer what one types rather than every value there is."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import DateField, Func
from django.http import HttpRequest

from ceasefires.choices import Status
from ceasefires.models.violation import OCCURRED

from .forms import Autocomplete


def others(request: HttpRequest, *mine: str) -> list[tuple[str, str]]:
    """The rest of the list's parameters, but for the page and errors."""
    kept = ((name, value) for name, value in request.GET.items() if name not in {*mine, "p", "e"})
    return list(kept)


def understood(form: forms.Form) -> Any:
    """The value of a form's one field."""
    if not form.is_valid():
        raise IncorrectLookupParameters(form.errors)
    return next(iter(form.cleaned_data.values()))


class PickFilter(admin.FieldListFilter):
    """By one related record, found as one types, or by none being named."""

    template = "admin/ceasefires/form_filter.html"

    def __init__(
        self, field: Any, request: Any, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        self.name, self.none = field_path, f"{field_path}__isnull"
        super().__init__(field, request, params, model, model_admin, field_path)
        attributes = {"id": f"filter-{field_path}", "aria-label": self.title}
        widget = Autocomplete(field, model_admin.admin_site, attributes)
        picked = forms.ModelChoiceField(field.related_model.objects, required=False, widget=widget)
        self.form = forms.Form(_last(request, self.name), auto_id=False)
        self.form.fields[self.name] = picked
        self.kept = others(request, self.name, self.none)

    def expected_parameters(self) -> list[str]:
        return [self.name, self.none]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.none in self.used_parameters:
            return queryset.filter(**{self.none: True})
        chosen = understood(self.form)
        return queryset.filter(**{self.name: chosen}) if chosen else queryset

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        nobody = self.none in self.used_parameters
        picked = bool(self.form.data.get(self.name)) and not nobody
        yield {
            "selected": not nobody and not picked,
            "query_string": changelist.get_query_string(remove=self.expected_parameters()),
            "display": "All",
        }
        if self.field.null:
            yield {
                "selected": nobody,
                "query_string": changelist.get_query_string({self.none: "True"}, [self.name]),
                "display": "None named",
            }


def _last(request: HttpRequest, name: str) -> dict[str, str]:
    return {name: request.GET.get(name, "")}


class LocalDate(Func):
    """The date on which an instant fell, in a zone that a column names."""

    template = "(%(expressions)s)::date"
    arg_joiner = " AT TIME ZONE "
    output_field = DateField()


class DayFilter(admin.SimpleListFilter):
    """By the day on which an act occurred, in the local time of its ceasefire."""

    title = "day (local time)"
    parameter_name = "day"
    template = "admin/ceasefires/form_filter.html"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.form = forms.Form(_last(request, "day"), auto_id=False)
        widget = forms.DateInput({"type": "date", "aria-label": "Day on which it occurred"})
        self.form.fields["day"] = forms.DateField(
            required=False, widget=widget, input_formats=["%Y-%m-%d"]
        )
        self.kept = others(request, "day")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return []

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        day = understood(self.form)
        if day is None:
            return queryset
        acts = queryset.alias(counted=OCCURRED).filter(counted__range=_around(day))
        local_day = LocalDate("occurred_at", "ceasefire__time_zone")
        return acts.alias(local_day=local_day).filter(local_day=day)

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        yield {
            "selected": not self.value(),
            "query_string": changelist.get_query_string(remove=["day"]),
            "display": "All",
        }


def _around(day: date) -> tuple[datetime, datetime]:
    """All instants that fall on a day somewhere."""
    if not 1800 <= day.year < 2200:
        raise IncorrectLookupParameters("day: between 1800 and 2200.")
    start = datetime.combine(day, time.min, ZoneInfo("UTC"))
    return start - timedelta(days=1), start + timedelta(days=2)


class StatusFilter(admin.SimpleListFilter):
    """By the status at this moment, of ceasefires annotated ``with_status``."""

    title = "status now"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return Status.choices()

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(status=self.value()) if self.value() else queryset
