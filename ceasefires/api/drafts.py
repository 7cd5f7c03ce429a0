"""What a body says, as records to be stored with their parts; and every reason why not."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError
from django.db.models import BaseConstraint, UniqueConstraint

from ceasefires.models import Ceasefire, Conflict, NegotiationRound, Participation, Violation
from ceasefires.refusals import in_words, refusal_of

from .problems import Unacceptable, pointer

Path = tuple[str | int, ...]
Keys = dict[str, tuple[str, ...]]
CITED: Keys = {"citations": ("source", "locator")}
# What is written as part of a record, and what names one of them among the others.
PARTS: dict[Any, Keys] = {
    Conflict: CITED,
    Ceasefire: CITED | {"participations": ("party", "role")},
    Participation: CITED,
    NegotiationRound: CITED | {"delegations": ("party", "role")},
    Violation: {"reports": ("id",)},
}
# Where the API shows an attribute under another name.
SHOWN_AS: dict[str, Path] = {
    "citations": ("sources",),
    "ethprio_id": ("identifiers", "ethprio"),
    "pax_id": ("identifiers", "pax"),
    "ucdp_id": ("identifiers", "ucdp"),
}


@dataclass
class Draft:
    """A record as a body would have it; ``path`` leads to its object in the body."""

    record: Any
    path: Path = ()
    parent: str = ""  # the record's column that refers to what it is part of
    changed: list[str] = field(default_factory=list)
    parts: "dict[str, list[Draft]]" = field(default_factory=dict)
    links: dict[str, list[Any]] = field(default_factory=dict)

    def whole(self) -> "Iterator[Draft]":
        """This draft and all of its parts."""
        yield self
        for drafts in self.parts.values():
            for each in drafts:
                yield from each.whole()

    def save(self) -> None:
        """Store the record and its parts; parts that are no more among them are deleted."""
        if self.record._state.adding:
            self.record.save(force_insert=True)
        elif self.changed:
            self.record.save(update_fields=self.changed)
        for name, parts in self.parts.items():
            kept = [each.record.pk for each in parts if not each.record._state.adding]
            getattr(self.record, name).exclude(pk__in=kept).delete()
            for each in parts:
                each.save()
        for name, records in self.links.items():
            getattr(self.record, name).set(records)


def draft(record: Any, values: dict[str, Any], path: Path = (), parent: str = "") -> Draft:
    """A record with values by attribute; lists of rows become its parts, or links."""
    made = Draft(record, path, parent)
    was = _columns(record)
    kinds = PARTS.get(type(record), {})
    linked = {each.name for each in record._meta.many_to_many}
    for name in values.keys() - kinds.keys() - linked:
        setattr(record, name, values[name])
    becomes = _columns(record)
    made.changed = [name for name, value in becomes.items() if value != was[name]]
    made.links = {name: values[name] for name in linked & values.keys()}
    made.parts = {
        name: _parts(record, name, keys, values[name], (*path, *SHOWN_AS.get(name, (name,))))
        for name, keys in kinds.items()
        if name in values
    }
    return made


def _columns(record: Any) -> dict[str, Any]:
    return {each.name: getattr(record, each.attname) for each in record._meta.concrete_fields}


def _parts(
    record: Any, name: str, keys: tuple[str, ...], rows: list[dict[str, Any]], path: Path
) -> list[Draft]:
    """A draft of each row: of the part that is there under the same keys, or of a new one."""
    relation = record._meta.get_field(name)
    column = relation.field.name
    stored = [] if record._state.adding else getattr(record, name).all()
    there = {_key(each, keys): each for each in stored}
    drafts, met = [], set()
    for index, values in enumerate(rows):
        given = {key: values[key] for key in keys if key in values}
        blank = relation.related_model(**given, **{column: record})
        key = _key(blank, keys)
        if key in met:
            raise Unacceptable.at((*path, index), "repeated", f"{' and '.join(keys)}: given twice.")
        met.add(key)
        drafts.append(draft(there.get(key, blank), values, (*path, index), column))
    return drafts


def _key(part: Any, keys: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(part, part._meta.get_field(each).attname) for each in keys)


def objections(made: Draft, failed: Collection[str] = ()) -> Iterator[dict[str, str]]:
    """What the constraints refuse of a draft and its parts, but for fields that failed already."""
    for each in made.whole():
        left_out = {each.parent} | (_columns_of(each.record, failed) if each is made else set())
        try:
            each.record.validate_unique(exclude=left_out | {"id"})
        except ValidationError as error:
            yield from _placed(error, each)
        for constraint in each.record._meta.constraints:
            yield from _broken(each, constraint, left_out)


def _columns_of(record: Any, names: Collection[str]) -> set[str]:
    """The columns behind some fields of the API."""
    columns = {each.name for each in record._meta.concrete_fields}
    return {each for each in columns if any(each == n or each.startswith(f"{n}_") for n in names)}


def _placed(error: ValidationError, made: Draft) -> Iterator[dict[str, str]]:
    for name, errors in error.error_dict.items():
        for each in errors:
            for message in each.messages:
                said = message if name == NON_FIELD_ERRORS else f"{name}: {message}"
                yield _error(said, made, each.code or "invalid")


def _error(message: str, made: Draft, code: str) -> dict[str, str]:
    """At the field that a message starts with, such as ``killed: …``."""
    name, told, detail = message.partition(": ")
    name = _group(made.record, name.partition(",")[0])
    if not told or not hasattr(made.record, name):
        return {"pointer": pointer(made.path), "code": code, "detail": message}
    place = (*made.path, *SHOWN_AS.get(name, (name,)))
    return {"pointer": pointer(place), "code": code, "detail": detail}


def _group(record: Any, name: str) -> str:
    """The value that a column is part of (``occurred`` of ``occurred_at``), or the column."""
    whole = name.rpartition("_")[0]
    return whole if isinstance(getattr(type(record), whole, None), property) else name


def refused(error: DatabaseError, drafts: Sequence[Draft], most: int) -> Unacceptable | None:
    """Why the database would not have some drafts; None where it is no fault of theirs.

    Of one draft everything is told; of many, which of them break what it found broken. To check
    all that might be broken takes a query each.
    """
    refusal = refusal_of(error)
    if refusal is None or refusal.meanwhile:
        return None
    if len(drafts) == 1:
        found = list(objections(drafts[0]))
    else:
        each = (_breaking(made, refusal.constraint) for made in drafts)
        found = list(islice(chain.from_iterable(each), most))
    if not found:
        everything = [each for made in drafts for each in made.whole()]
        of_table = (each for each in everything if each.record._meta.db_table == refusal.table)
        found = [_error(refusal.message, next(of_table, everything[0]), "invalid")]
    return Unacceptable(found[:most])


def _broken(
    made: Draft, constraint: BaseConstraint, left_out: set[str]
) -> Iterator[dict[str, str]]:
    """Whether a draft by itself breaks a constraint, in the words that are told of it."""
    try:
        constraint.validate(type(made.record), made.record, exclude=left_out)
    except ValidationError as error:
        unique = isinstance(constraint, UniqueConstraint)
        yield _error(in_words(constraint), made, "unique" if unique else error.code or "invalid")


def _breaking(made: Draft, name: str) -> Iterator[dict[str, str]]:
    """Where a draft and its parts break one constraint."""
    for each in made.whole():
        for constraint in each.record._meta.constraints:
            if constraint.name == name:
                yield from _broken(each, constraint, {each.parent})


def path_of(record: Any, drafts: Sequence[Draft]) -> Path:
    """Where in the body a record stands; the whole body where it is not there."""
    whole = (each for made in drafts for each in made.whole())
    return next((each.path for each in whole if each.record is record), ())
