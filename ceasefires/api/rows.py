"""The rows of a list, as objects or as flat cells, few or all of them."""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, pairwise
from typing import Any

from django.db.models import QuerySet

from ceasefires.snapshots import snapshot

CHUNK = 2000
Row = Sequence[Any] | dict[str, Any]  # its cells as selected, or an object of the serializer


class Rows:
    """How a serializer's objects are selected, and made of what was selected.

    No instance of the model is made, and REST framework does not go through the fields of each: so
    all acts there are can be had in a moment. What it gives is what the serializer gives.
    """

    def __init__(self, serializer: Any, asked: Container[str]) -> None:
        self.asked = asked  # the fields that somebody wants to see
        self.fields = {
            name: field for name, field in serializer.fields.items() if not field.write_only
        }
        widths = [len(field.cell_names()) for field in self.fields.values()]
        self.spans = [slice(*span) for span in pairwise(accumulate(widths, initial=0))]

        fields = self.fields.values()
        self.cell_names = [name for field in fields for name in field.cell_names()]
        self.free = _places(field.free_cells() for field in fields)
        self.booleans = _places(field.boolean_cells() for field in fields)

    def selected(self, queryset: QuerySet[Any]) -> Any:
        """The cells of each row, one tuple for each."""
        expressions = [each for field in self.fields.values() for each in field.selected()]
        return queryset.prefetch_related(None).values_list(*expressions)

    def shown(self, row: Row) -> dict[str, Any]:
        if isinstance(row, dict):
            return row
        parts = zip(self.fields.items(), self.spans, strict=True)
        return {name: field.made(row[span]) for (name, field), span in parts}

    def cells(self, row: Row) -> Sequence[Any]:
        if not isinstance(row, dict):
            return row
        return [cell for name, field in self.fields.items() for cell in field.cells(row[name])]


def _places(flags: Iterable[list[bool]]) -> list[int]:
    return [index for index, flag in enumerate(chain.from_iterable(flags)) if flag]


def chunks(queryset: QuerySet[Any], size: int) -> Iterator[list[Any]]:
    """Records of a query, some at once, with what is prefetched."""
    records = streamed(queryset, size)
    while chunk := list(islice(records, size)):
        yield chunk


def streamed(queryset: Any, size: int = CHUNK) -> Iterator[Any]:
    """All rows of a query by a cursor of the server, in constant memory, as of one instant."""
    with snapshot():
        yield from queryset.iterator(size)
