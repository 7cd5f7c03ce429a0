"""Records that an earlier table made, and that a complete one does not tell of."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from ceasefires.actions import withdraw
from ceasefires.held import RESOURCES
from ceasefires.interchange.findings import Bad
from ceasefires.interchange.importing import WRITTEN_BY, Origin
from ceasefires.models import Version


def withdraw_vanished(model: Any, kept: Collection[Any], key: str, origin: Origin) -> None:
    """``kept`` are told of, by ``key``. What people made by other means is none of a table's."""
    for record in model.objects.filter(pk__in=_made(model)).exclude(**{f"{key}__in": kept}):
        try:
            with transaction.atomic():
                withdraw(record)
        except ProtectedError:
            told = "is told of no more, but stays: other records rest on it."
            origin.note(0, Bad(key, getattr(record, key), told))
        else:
            origin.counts.withdrawn += 1


def _made(model: Any) -> list[str]:
    versions = Version.objects.filter(resource=RESOURCES[model], part="", action="created")
    by_tables = versions.filter(request_id__startswith=f"{WRITTEN_BY} table ")
    return list(by_tables.values_list("owner", flat=True))
