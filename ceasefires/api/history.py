"""The history of one object: its versions, and what each changed, in the API's shape."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, LPad
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from ceasefires import held
from ceasefires.editors import usernames
from ceasefires.querysets import DERIVED

from .fields.scalars import INSTANT, utc
from .pagination import page_schema
from .pairs import PairPage
from .parameters import Parameter, instant

AS_RECORDED_AT = Parameter(
    "as_recorded_at",
    instant,
    "The object as the database held it at this instant, whatever was known then. Its derived "
    "state is not recorded, so null.",
    {"type": "string", "format": "date-time"},
)
NOT_COMPARED = {*DERIVED, "url", "updated", "state", "taken"}
NUMBER_WIDTH = 20
WITHOUT_STATE: dict[str, Any] = {"states": {}, "fields": None, "as_recorded": True}
HISTORY_SCHEMA = page_schema(
    {
        "type": "array",
        "items": {
            "title": "Revision",
            "type": "object",
            "required": ["at", "action", "reason", "changes"],
            "additionalProperties": False,
            "properties": {
                "at": INSTANT | {"description": "When it was written."},
                "action": {"type": "string", "enum": ["created", "updated", "deleted"]},
                "reason": {"type": "string", "description": "Why; empty where none was given."},
                "editor": {
                    "type": ["string", "null"],
                    "description": "Who wrote it, by username; null where no user is known. Only "
                    "editors are told.",
                },
                "request_id": {
                    "type": "string",
                    "description": "For which request; empty where it was none. Only editors are "
                    "told.",
                },
                "changes": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["field", "before", "after"],
                        "additionalProperties": False,
                        "properties": {
                            "field": {"type": "string"},
                            "before": {"description": "Null before it was created."},
                            "after": {"description": "Null after it was deleted."},
                        },
                    },
                },
            },
        },
    }
)
del HISTORY_SCHEMA["properties"]["count"]


class History:
    """The versions of a view's object, oldest first, whether or not it is still there.

    ``signed``: with who wrote each, and for which request.
    """

    def __init__(self, view: Any, identifier: str, *, signed: bool) -> None:
        self.view, self.identifier, self.signed = view, identifier, signed
        self.model = view.queryset.model
        self.owners = held.owners(self.model, view.lookup_field, identifier)

    def response(self) -> Response:
        page = PairPage(self.view, f"history/{self.view.resource}/{self.identifier}", "at")
        versions = self._versions()
        rows = page.cut(page.beyond(versions))
        if not rows and not versions.exists():
            raise NotFound("There is nothing at this address, and never was.")
        shown = list(self._shown(rows)) if rows else []
        return page.response(_signed(shown, rows) if self.signed else shown)

    def _versions(self) -> QuerySet:
        number = LPad(Cast("id", TextField()), NUMBER_WIDTH, Value("0"))
        keys = {"first": number, "second": Value("", TextField())}
        wanted = ("id", "record", "part", "action", "at", "reason", "editor", "request_id")
        return (
            held.versions(self.model, self.owners)
            .order_by()
            .annotate(**keys, row_key=F("pk_of_row"))
            .values(*wanted, "row_key", *keys)
        )

    def _shown(self, rows: list[Any]) -> Iterator[dict[str, Any]]:
        base = held.latest(self.model, self.owners, before=rows[0]["id"])
        steps = [held.Kept(*(row[name] for name in _KEPT)) for row in rows]
        records = held.rebuilt([*base, *steps])
        held.complete(records.values(), at=None)
        present = {(each.record, each.pk): each for each in base if each.action != "deleted"}
        before = self._rendered(present, records)
        for step, row in zip(steps, rows, strict=True):
            present.pop((step.record, step.pk), None)
            if step.action != "deleted":
                present[step.record, step.pk] = step
            after = self._rendered(present, records)
            yield {
                "at": utc(step.at),
                "action": "updated" if step.part else step.action,
                "reason": row["reason"],
                "changes": _differences(before, after),
            }
            before = after

    def _rendered(self, present: dict[Any, held.Kept], records: dict[int, Any]) -> dict[str, Any]:
        """The object in the API's shape; empty where it is not there."""
        own = max((each.id for each in present.values() if not each.part), default=None)
        if own is None:
            return {}
        parts = [records[each.id] for each in present.values() if each.part]
        record = held.composed(records[own], parts)
        context = self.view.get_serializer_context() | WITHOUT_STATE
        return dict(self.view.serializer_class(record, context=context).data)


_KEPT = ("id", "record", "row_key", "part", "action", "at")


def _signed(shown: list[dict[str, Any]], rows: list[Any]) -> list[dict[str, Any]]:
    names = usernames(row["editor"] for row in rows)
    return [
        each | {"editor": names.get(row["editor"]), "request_id": row["request_id"]}
        for each, row in zip(shown, rows, strict=True)
    ]


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    names = [name for name in (after or before) if name not in NOT_COMPARED]
    return [
        {"field": name, "before": before.get(name), "after": after.get(name)}
        for name in names
        if before.get(name) != after.get(name)
    ]


def as_recorded(view: Any, identifier: str) -> Response:
    """An object as the database held it at the instant asked for."""
    model = view.queryset.model
    pks = held.owners(model, view.lookup_field, identifier)
    try:
        record = held.as_recorded(model, pks, view.given("as_recorded_at"))
    except held.Gone as gone:
        raise NotFound(str(gone)) from None
    record.taken = None
    context = view.get_serializer_context() | {"states": {}, "as_recorded": True}
    return Response(view.get_serializer_class()(record, context=context).data)
