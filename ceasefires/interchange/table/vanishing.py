"""Records that an earlier table made, and that a complete one does not tell of."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from ceasefires.actions import withdraw
from ceasefires.held import RESOURCES
from ceasefires.interchange.findings import Bad
from ceasefires.interchange.importing import WRITTEN_BY, Origin
from ceasefires.models import Report, Version, Violation

TABLE = f"{WRITTEN_BY} table "
RESTED_ON = "is told of no more, but stays: other records rest on it."
AMENDED = "is told of no more, but stays: others have recorded something of it."


def withdraw_vanished(model: Any, kept: Collection[Any], key: str, origin: Origin) -> None:
    """``kept`` are told of, by ``key``. What people made by other means is none of a table's."""
    vanished = list(model.objects.filter(pk__in=_made(model)).exclude(**{f"{key}__in": kept}))
    amended = _amended(model, [str(each.pk) for each in vanished])
    for record in vanished:
        if why := AMENDED if str(record.pk) in amended else _withdraw(record):
            origin.note(0, Bad(key, getattr(record, key), why))
        else:
            origin.counts.withdrawn += 1


def _withdraw(record: Any) -> str:
    """Why it stays; empty where it does not."""
    try:
        with transaction.atomic():
            withdraw(record)
    except ProtectedError:
        return RESTED_ON
    return ""


def _made(model: Any) -> list[str]:
    versions = Version.objects.filter(resource=RESOURCES[model], part="", action="created")
    by_tables = versions.filter(request_id__startswith=TABLE)
    return list(by_tables.values_list("owner", flat=True))


def _amended(model: Any, keys: Collection[str]) -> set[str]:
    """Those of which something was written by others than tables; of acts, reports too."""
    by_others = Version.objects.exclude(request_id__startswith=TABLE)
    own = by_others.filter(resource=RESOURCES[model], owner__in=keys)
    reports = by_others.filter(resource=RESOURCES[Report], about__in=keys)
    about = set(reports.values_list("about", flat=True)) if model is Violation else set()
    return about.union(own.values_list("owner", flat=True))
