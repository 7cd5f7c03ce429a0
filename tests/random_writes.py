"""Random writes by every path that there is; the same for the same seed."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from io import StringIO
from random import Random
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from ceasefires.choices import Precision
from ceasefires.models import (
    CLAIMS,
    Ceasefire,
    Citation,
    Conflict,
    Delegation,
    NegotiationRound,
    Participation,
    Party,
    Phase,
    Source,
    Toll,
    Violation,
)
from tests import factories as make
from tests.factories import instant

# Twice those that others' fields are derived of.
MODELS: list[Any] = [
    *[Conflict, Party, NegotiationRound, Violation, Delegation, *CLAIMS],
    *[Source, Ceasefire, Participation, Citation] * 2,
]
Link: Any = NegotiationRound.ceasefires.through
# Each maker, with what is taken of that which is there already, for the most part.
MAKERS: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (make.make_conflict, {}),
    (make.make_party, {"member_of": Party}),
    (make.make_source, {}),
    (make.make_ceasefire, {"conflict": Conflict}),
    (partial(make.make_ceasefire, known_from=None), {"conflict": Conflict}),
    (partial(make.make_round, known_from=None), {"conflict": Conflict}),
    (make.make_participation, {"ceasefire": Ceasefire, "party": Party}),
    (make.make_delegation, {"negotiation_round": NegotiationRound, "party": Party}),
    (make.make_citation, {"source": Source, "conflict": Conflict}),
    (make.make_citation, {"source": Source, "ceasefire": Ceasefire}),
    (make.make_citation, {"source": Source, "participation": Participation}),
    (make.make_citation, {"source": Source, "negotiation_round": NegotiationRound}),
    (make.make_violation, {"ceasefire": Ceasefire, "attributed_to": Party}),
    (make.make_report, {"violation": Violation, "source": Source}),
    (make.make_assessment, {"ceasefire": Ceasefire, "source": Source}),
    (make.make_amendment, {"ceasefire": Ceasefire, "source": Source}),
    (make.make_coding, {"ceasefire": Ceasefire, "source": Source}),
    (make.make_term, {"ceasefire": Ceasefire, "party": Party, "source": Source}),
    (make.make_demand, {"negotiation_round": NegotiationRound, "source": Source}),
    (make.make_statement, {"ceasefire": Ceasefire, "source": Source}),
    (make.make_toll, {"conflict": Conflict, "source": Source}),
]
# Of what is text to Django: what the database takes.
FEW = {"time_zone": ["Asia/Gaza", "Africa/Cairo", "UTC"], "side": ["", "a", "b"]}
FIRST = instant("2014-08-01T00:00Z")


class Nothing(Exception):
    """There is nothing that this write could be done to."""


class Undone(Exception):
    """Ends a transaction that is to leave no trace."""


class RandomWrites:
    """``write`` writes once: as one of the ways below, to anything, anything that it may be."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.number = 0
        self.read_before: list[Any] = []

    def write(self) -> None:
        """One write that the database takes, and commits unless a transaction is open."""
        refused = suppress(IntegrityError, ProtectedError, Nothing)
        while True:
            with refused, transaction.atomic():
                self.random.choice(WAYS)(self)
                return

    def create(self) -> None:
        maker, related = self.random.choice(MAKERS)
        taken = {name: model for name, model in related.items() if self.random.random() < 0.95}
        self.keep(maker(**{name: self.any(model) for name, model in taken.items()}))

    def save(self) -> None:
        record = self.keep(self.any_record())
        self.assign(record, self.change(type(record)))
        record.save()

    def save_what_was_read_before(self) -> None:
        """What others wrote since is written over; what they deleted comes back."""
        record = self.pick(self.read_before)
        self.assign(record, self.random.choice([self.change(type(record)), {}]))
        record.save()

    def save_nothing_new(self) -> None:
        self.any_record().save()

    def update(self) -> None:
        model = self.random.choice(MODELS)
        pks = [self.any(model).pk for _ in range(3)]
        model.objects.filter(pk__in=pks).update(**self.change(model))

    def update_by_sql(self) -> None:
        record = self.any_record()
        change = self.change(type(record)) | self.random.choice([{}, {"updated": FIRST}])
        columns = ", ".join(f'"{name}" = %s' for name in change)
        sql(f"UPDATE {table(record)} SET {columns} WHERE id = %s", *change.values(), record.pk)

    def touch_by_sql(self) -> None:
        record = self.any_record()
        sql(f"UPDATE {table(record)} SET updated = now() WHERE id = %s", record.pk)

    def delete(self) -> None:
        self.any_record().delete()

    def delete_some(self) -> None:
        model = self.random.choice([Participation, Delegation, Citation, *CLAIMS])
        model.objects.filter(pk__in=[self.any(model).pk for _ in range(2)]).delete()

    def delete_by_sql(self) -> None:
        """With all that hangs on it, in any order: keys are checked at the end."""
        rows = list(hanging(self.any_record()))
        if len(rows) > 8:
            raise Nothing
        self.random.shuffle(rows)
        sql("SET CONSTRAINTS ALL DEFERRED")
        for each in rows:
            sql(f"DELETE FROM {table(each)} WHERE id = %s", each.pk)

    def create_in_bulk(self) -> None:
        shared = {"conflict": self.any(Conflict), "source": self.any(Source)}
        said = {"locator": "page 1", "claimant": "Wire", "known_from": self.instant()}
        figure = {"measure": "killed", "group": "all", "unit": "persons"}
        Toll.objects.bulk_create(
            [Toll(**shared, **said, **figure, value=value) for value in range(3)]
        )

    def update_in_bulk(self) -> None:
        parties = [self.any(Party) for _ in range(3)]
        for each in parties:
            each.name = self.text()
        Party.objects.bulk_update(parties, ["name"])

    def copy_in(self) -> None:
        rows = "".join(f"{self.text().lower().replace(' ', '-')}\tX\tstate\t\n" for _ in range(2))
        with connection.cursor() as cursor:
            cursor.copy_expert(
                "COPY ceasefires_party (slug, name, kind, ucdp_id) FROM STDIN", StringIO(rows)
            )

    def link(self) -> None:
        sitting = self.any(NegotiationRound)
        truces = list(sitting.conflict.ceasefires.order_by("pk"))
        chosen = self.random.sample(truces, self.random.randint(0, min(2, len(truces))))
        way = self.random.choice(["set", "add", "remove"])
        links: Any = sitting.ceasefires
        links.set(chosen) if way == "set" else getattr(links, way)(*chosen)

    def give_another_slug(self) -> None:
        """To one whom nobody refers to: what does keeps the slug that it was told."""
        party = make.make_party()
        Party.objects.filter(pk=party.pk).update(slug=f"{party.slug}-anew")

    def write_together(self) -> None:
        for _ in range(self.random.randint(2, 4)):
            self.write()

    def undo(self) -> None:
        with suppress(Undone), transaction.atomic():
            self.write_together()
            raise Undone

    def any(self, model: Any) -> Any:
        count = model.objects.count()
        if not count:
            raise Nothing
        return model.objects.order_by("pk")[self.random.randrange(count)]

    def any_record(self) -> Any:
        return self.any(self.random.choice(MODELS))

    def pick(self, records: list[Any]) -> Any:
        if not records:
            raise Nothing
        return self.random.choice(records)

    def keep(self, record: Any) -> Any:
        self.read_before = [*self.read_before[-20:], record]
        return record

    def assign(self, record: Any, columns: dict[str, Any]) -> None:
        for name, value in columns.items():
            setattr(record, name, value)

    def change(self, model: Any) -> dict[str, Any]:
        """New values of one or two of a model's columns, which need not fit together."""
        fixed = {"id", "slug"}
        fields = [each for each in model._meta.concrete_fields if each.editable]
        chosen = self.random.sample([each for each in fields if each.name not in fixed], 2)
        columns: dict[str, Any] = {}
        for field in chosen[: self.random.randint(1, 2)]:
            columns |= self.columns(model, field)
        return columns

    def columns(self, model: Any, field: Any) -> dict[str, Any]:
        """A field's new value; of what takes several columns, that of all."""
        stem = field.name.removesuffix("_at").removesuffix("_precision")
        if hasattr(model, f"{stem}_at") and hasattr(model, f"{stem}_precision"):
            unknown = self.random.random() < 0.2
            precision = "unknown" if unknown else self.random.choice(list(Precision)[:-1]).value
            instant = None if unknown else self.instant()
            return {f"{stem}_at": instant, f"{stem}_precision": precision}
        if field.null and self.random.random() < 0.2:
            return {field.attname: None}
        return {field.attname: self.value(field)}

    def value(self, field: Any) -> Any:
        if field.is_relation:
            return self.any(field.related_model).pk
        if field.choices:
            return self.random.choice([value for value, _ in field.choices])
        if field.name in FEW:
            return self.random.choice(FEW[field.name])
        makers = {
            models.DateTimeField: self.instant,
            models.DurationField: lambda: timedelta(hours=self.random.randint(1, 99)),
            models.CharField: self.text,
            models.TextField: self.text,
            ArrayField: lambda: self.random.sample(["name", "holiday", "election"], 2),
        }
        known = [maker for kind, maker in makers.items() if isinstance(field, kind)]
        return known[0]() if known else self.random.randint(0, 9)

    def instant(self) -> Any:
        return FIRST + timedelta(hours=self.random.randint(0, 20 * 24))

    def text(self) -> str:
        self.number += 1
        return f"Text {self.number}"


R = RandomWrites
WAYS = [
    *[R.create] * 16,
    *[R.save] * 4,
    *[R.update] * 4,
    *[R.update_by_sql] * 4,
    *[R.delete, R.delete_some, R.delete_by_sql],
    *[R.save_what_was_read_before, R.save_nothing_new, R.touch_by_sql],
    *[R.create_in_bulk, R.update_in_bulk, R.copy_in],
    *[R.link, R.give_another_slug, R.write_together, R.undo],
]


def table(record: Any) -> str:
    name: str = record._meta.db_table
    return name


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def hanging(record: Any) -> Iterator[Any]:
    """A record and all that refers to it; what is derived of it goes with it."""
    yield record
    for relation in record._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.related_model is not Phase:
            referring = relation.related_model._base_manager.filter(**{relation.field.name: record})
            for each in referring:
                yield from hanging(each)
