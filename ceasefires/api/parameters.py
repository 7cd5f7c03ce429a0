"""Query parameters, taken strictly: what is not understood is refused, never ignored."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.http import QueryDict

from ceasefires.models.constraints import EARLIEST, LATEST

from .problems import ParameterError

RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)
LONGEST = 200
MOST_ERRORS = 20
LONGEST_REASON = 500
LONGEST_CURSOR = 2000
LONGEST_LIST = 5000  # characters of all values of one parameter, and of their commas
LARGEST = 2**31 - 1


class Refused(ValueError):
    """A value that cannot be taken; the message says what to give instead."""

    def __init__(self, message: str, code: str = "invalid") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter: how its text is parsed, and what the schema says of it."""

    name: str
    parse: Callable[[str], Any]
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    many: bool = False
    longest: int = LONGEST

    def operation_parameter(self) -> dict[str, Any]:
        """The OpenAPI parameter object."""
        schema = {"type": "array", "items": dict(self.schema)} if self.many else dict(self.schema)
        shown = {"style": "form", "explode": False} if self.many else {}
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.description,
            "schema": schema,
        } | shown


def instant(text: str) -> datetime:
    """An RFC 3339 instant, in UTC."""
    if not RFC_3339.fullmatch(text):
        hint = " (write + as %2B in a URL)" if " " in text else ""
        raise Refused(f"give an RFC 3339 instant such as 2014-08-06T12:00:00Z{hint}.")
    try:
        moment = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused("there is no such instant.") from None
    if not EARLIEST <= moment < LATEST:
        raise Refused("give an instant from 1800 to 2199.")
    return moment


def natural_number(text: str) -> int:
    if not re.fullmatch(r"\d{1,10}", text, re.ASCII) or int(text) > LARGEST:
        raise Refused(f"give a whole number from 0 to {LARGEST}.")
    return int(text)


def one_of(values: Iterable[str]) -> Callable[[str], str]:
    allowed = list(values)

    def parse(text: str) -> str:
        if text not in allowed:
            raise Refused(f"“{text}” is none of: {', '.join(allowed)}.", "unknown_value")
        return text

    return parse


def time_zone(text: str) -> ZoneInfo:
    if text not in available_timezones():
        raise Refused("give an IANA time zone such as Asia/Gaza.", "unknown_value")
    return ZoneInfo(text)


def bounding_box(text: str) -> tuple[float, float, float, float]:
    """west, south, east, north in degrees; west may exceed east across the date line."""
    number = r"-?\d{1,3}(\.\d{1,10})?"
    if not re.fullmatch(rf"{number}(,{number}){{3}}", text, re.ASCII):
        raise Refused("give west,south,east,north in degrees, such as 34.2,31.2,34.6,31.6.")
    west, south, east, north = (float(part) for part in text.split(","))
    if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90):
        raise Refused("longitudes lie within ±180, latitudes within ±90, south below north.")
    return west, south, east, north


def text(value: str) -> str:
    return value


def words(value: str) -> str:
    if not any(each.isalnum() for each in value):
        raise Refused("give at least one word.")
    return value


def identifier(value: str) -> UUID:
    """A UUID, in its usual form."""
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value, re.IGNORECASE):
        raise Refused("give a UUID such as 01914e3e-0000-7000-8000-000000000000.")
    return UUID(value)


def take(query: QueryDict, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """The parsed values of a query's parameters; every one that cannot be taken is named."""
    known = {each.name: each for each in parameters}
    errors, taken = [], {}
    for name in query:
        try:
            taken[name] = parsed(_called(name, known), query.getlist(name))
        except Refused as refused:
            errors.append((name, refused.code, str(refused)))
    if errors:
        raise ParameterError(*errors[:MOST_ERRORS])
    return taken


def _called(name: str, known: Mapping[str, Parameter]) -> Parameter:
    if name not in known:
        names = ", ".join(sorted(known))
        raise Refused(f"there is no such parameter here; there are: {names}.", "unknown")
    return known[name]


def parsed(parameter: Parameter, given: list[str]) -> Any:
    """The value of one parameter from all that was given for it."""
    if parameter.many:
        _check_text(",".join(given), LONGEST_LIST)
        values = [part for value in given for part in value.split(",")]
        for value in values:
            _check_text(value, parameter.longest)
        return list(dict.fromkeys(parameter.parse(value) for value in values))
    for value in given:
        _check_text(value, parameter.longest)
    if len(given) > 1:
        raise Refused("can be given only once.", "repeated")
    return parameter.parse(given[0])


def _check_text(value: str, longest: int) -> None:
    if not value.strip():
        raise Refused("must not be empty; leave the parameter out instead.", "empty")
    if len(value) > longest:
        raise Refused(f"is longer than {longest} characters.", "too_long")
    if "\x00" in value or "\ufffd" in value:
        raise Refused("is not valid text: NUL, or not UTF-8.")


AT = Parameter(
    "at",
    instant,
    "The instant asked about; now, where not given.",
    {"type": "string", "format": "date-time"},
)
KNOWN_AT = Parameter(
    "known_at",
    instant,
    "Answer only from what was known at this instant; now, where not given.",
    {"type": "string", "format": "date-time"},
)


def format_parameter(*names: str) -> Parameter:
    told = "The representation; the Accept header does the same."
    return Parameter("format", one_of(names), told, {"type": "string", "enum": list(names)})


FORMAT = format_parameter("json")
