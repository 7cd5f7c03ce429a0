"""What history holds, for tests to read."""

from typing import Any

from django.db import connection

from ceasefires.models import Version


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def mark() -> int:
    """After which version what follows is new."""
    last = Version.objects.order_by("id").last()
    return last.id if last else 0


def since(marked: int) -> list[Any]:
    return list(Version.objects.filter(id__gt=marked).order_by("id"))


def told(marked: int) -> list[tuple[Any, ...]]:
    """Of each version since: resource, identifier, part, action and changed fields."""
    return [
        (each.resource, each.object, each.part, each.action, each.changed) for each in since(marked)
    ]
