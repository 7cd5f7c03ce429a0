"""What holds for records of every kind: to hold them while they are changed, to withdraw them."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from ceasefires.models import Amendment, Ceasefire, Participation, Report, Violation


class Refused(ValueError):
    """What the rules of the domain do not let happen; ``field`` is the one to change.

    ``record``: of which record, where several are written.
    """

    def __init__(self, field: str, message: str, record: Any = None) -> None:
        super().__init__(message)
        self.field, self.record = field, record


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
    if isinstance(record, Violation | Report | Amendment | Participation):
        take_turn()
        ceasefires = Ceasefire.objects.filter(pk=_ceasefire(record))
        list(ceasefires.select_for_update(no_key=True).values_list("pk"))
    if isinstance(record, Report):
        _hold_rows(Violation.objects.filter(pk=record.violation_id))
    _hold_rows(type(record).objects.filter(pk=record.pk))


def _ceasefire(record: Any) -> int:
    if isinstance(record, Report):
        act: UUID = record.violation_id
        return Violation.objects.values_list("ceasefire", flat=True).get(pk=act)
    key: int = record.ceasefire_id
    return key


def _hold_rows(rows: QuerySet[Any]) -> None:
    list(rows.select_for_update(no_key=True).values_list("pk"))


def withdraw(record: Any) -> None:
    """Take a record out of what is answered; its history keeps it, and the reason.

    The reason is that of the transaction (``ceasefires.recording``). What is part of the record
    goes with it; what others rest on stays, and stands in the way (``ProtectedError``).
    """
    from .acts import follow_reports

    record.delete()
    if isinstance(record, Report):
        follow_reports(record.violation_id)
