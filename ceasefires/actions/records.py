"""What holds for records of every kind: to hold them while they are changed, to withdraw them."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from ceasefires.models import (
    Amendment,
    Ceasefire,
    Participation,
    Party,
    Report,
    Source,
    Violation,
)

UNDATED = "the source has neither a date of publication nor of access."


class Refused(ValueError):
    """What the rules of the domain do not let happen to a record; ``field`` is what to change."""

    def __init__(self, record: Any, field: str, message: str) -> None:
        super().__init__(message)
        self.record, self.field = record, field

    @property
    def table(self) -> str:
        name: str = self.record._meta.db_table
        return name


def take_turn() -> None:
    """Beside other writers of facts, as the database's own triggers take it before any row.

    Whoever changes what many ceasefires' facts hang on waits until these have ended.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext('ceasefires facts'))")


def hold(record: Any) -> None:
    """Keep others from changing a record until the end of the transaction.

    What the database locks with it comes first, in its order: so two writers wait for each other
    only one way. A lock that others may still refer through is enough.
    """
    if not isinstance(record, Party | Source):  # who changes these may have to go alone
        take_turn()
    if isinstance(record, Violation | Report | Amendment | Participation):
        _hold_rows(Ceasefire.objects.filter(pk__in=_ceasefire(record)))
    if isinstance(record, Report):
        _hold_rows(Violation.objects.filter(pk=record.violation_id))
    _hold_rows(type(record).objects.filter(pk=record.pk))


def _ceasefire(record: Any) -> Any:
    if isinstance(record, Report):
        return Violation.objects.filter(pk=record.violation_id).values("ceasefire")
    return [record.ceasefire_id]


def _hold_rows(rows: QuerySet[Any]) -> None:
    list(rows.select_for_update(no_key=True).values_list("pk"))


def withdraw(*records: Any) -> None:
    """Take records of one kind out of what is answered; history keeps them, and the reason.

    The reason is that of the transaction (``ceasefires.recording``). What is part of a record
    goes with it; what others rest on stays, and stands in the way (``ProtectedError``).
    """
    from .acts import following

    with following(*(each for each in records if isinstance(each, Report))):
        for kind in {type(each) for each in records}:
            kind.objects.filter(pk__in=[each.pk for each in records]).delete()
