"""The tables of the dataset, each after those that it refers to or is placed by; their columns.

Left out is what follows from the clock, what was only kept for this database (primary keys, when a
row was last changed), and what is private.
"""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Collate

from ceasefires.models import (
    Amendment,
    Assessment,
    Ceasefire,
    Citation,
    Coding,
    Conflict,
    Delegation,
    Demand,
    NegotiationRound,
    Participation,
    Party,
    Report,
    Source,
    Statement,
    Term,
    Toll,
    Violation,
)
from ceasefires.models.fields import ImportedFile
from ceasefires.querysets import DERIVED

from .columns import (
    Column,
    Degrees,
    Duration,
    Instant,
    LocalTime,
    Text,
    Truth,
    Whole,
    Word,
    Words,
)
from .keys import Identifier, PartIdentifier, Reference, Slug

Link: Any = NegotiationRound.ceasefires.through
# Columns by what they hold: ``started@`` is an instant (and its local time, where there is a zone),
# ``killed#`` an estimate, ``quantity$`` a quantity, ``shown=field`` has another name in its model.
ENDINGS = {
    "@": ("at", "precision", "local"),
    "#": ("low", "best", "high"),
    "$": ("value", "qualifier", "unit"),
}
CLAIM = "id source locator claimant qualifier certainty known_from "
FIGURES = "quantity$ killed# injured# "


KINDS: dict[Any, type[Column]] = {
    models.SlugField: Slug,
    models.CharField: Text,
    models.TextField: Text,
    models.DateTimeField: Instant,
    models.DurationField: Duration,
    models.DecimalField: Degrees,
    models.BooleanField: Truth,
    models.IntegerField: Whole,
    models.UUIDField: Identifier,
    models.ForeignKey: Reference,
    ArrayField: Words,
}


def column(name: str, field: Any) -> Column:
    """The column of a model's field."""
    found = (kind for each, kind in KINDS.items() if isinstance(field, each))
    made = (Word if field.choices else next(found))(name, field)
    made.derived = name in DERIVED
    return made


@dataclass(frozen=True, slots=True)
class Table:
    """``key``: the columns that tell a row from all others; ``order``: how rows follow."""

    name: str
    model: Any
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[Any, ...]
    description: str

    @property
    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.order_by(*self.order)
        return rows

    @property
    def within(self) -> Reference | None:
        """The column that refers to the table itself."""
        return next((each for each in self.references if each.table == self.name), None)

    @property
    def references(self) -> list[Reference]:
        return [each for each in self.columns if isinstance(each, Reference)]


def _by(path: str) -> Collate:
    """In the order of a text's bytes, whichever that of the database is."""
    return Collate(F(path), "C")


ORDERS: dict[str, tuple[Any, ...]] = {"slug": (_by("slug"),), "id": (F("id"),)}


def _table(name: str, model: Any, words: str, zone: Any = None, **given: Any) -> Table:
    columns = tuple(_columns(model, words, F(zone) if isinstance(zone, str) else zone))
    described = " ".join((inspect.getdoc(model) or "").partition("\n\n")[0].split())
    key = columns[0].name
    defaults = {"key": (key,), "order": ORDERS.get(key), "description": described}
    return Table(name, model, columns, **defaults | given)


def _columns(model: Any, words: str, zone: Any) -> Iterator[Column]:
    for word in words.split():
        name, _, own = word.partition("=")
        bare = name.rstrip("@#$")
        for ending in ENDINGS.get(name[len(bare) :], ("",)):
            shown = f"{bare}_{ending}" if ending else bare
            if ending == "local":
                if zone is not None:
                    yield LocalTime(shown, model._meta.get_field(f"{bare}_at"), zone)
            elif model is Participation and shown == "id":
                yield PartIdentifier(shown, model._meta.pk)
            else:
                yield column(shown, model._meta.get_field(own or shown))


OF_CEASEFIRE = "ceasefire__time_zone"
TABLES = (
    _table(
        "conflicts",
        Conflict,
        "slug name time_zone started@ ended@ identifiers_ucdp=ucdp_id",
        zone="time_zone",
    ),
    _table("parties", Party, "slug name kind member_of identifiers_ucdp=ucdp_id"),
    _table(
        "sources",
        Source,
        "slug publisher title published@ link accessed licence dataset file_name file_sha256 "
        + " ".join(f"file_rows_{name}=file_{name}" for name in ImportedFile._fields[2:]),
    ),
    _table(
        "ceasefires",
        Ceasefire,
        "slug name conflict time_zone declaration ceasefire_class purposes scope written "
        "implementation_mechanism enforcement declared@ effective@ scheduled_end@ planned_duration "
        "ended@ end_type ended_known_from known_from follows follows_as "
        "identifiers_ethprio=ethprio_id identifiers_pax=pax_id identifiers_ucdp=ucdp_id",
        zone="time_zone",
    ),
    _table(
        "participations",
        Participation,
        "id ceasefire party role side ended@ end_type ended_known_from",
        zone=OF_CEASEFIRE,
        order=(_by("ceasefire__slug"), F("pk")),
    ),
    _table(
        "negotiation-rounds",
        NegotiationRound,
        "slug conflict number venue city time_zone started@ ended@ mode aim outcome known_from",
        zone="time_zone",
    ),
    _table(
        "negotiation-round-ceasefires",
        Link,
        "negotiation_round=negotiationround ceasefire",
        key=("negotiation_round", "ceasefire"),
        order=(_by("negotiationround__slug"), _by("ceasefire__slug")),
        description="Which ceasefires a negotiation round is about.",
    ),
    _table(
        "delegations",
        Delegation,
        "negotiation_round party role size",
        key=("negotiation_round", "party", "role"),
        order=(_by("negotiation_round__slug"), F("pk")),
    ),
    _table(
        "citations",
        Citation,
        "id source locator fields conflict ceasefire participation negotiation_round",
    ),
    _table(
        "amendments",
        Amendment,
        CLAIM + "ceasefire kind agreed@ effective@ new_scheduled_end@",
        zone=OF_CEASEFIRE,
    ),
    _table(
        "violations",
        Violation,
        "id ceasefire kind attributed_to occurred@ place_name latitude longitude geo_precision "
        + FIGURES
        + "figures_basis verification verified@ response relation relation_basis bound event "
        "description first_reported",
        zone=OF_CEASEFIRE,
    ),
    _table(
        "reports",
        Report,
        CLAIM + "violation " + FIGURES + "attributed_to verification stated_relation",
    ),
    _table(
        "assessments",
        Assessment,
        CLAIM + "ceasefire assessed assessed_at@",
        zone=OF_CEASEFIRE,
    ),
    _table("codings", Coding, CLAIM + "ceasefire field value"),
    _table("terms", Term, CLAIM + "ceasefire party kind summary"),
    _table("demands", Demand, CLAIM + "negotiation_round party summary"),
    _table(
        "statements",
        Statement,
        CLAIM + "conflict ceasefire party stance made@ place_name summary",
        zone=Coalesce("ceasefire__time_zone", "conflict__time_zone"),
    ),
    _table(
        "tolls",
        Toll,
        CLAIM + "conflict measure group value unit as_of@",
        zone="conflict__time_zone",
    ),
)
