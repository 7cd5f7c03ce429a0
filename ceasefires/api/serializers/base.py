"""What all of the API's objects share, as they are read and as they are written."""

from typing import Any

from django.db.models import NOT_PROVIDED, F
from rest_framework import serializers

from ceasefires.api.fields.base import MOST_PARTS
from ceasefires.api.fields.citations import CitationsField
from ceasefires.api.fields.groups import IdentifiersField

LONGEST_NAME = 100


class RecordSerializer(serializers.Serializer):
    """Base of the API's objects: gives the zone of local times, and only the fields asked for.

    ``model`` is what it writes. What it takes are values by the model's attributes; what others
    decide (``read_only``) is let pass, so that what was read can be written back.
    """

    resource = ""
    zone: str | None = None
    model: Any = None

    def zone_of(self, record: Any) -> str | None:
        """The IANA zone that ``record``'s local times are shown in, by dotted path ``zone``."""
        for name in (self.zone or "").split(".") if self.zone else ():
            record = getattr(record, name)
        return record if self.zone else None

    def zone_selected(self) -> Any:
        """The expression that selects that zone; None where there is none."""
        return F(self.zone.replace(".", "__")) if self.zone else None

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        wanted = self.context.get("fields")
        if wanted and (self.parent is None or self.parent.parent is None) and self.is_listed:
            return {name: field for name, field in fields.items() if name in wanted}
        return fields

    @property
    def is_listed(self) -> bool:
        """Whether this is the view's own object rather than one embedded in it."""
        many = isinstance(self.parent, serializers.ListSerializer)
        return self.parent is None or (many and self.parent.parent is None)

    def run_validation(self, data: Any = serializers.empty) -> dict[str, Any]:
        """What is given, by attribute; every error at once."""
        if not isinstance(data, dict):
            told = serializers.ErrorDetail("give an object.", "not_an_object")
            raise Untaken({"non_field_errors": told}, {})
        errors: dict[str, Any] = {
            name[:LONGEST_NAME]: serializers.ErrorDetail("there is no such field.", "unknown")
            for name in data
            if name not in self.fields
        }
        taken: dict[str, Any] = {}
        for name, field in self.fields.items():
            if field.read_only or name not in data:
                continue
            try:
                taken |= self._written(name, field, field.run_validation(data[name]))
            except serializers.ValidationError as error:
                errors[name] = error.detail
        errors |= self._missing(data)
        if errors:
            raise Untaken(errors, taken)
        return taken

    def _written(self, name: str, field: Any, value: Any) -> dict[str, Any]:
        if isinstance(field, IdentifiersField):
            return {field.columns[each]: given for each, given in value.items()}
        return {"citations" if isinstance(field, CitationsField) else name: value}

    def _missing(self, data: dict[str, Any]) -> dict[str, Any]:
        if self.partial and self.parent is None:
            return {}
        told = serializers.ErrorDetail("is required.", "required")
        return {name: told for name in self.required_names() if name not in data}

    @classmethod
    def required_names(cls) -> list[str]:
        """The fields whose columns have neither a default nor an empty value."""
        columns = {each.name: each for each in cls.model._meta.concrete_fields}
        return [
            name
            for name, field in cls._declared_fields.items()
            if not field.read_only
            and field.required
            and name in columns
            and not columns[name].blank
            and not columns[name].null
            and columns[name].default is NOT_PROVIDED
        ]


class Untaken(serializers.ValidationError):
    """What cannot be taken of an object, beside what can (``taken``)."""

    def __init__(self, detail: Any, taken: dict[str, Any]) -> None:
        super().__init__(detail)
        self.failed, self.taken = set(detail), taken


class PartsSerializer(serializers.ListSerializer):
    """Objects that are part of another; in a flat row, one cell that names each."""

    write_only = False
    child: Any

    def cell_names(self) -> list[str]:
        return [str(self.field_name)]

    def cells(self, shown: list[dict[str, Any]]) -> list[Any]:
        return [" ".join(self.child.named(each) for each in shown)]

    def free_cells(self) -> list[bool]:
        return [False]

    boolean_cells = free_cells


def parts(serializer: Any, **options: Any) -> Any:
    """A field of as many objects as may be part of another."""
    return serializer(many=True, max_length=MOST_PARTS, **options)
