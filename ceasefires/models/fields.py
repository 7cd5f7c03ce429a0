"""Values that take several columns: fuzzy instants, estimates and quantities.

Each is declared once on a model, adds its columns (``occurred`` → ``occurred_at``,
``occurred_precision``) and reads and writes as one value.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import models

from ceasefires.choices import Precision, Qualifier

# The date of an instant, as exactly as it is known.
AS_DATE = {
    Precision.MINUTE: "%Y-%m-%d",
    Precision.HOUR: "%Y-%m-%d",
    Precision.DAY: "%Y-%m-%d",
    Precision.WEEK: "the week from %Y-%m-%d",
    Precision.MONTH: "%Y-%m",
    Precision.YEAR: "%Y",
}


class FuzzyInstant(NamedTuple):
    """An instant (UTC, the earliest it can mean) and how exactly it is known."""

    at: datetime | None = None
    precision: str = Precision.UNKNOWN.value


class Estimate(NamedTuple):
    """A number of persons; null is not reported, which is not zero."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


class Quantity(NamedTuple):
    """A counted quantity, such as at least 5 air strikes."""

    value: int | None = None
    qualifier: str = ""
    unit: str = ""


class ImportedFile(NamedTuple):
    """A file that was imported, and what became of its rows as it was first."""

    name: str = ""
    sha256: str = ""
    read: int | None = None
    created: int | None = None
    updated: int | None = None
    unchanged: int | None = None
    unmatched: int | None = None
    withdrawn: int | None = None
    refused: int | None = None


class ColumnGroup:
    """Several columns that read and write as one value of ``value_type``."""

    def __init__(self, value_type: Any, **columns: models.Field) -> None:
        self.value_type = value_type
        self.columns = columns

    def contribute_to_class(self, cls: Any, name: str) -> None:
        for part, column in self.columns.items():
            cls.add_to_class(f"{name}_{part}", column)

        def read(instance: models.Model) -> Any:
            return self.value_type(*(getattr(instance, f"{name}_{part}") for part in self.columns))

        def write(instance: models.Model, value: Any) -> None:
            for part, given in zip(self.columns, value, strict=True):
                setattr(instance, f"{name}_{part}", given)

        setattr(cls, name, property(read, write))


def fuzzy_instant(help_text: str) -> Any:
    return ColumnGroup(
        FuzzyInstant,
        at=models.DateTimeField(null=True, blank=True, help_text=help_text),
        precision=models.CharField(
            max_length=7,
            choices=Precision.choices,
            default=Precision.UNKNOWN.value,
            help_text="How exactly this instant is known.",
        ),
    )


def estimate(of: str) -> Any:
    def column(which: str) -> models.Field:
        return models.PositiveIntegerField(
            null=True, blank=True, help_text=f"{which} number {of}; empty: not reported."
        )

    return ColumnGroup(
        Estimate, low=column("Lowest"), best=column("Most likely"), high=column("Highest")
    )


def quantity() -> Any:
    return ColumnGroup(
        Quantity,
        value=models.PositiveIntegerField(
            null=True, blank=True, help_text="How many, where the sources count."
        ),
        qualifier=models.CharField(
            max_length=13,
            blank=True,
            choices=Qualifier.choices,
            help_text="How the sources give the number.",
        ),
        unit=models.CharField(
            max_length=100, blank=True, help_text="What is counted, such as rockets."
        ),
    )


def imported_file() -> Any:
    def rows(told: str) -> models.Field:
        return models.PositiveIntegerField(
            null=True, blank=True, editable=False, help_text=f"How many {told}."
        )

    return ColumnGroup(
        ImportedFile,
        name=models.CharField(
            max_length=255, blank=True, editable=False, help_text="The name of the file imported."
        ),
        sha256=models.CharField(
            max_length=64, blank=True, editable=False, help_text="The SHA-256 of its bytes."
        ),
        read=rows("rows were read"),
        created=rows("records they made"),
        updated=rows("records they changed"),
        unchanged=rows("records already said the same"),
        unmatched=rows("rows met no ceasefire"),
        withdrawn=rows("records were withdrawn, as no row tells of them any more"),
        refused=rows("rows were refused"),
    )


def vocabulary(choices: Any, help_text: str, **options: Any) -> models.CharField:
    """A column that takes one value of a vocabulary."""
    return models.CharField(max_length=40, choices=choices.choices, help_text=help_text, **options)
