"""The rows of a list, as objects or as flat cells, few or all of them."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

CHUNK = 2000


class Rows:
    """How a serializer's objects are selected, and made of what was selected.

    No instance of the model is made, and REST framework does not go through the fields of each: so
    all acts there are can be had in a moment. What it gives is what the serializer gives.
    """

    def __init__(self, serializer: Any) -> None:
        self.fields = {
            name: field for name, field in serializer.fields.items() if not field.write_only
        }
        widths = [len(field.cell_names()) for field in self.fields.values()]
        self.spans = [slice(*span) for span in pairwise(accumulate(widths, initial=0))]

    @property
    def cell_names(self) -> list[str]:
        return [name for field in self.fields.values() for name in field.cell_names()]

    def selected(self, queryset: QuerySet[Any]) -> Any:
        """The cells of each row, one tuple for each."""
        expressions = [each for field in self.fields.values() for each in field.selected()]
        return queryset.prefetch_related(None).values_list(*expressions)

    def shown(self, cells: Sequence[Any]) -> dict[str, Any]:
        """An object, from its cells."""
        parts = zip(self.fields.items(), self.spans, strict=True)
        return {name: field.made(cells[span]) for (name, field), span in parts}

    def cells(self, shown: dict[str, Any]) -> list[Any]:
        """The cells of an object that the serializer has made."""
        return [cell for name, field in self.fields.items() for cell in field.cells(shown[name])]


def streamed(queryset: Any) -> Iterator[Any]:
    """All rows of a query by a cursor of the server, in constant memory, as of one instant."""
    with transaction.atomic():
        yield from queryset.iterator(CHUNK)
