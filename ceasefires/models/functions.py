"""Database functions that constraints use; migrations define them."""

from django.db.models import CharField, DateTimeField, F, Func, Value


class SpanUpper(Func):
    """The end of the span that a fuzzy instant can mean (``ceasefires.rules.fuzzy.span_of``)."""

    function = "ceasefires_span_upper"
    output_field = DateTimeField()

    def __init__(self, name: str, zone: str = "") -> None:
        zone_of_row = F(zone) if zone else Value("UTC", output_field=CharField())
        super().__init__(F(f"{name}_at"), F(f"{name}_precision"), zone_of_row)


class BeforeAll(Func):
    """The instant before all others: what orders unknown instants, in lists and their indexes."""

    template = "'-infinity'::timestamptz"
    output_field = DateTimeField()


class PartCitedFrom(Func):
    """The earliest publication among the sources cited for a participation (primary key)."""

    function = "ceasefires_cited_from"
    template = "%(function)s(NULL, %(expressions)s)"
    output_field = DateTimeField(null=True)
