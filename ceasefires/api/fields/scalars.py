"""Fields of one value: text, numbers, vocabularies, instants, durations."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F
from django.db.models.functions import Cast

from ceasefires.api.parameters import Refused, instant
from ceasefires.choices import Vocabulary
from ceasefires.durations import duration
from ceasefires.models.shown import Utc, or_null

from .base import Field, Schema, listed, optional, refuse

INSTANT: Schema = {"type": "string", "format": "date-time"}
OPTIONAL_INSTANT = optional(INSTANT)
DEGREE = Decimal("0.000001")
LARGEST = 2**31 - 1


def text(data: Any) -> str:
    """A string without a NUL, which no database takes; blanks around it mean nothing."""
    if not isinstance(data, str):
        refuse("not_text", "give text.")
    if "\x00" in data:
        refuse("invalid", "is not valid text: NUL.")
    return data.strip()


def whole_number(data: Any) -> int:
    if type(data) is not int:  # true is an int too
        refuse("not_a_number", "give a whole number.")
    return data


def count(data: Any) -> int | None:
    """How many, from zero; null is not reported."""
    if data is not None and not 0 <= whole_number(data) <= LARGEST:
        refuse("out_of_range", f"give a whole number from 0 to {LARGEST}, or null.")
    return data


def moment(data: Any) -> datetime:
    try:
        return instant(text(data))
    except Refused as refused:
        refuse(refused.code, str(refused))


def value_of(vocabulary: type[Vocabulary]) -> Callable[[Any], str]:
    values = [each.value for each in vocabulary]

    def take(data: Any) -> str:
        if data not in values:
            refuse("unknown_value", f"give one of: {', '.join(values)}.")
        return data

    return take


def utc(moment: datetime | None) -> str | None:
    """An instant as RFC 3339 with Z."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class TextField(Field):
    def to_representation(self, value: str) -> str | None:
        return value

    def free_cells(self) -> list[bool]:
        return [True]

    def take(self, data: Any) -> str:
        given, longest = text(data), self.column.max_length
        if len(given) > longest:  # which a long text's column itself does not check
            refuse("max_length", f"give at most {longest} characters.")
        return self.cleaned(given)

    @property
    def takes(self) -> Schema:
        column = self.column
        shortest = {} if column.blank else {"minLength": 1}
        return self.shows | {"maxLength": column.max_length} | shortest


class OptionalTextField(TextField):
    """Reads as null where it is empty."""

    shows = {"type": ["string", "null"]}

    def to_representation(self, value: str) -> str | None:
        return value or None

    def selected(self) -> list[Any]:
        return [or_null(F(str(self.source)))]

    def take(self, data: Any) -> str:
        return "" if data is None else super().take(data)


class ShownField(Field):
    """What nobody writes: it is computed, or kept by the database."""

    def __init__(self, shows: Schema | None = None, **options: Any) -> None:
        self.shows = shows or self.shows
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Any) -> Any:
        return value


class ShownTextField(ShownField):
    """Reads as null where it is empty."""

    shows = {"type": ["string", "null"]}

    def to_representation(self, value: str | None) -> str | None:
        return value or None

    def selected(self) -> list[Any]:
        return [or_null(F(str(self.source)))]


class IdField(ShownField):
    shows = {"type": "string", "format": "uuid"}

    def to_representation(self, value: UUID) -> str:
        return str(value)

    def selected(self) -> list[Any]:
        return [Cast(F("pk"), models.TextField())]


class NumberField(Field):
    shows = {"type": "integer"}

    def to_representation(self, value: int) -> int:
        return value

    def take(self, data: Any) -> int | None:
        return self.cleaned(whole_number(data))


class OptionalNumberField(NumberField):
    shows = {"type": ["integer", "null"]}

    def take(self, data: Any) -> int | None:
        return None if data is None else super().take(data)


class DegreesField(Field):
    """A latitude or longitude, kept to a millionth of a degree (0.1 m)."""

    shows = {"type": ["number", "null"]}

    def to_representation(self, value: Decimal) -> float:
        return float(value)

    def selected(self) -> list[Any]:
        return [Cast(F(str(self.source)), models.FloatField())]

    def take(self, data: Any) -> Decimal | None:
        if data is None:
            return None
        if type(data) not in (int, float) or not abs(data) <= 180:
            refuse("invalid", "give degrees, from -180 to 180, or null.")
        return Decimal(repr(data)).quantize(DEGREE)


class InstantField(Field):
    """A plain instant. Where the model can do without it, null is taken for its default."""

    shows = INSTANT

    def to_representation(self, moment: datetime) -> str | None:
        return utc(moment)

    def selected(self) -> list[Any]:
        return [Utc(F(str(self.source)))]

    def take(self, data: Any) -> datetime | None:
        return None if data is None and self.column.blank else moment(data)

    @property
    def takes(self) -> Schema:
        return OPTIONAL_INSTANT if self.column.blank else self.shows


class OptionalInstantField(InstantField):
    shows = OPTIONAL_INSTANT


class UpdatedField(ShownField):
    """When the database last changed the record."""

    shows = INSTANT

    def to_representation(self, moment: datetime) -> str | None:
        return utc(moment)

    def selected(self) -> list[Any]:
        return [Utc(F("updated"))]


class VocabularyField(Field):
    def __init__(self, vocabulary: type[Vocabulary], **options: Any) -> None:
        self.value = value_of(vocabulary)
        self.shows = {"type": "string", "enum": [each.value for each in vocabulary]}
        super().__init__(**options)

    def to_representation(self, value: str) -> str | None:
        return value or None

    def take(self, data: Any) -> str:
        return self.value(data)


class OptionalVocabularyField(VocabularyField):
    """Reads as null where it is empty."""

    def __init__(self, vocabulary: type[Vocabulary], **options: Any) -> None:
        super().__init__(vocabulary, **options)
        self.shows = optional(self.shows)

    def selected(self) -> list[Any]:
        return [or_null(F(str(self.source)))]

    def take(self, data: Any) -> str:
        return "" if data is None else super().take(data)


class VocabulariesField(Field):
    """Several values of a vocabulary."""

    def __init__(self, vocabulary: type[Vocabulary], **options: Any) -> None:
        self.value = value_of(vocabulary)
        values = [each.value for each in vocabulary]
        self.shows = {"type": "array", "items": {"type": "string", "enum": values}}
        super().__init__(**options)

    def to_representation(self, values: list[str]) -> list[str]:
        return values

    def cells(self, shown: list[str]) -> list[Any]:
        return [" ".join(shown)]

    def take(self, data: Any) -> list[str]:
        return list(dict.fromkeys(listed(data, self.value)))


class DurationField(Field):
    """An ISO 8601 duration without years and months, whose length varies."""

    shows = {"type": ["string", "null"], "format": "duration"}

    def to_representation(self, duration: timedelta) -> str:
        return iso_duration(duration)

    def take(self, data: Any) -> timedelta | None:
        if data is None:
            return None
        found = duration(text(data))
        if found is None:
            refuse("invalid", "give an ISO 8601 duration such as PT72H, or null.")
        return found


def iso_duration(duration: timedelta) -> str:
    """A duration as PnDTnHnMnS, hours up to three days as such: PT72H, not P3D."""
    seconds = int(duration.total_seconds())
    days, rest = divmod(seconds, 86_400) if seconds > 3 * 86_400 else (0, seconds)
    hours, rest = divmod(rest, 3_600)
    minutes, rest = divmod(rest, 60)
    time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if n)
    return "P" + (f"{days}D" if days else "") + (f"T{time}" if time else "")
