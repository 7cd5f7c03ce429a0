"""What stands in one column of a table: how it is selected, described, and taken back."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import F, Func, TextField
from django.db.models.functions import Cast
from django.utils.dateparse import parse_duration

from ceasefires.interchange.cells import DEGREE
from ceasefires.interchange.findings import Bad
from ceasefires.models.shown import Escaped, IsoDuration, Local, Utc, or_null

Described = dict[str, Any]
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", re.ASCII)
DURATION = re.compile(r"PT(?=\d)(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}(\.\d{1,6})?S)?", re.ASCII)
DEGREES = {"latitude": 90, "longitude": 180}
# Of columns of which their models say nothing.
DESCRIPTIONS = {
    "id": "The public identifier; never changed.",
    "latitude": "In degrees (WGS 84).",
    "longitude": "In degrees (WGS 84).",
}


class Column:
    """A column of a model, under the name that it has in the dataset.

    ``derived``: the database keeps it by what is in the others, so that it is not taken back.
    """

    type = "string"
    derived = False
    empty: Any = None  # what null is to the model

    def __init__(self, name: str, field: Any) -> None:
        self.name, self.field = name, field

    @property
    def required(self) -> bool:
        return not self.field.null

    def selected(self) -> Any:
        """The expression of its value, as it stands in a line of JSON."""
        return F(self.field.name)

    def cell(self) -> Any:
        """The expression of its value, as it stands in a line of CSV."""
        return self.selected()

    def description(self) -> str:
        return str(self.field.help_text) or DESCRIPTIONS.get(self.name, "")

    def constraints(self) -> Described:
        return {"required": True} if self.required else {}

    def described(self) -> Described:
        """Its field in a Table Schema."""
        constraints = self.constraints()
        return {
            "name": self.name,
            "type": self.type,
            "description": self.description(),
            **({"constraints": constraints} if constraints else {}),
        }

    def taken(self, given: Any) -> Any:
        """The model's value for one of a line of JSON. Raises Bad."""
        if given is not None:
            return self.read(given)
        if self.required:
            raise self.bad(given, "is needed, and not given.")
        return self.empty

    def read(self, given: Any) -> Any:
        raise NotImplementedError

    def bad(self, given: Any, reason: str) -> Bad:
        return Bad(self.name, "" if given is None else given, reason)


class Text(Column):
    """Words. In CSV none are a formula: an apostrophe may stand before them."""

    empty = ""

    @property
    def required(self) -> bool:
        return not self.field.blank

    def selected(self) -> Any:
        return or_null(F(self.field.name))

    def cell(self) -> Any:
        return Escaped(self.selected())

    def read(self, given: Any) -> str:
        if not isinstance(given, str) or not given:
            raise self.bad(given, "is not a text that says something.")
        if len(given) > self.field.max_length:
            raise self.bad(given, f"has more than {self.field.max_length} characters.")
        if "\x00" in given:
            raise self.bad(given, "holds a NUL.")
        return given


class Word(Text):
    """A value of a vocabulary."""

    def cell(self) -> Any:
        return self.selected()

    @cached_property
    def values(self) -> list[str]:
        return [value for value, _label in self.field.choices]

    def constraints(self) -> Described:
        return super().constraints() | {"enum": self.values}

    def read(self, given: Any) -> str:
        if given not in self.values:
            raise self.bad(given, f"is not one of: {', '.join(self.values)}.")
        return str(given)


class Words(Column):
    """Several texts or values of a vocabulary, in CSV as JSON too."""

    type = "array"

    @cached_property
    def each(self) -> Text:
        return (Word if self.field.base_field.choices else Text)(self.name, self.field.base_field)

    def described(self) -> Described:
        constraints = self.each.constraints()
        return super().described() | {"arrayItem": {"type": "string", "constraints": constraints}}

    def cell(self) -> Any:
        return Cast(Func(self.selected(), function="to_json"), TextField())

    def read(self, given: Any) -> list[str]:
        if not isinstance(given, list):
            raise self.bad(given, "is not a list.")
        return [self.each.read(each) for each in given]


class Whole(Column):
    type = "integer"

    @cached_property
    def most(self) -> int:
        _, most = connection.ops.integer_field_range(self.field.get_internal_type())
        return int(most)

    def constraints(self) -> Described:
        return super().constraints() | {"minimum": 0}

    def read(self, given: Any) -> int:
        if type(given) is not int or not 0 <= given <= self.most:  # true is an int too
            raise self.bad(given, f"is not a whole number from 0 to {self.most}.")
        return given


class Degrees(Column):
    type = "number"

    def selected(self) -> Any:
        return Func(F(self.field.name), function="trim_scale")

    def constraints(self) -> Described:
        most = DEGREES[self.name]
        return super().constraints() | {"minimum": -most, "maximum": most}

    def read(self, given: Any) -> Decimal:
        if type(given) not in (int, float) or not abs(given) <= DEGREES[self.name]:
            raise self.bad(given, f"is not a number of degrees up to {DEGREES[self.name]}.")
        degrees = Decimal(repr(given))
        if degrees != degrees.quantize(DEGREE):
            raise self.bad(given, "has more than six decimals.")
        return degrees


class Truth(Column):
    type = "boolean"

    def cell(self) -> Any:
        return Cast(self.selected(), TextField())


class Instant(Column):
    type = "datetime"

    def selected(self) -> Any:
        return Utc(F(self.field.name))

    def read(self, given: Any) -> datetime:
        try:
            if isinstance(given, str) and INSTANT.fullmatch(given):
                return datetime.fromisoformat(given)
        except ValueError:
            pass
        raise self.bad(given, "is not an instant in UTC such as 2014-08-05T05:00:00Z.")


class LocalTime(Column):
    """The local time of an instant, where that is known: what a reader takes a day from."""

    type = "datetime"
    derived = True

    def __init__(self, name: str, field: Any, zone: Any) -> None:
        super().__init__(name, field)
        self.zone = zone

    def selected(self) -> Any:
        return Local(F(self.field.name), self.zone)

    def description(self) -> str:
        return f"{super().description()} In local time."


class Duration(Column):
    type = "duration"

    def selected(self) -> Any:
        return IsoDuration(F(self.field.name))

    def read(self, given: Any) -> timedelta:
        try:
            if isinstance(given, str) and DURATION.fullmatch(given):
                return parse_duration(given) or timedelta()
        except OverflowError:
            pass
        raise self.bad(given, "is not a duration such as PT72H.")
