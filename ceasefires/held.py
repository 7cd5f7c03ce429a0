"""Objects as the database held them, rebuilt from the versions that history keeps."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from .models import (
    CLAIMS,
    Ceasefire,
    Citation,
    Conflict,
    Delegation,
    Demand,
    NegotiationRound,
    Participation,
    Party,
    Report,
    Source,
    Toll,
    Version,
    Violation,
)
from .querysets import VersionQuerySet

Link: Any = NegotiationRound.ceasefires.through
RESOURCES: dict[Any, str] = {
    Conflict: "conflicts",
    Party: "parties",
    Ceasefire: "ceasefires",
    Violation: "violations",
    NegotiationRound: "negotiation-rounds",
    Source: "sources",
} | {claim: f"{claim._meta.model_name}s" for claim in CLAIMS}
MODELS: dict[str, Any] = {
    model._meta.db_table: model for model in (*RESOURCES, Participation, Delegation, Link, Citation)
}
WITH_PARTS = [RESOURCES[model] for model in (Conflict, Ceasefire, NegotiationRound)]
# What a row is part of is known from where it is shown; a report shows no more of its act.
NOT_FOLLOWED: dict[Any, set[str]] = {
    Participation: {"ceasefire"},
    Delegation: {"negotiation_round"},
    Link: {"negotiationround"},
    Citation: {"conflict", "ceasefire", "participation", "negotiation_round"},
    Report: {"violation"},
}
# What an object's own page lists of other kinds, by the object's kind.
ABOUT: dict[Any, dict[str, Any]] = {
    Conflict: {"ceasefires": Ceasefire, "tolls": Toll},
    NegotiationRound: {"demands": Demand},
    Violation: {"reports": Report},
}
LATEST = """
SELECT DISTINCT ON (record, pk) id, record, pk, part, action, at FROM ceasefires_version
WHERE {which} AND (%(at)s::timestamptz IS NULL OR at <= %(at)s)
    AND (%(before)s::bigint IS NULL OR id < %(before)s)
ORDER BY record, pk, id DESC
"""
OF_OWNERS = "resource = %(resource)s AND owner = ANY (%(owners)s)"
ABOUT_IT = """resource = %(resource)s AND owner IN (
    SELECT owner FROM ceasefires_version WHERE resource = %(resource)s AND about = %(about)s
)"""
REBUILT = """
SELECT held.*, version.id AS version_id
FROM ceasefires_version version,
    jsonb_populate_record(NULL::{table}, version."row") held
WHERE version.id = ANY (%s)
"""
OWNERS_DELETED = """
SELECT DISTINCT owner FROM ceasefires_version
WHERE resource = %s AND object = %s AND action = 'deleted' AND part = ''
"""


class Kept(NamedTuple):
    """A version of one row: of an object itself, or of what is shown as ``part`` of it."""

    id: int
    record: str
    pk: str
    part: str
    action: str
    at: datetime


def owners(model: Any, lookup: str, identifier: str) -> list[str]:
    """The primary keys of all that has borne a public identifier."""
    if lookup == "pk":
        return [identifier]
    present = model.objects.filter(**{lookup: identifier}).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(OWNERS_DELETED, [RESOURCES[model], identifier])
        return [*{str(pk) for pk in present} | {row[0] for row in cursor.fetchall()}]


def versions(model: Any, pks: list[str]) -> VersionQuerySet:
    """What people wrote of some records; of objects, with what is shown as part of them."""
    if model in RESOURCES:
        return Version.objects.of(RESOURCES[model], pks).written()
    table = model._meta.db_table
    parts = Version.objects.filter(resource__in=WITH_PARTS, record=table, pk_of_row__in=pks)
    return parts.written()


def latest(
    model: Any, pks: Iterable[str], at: datetime | None = None, before: int | None = None
) -> list[Kept]:
    """The latest version of each row of some objects, up to an instant or before a version."""
    given = {"owners": list(pks), "at": at, "before": before}
    return _kept(OF_OWNERS, given | {"resource": RESOURCES[model]})


def about(model: Any, pk: Any, at: datetime | None) -> list[Any]:
    """The records of a kind that were about an object at an instant."""
    found = _kept(ABOUT_IT, {"resource": RESOURCES[model], "about": str(pk), "at": at})
    records = rebuilt([each for each in found if each.part == "" and each.action != "deleted"])
    return [each for each in records.values() if str(_subject(each)) == str(pk)]


def _subject(record: Any) -> Any:
    names = ("violation_id", "negotiation_round_id", "conflict_id")
    return next(getattr(record, name) for name in names if hasattr(record, name))


def _kept(which: str, given: dict[str, Any]) -> list[Kept]:
    with connection.cursor() as cursor:
        cursor.execute(LATEST.format(which=which), {"before": None} | given)
        return [Kept(*row) for row in cursor.fetchall()]


def rebuilt(versions: Iterable[Kept | Version]) -> dict[int, Any]:
    """The model instance that each version holds, by the version's number."""
    numbers = defaultdict(list)
    for each in versions:
        numbers[each.record].append(each.id)
    return {
        record.version_id: record
        for table, wanted in numbers.items()
        for record in MODELS[table].objects.raw(REBUILT.format(table=table), [wanted])
    }


def complete(records: Iterable[Any], at: datetime | None) -> None:
    """Give each rebuilt record what it refers to, as that was held at the same instant."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    references = [(record, field) for record in records for field in _followed(type(record))]
    for record, field in references:
        wanted[field.related_model].add(getattr(record, field.attname))
    found = {model: _by_key(model, keys - {None}, at) for model, keys in wanted.items()}
    for record, field in references:
        key = getattr(record, field.attname)
        field.set_cached_value(record, found[field.related_model].get(key))


def _followed(model: Any) -> list[Any]:
    left_out = NOT_FOLLOWED.get(model, set())
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation and field.name not in left_out
    ]


def _by_key(model: Any, keys: set[Any], at: datetime | None) -> dict[Any, Any]:
    if not keys:
        return {}
    kept = latest(model, map(str, keys), at)
    return {record.pk: record for record in rebuilt(x for x in kept if x.part == "").values()}


def composed(record: Any, parts: Iterable[Any]) -> Any:
    """An object with what is shown as part of it, in the order in which reads give it."""
    by_kind: dict[Any, list[Any]] = defaultdict(list)
    for part in parts:
        by_kind[type(part)].append(part)
    for rows in by_kind.values():
        rows.sort(key=lambda part: part.pk)
    citations = by_kind[Citation]
    holds(record, "citations", [each for each in citations if each.participation_id is None])
    for part in by_kind[Participation]:
        part.ceasefire = record
        holds(part, "citations", [each for each in citations if each.participation_id == part.pk])
    holds(record, "participations", by_kind[Participation])
    holds(record, "delegations", by_kind[Delegation])
    if isinstance(record, NegotiationRound):
        linked = [each.ceasefire for each in by_kind[Link]]
        holds(record, "ceasefires", sorted(linked, key=lambda each: each.slug))
    if isinstance(record, Violation):
        _as_stored(record)
    return record


def holds(record: Any, name: str, rows: list[Any]) -> None:
    """As if prefetched."""
    cache: dict[str, list[Any]] = record.__dict__.setdefault("_prefetched_objects_cache", {})
    cache[name] = rows


def _as_stored(act: Violation) -> None:
    for name in ("verification", "relation", "relation_basis", "bound"):
        setattr(act, f"{name}_then", getattr(act, name))


class Gone(LookupError):
    """An object was not there at an instant; the message says whether not yet or no more."""


def as_recorded(model: Any, pks: list[str], at: datetime) -> Any:
    """An object, and what its own page lists, as the database held them at an instant."""
    kept = latest(model, pks, at)
    own = [each for each in kept if each.part == ""]
    if not own:
        raise Gone("Nothing of it was recorded by as_recorded_at.")
    last = max(own, key=lambda each: each.id)
    if last.action == "deleted":
        raise Gone("It was deleted by as_recorded_at; its history says why.")
    there = [each for each in kept if each.part and each.action != "deleted"]
    records = rebuilt([last, *there])
    record = records.pop(last.id)
    lists = {name: about(kind, record.pk, at) for name, kind in ABOUT.get(model, {}).items()}
    complete([record, *records.values(), *(row for rows in lists.values() for row in rows)], at)
    record.updated = max([record.updated, *_parts_updated(kept, records)])
    composed(record, records.values())
    order: Callable[[Any], Any] = lambda row: getattr(row, "slug", row.pk)  # noqa: E731
    for name, rows in lists.items():
        holds(record, name, sorted(rows, key=order))
    return record


def _parts_updated(kept: Iterable[Kept], records: dict[int, Any]) -> list[datetime]:
    """When what is shown as part of an object last changed, which changes the object."""
    parts = [(each, records.get(each.id)) for each in kept if each.part]
    return [getattr(row, "updated", each.at) if row else each.at for each, row in parts]
