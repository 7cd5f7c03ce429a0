"""Functions of the database; those named ceasefires_… are defined by migrations."""

from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import CharField, DateTimeField, F, Func, Value

PERIODS = {"day": "YYYY-MM-DD", "week": "YYYY-MM-DD", "month": "YYYY-MM"}


class _OfSpan(Func):
    """Of the span that a fuzzy instant can mean (``ceasefires.rules.fuzzy.span_of``)."""

    def __init__(self, name: str, zone: str = "") -> None:
        zone_of_row = F(zone) if zone else Value("UTC", output_field=CharField())
        super().__init__(F(f"{name}_at"), F(f"{name}_precision"), zone_of_row)


class SpanUpper(_OfSpan):
    """Its end."""

    function = "ceasefires_span_upper"
    output_field = DateTimeField()


class SpanOf(_OfSpan):
    """The whole of it; null where the instant is unknown."""

    function = "ceasefires_span"
    output_field = DateTimeRangeField()


class LocalPeriod(Func):
    """The day, week (by its Monday) or month that an instant falls in, in a zone, as text."""

    output_field = CharField()

    def __init__(self, period: str, instant: Any, zone: Any) -> None:
        truncated = f"date_trunc('{period}', %(expressions)s)"
        template = f"to_char({truncated}, '{PERIODS[period]}')"
        super().__init__(instant, zone, template=template, arg_joiner=" AT TIME ZONE ")


class BeforeAll(Func):
    """The instant before all others: what orders unknown instants, in lists and their indexes."""

    template = "'-infinity'::timestamptz"
    output_field = DateTimeField()


class PartCitedFrom(Func):
    """The earliest publication among the sources cited for a participation (primary key)."""

    function = "ceasefires_cited_from"
    template = "%(function)s(NULL, %(expressions)s)"
    output_field = DateTimeField(null=True)
