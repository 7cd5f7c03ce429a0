"""Sources, and what of an entity is supported by which."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from . import constraints
from .fields import ImportedFile, fuzzy_instant, imported_file
from .record import Entity, Identified


def _counted(given: bool) -> dict[str, bool]:
    """That each count of an imported file's rows is given, or that none is."""
    counts = ImportedFile._fields[2:]
    return {f"file_{name}__isnull": not given for name in counts}


class Source(Entity):
    """The publication that a claim was read in."""

    publisher = models.CharField(max_length=200, help_text="Who published it.")
    title = models.CharField(
        max_length=300, blank=True, help_text="Its title, or a description where it has none."
    )
    published = fuzzy_instant("When it was published (UTC).")
    link = models.URLField(max_length=1000, blank=True, help_text="Where it can be read.")
    accessed = models.DateTimeField(null=True, blank=True, help_text="When it was last read.")
    licence = models.CharField(
        max_length=300, blank=True, help_text="Under what terms it may be used."
    )
    dataset = models.CharField(
        max_length=40,
        blank=True,
        editable=False,
        help_text="The format that it was imported as; empty: it was not imported.",
    )
    file = imported_file()

    class Meta:
        ordering = ["slug"]
        constraints = [
            constraints.public_slug("source"),
            *constraints.filled("source", "publisher"),
            *constraints.fuzzy_instants("source", "published"),
            *constraints.already_public("source", ["published_at", "accessed"]),
            constraints.check(
                "source_file_whole",
                Q(dataset="", file_name="", file_sha256="", **_counted(False))
                | ~Q(dataset="") & ~Q(file_name="") & ~Q(file_sha256="") & Q(**_counted(True)),
                "file: an imported source has a dataset and a whole file; no other has any of it.",
            ),
            constraints.check(
                "source_file_sha256_form",
                Q(file_sha256="") | Q(file_sha256__regex="^[0-9a-f]{64}$"),
                "file_sha256: 64 hexadecimal digits.",
            ),
            models.UniqueConstraint(
                fields=["dataset", "file_sha256"],
                condition=~Q(dataset=""),
                name="source_file_unique",
            ),
        ]

    @property
    def public_from(self) -> datetime | None:
        """From when it was public, as far as that is known: at the latest when it was read."""
        instant: datetime | None = self.published_at or self.accessed  # type: ignore[attr-defined]
        return instant

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}" if self.title else self.publisher


TARGETS = ("conflict", "ceasefire", "participation", "negotiation_round")


def _exactly_one(names: tuple[str, ...]) -> Q:
    """One of these foreign keys is set and the others are not."""
    return reduce(
        or_, (Q(**{f"{name}__isnull": name != chosen for name in names}) for chosen in names)
    )


class Citation(Identified):
    """Where in a source something is said of one conflict, ceasefire, participation or round."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="citations")
    locator = models.CharField(
        max_length=200, help_text="Where in the source, such as paragraph 7."
    )
    fields = ArrayField(
        models.CharField(max_length=50),
        default=list,
        blank=True,
        help_text="Which fields it supports; empty: the record as a whole.",
    )
    conflict = models.ForeignKey("Conflict", models.CASCADE, null=True, related_name="citations")
    ceasefire = models.ForeignKey("Ceasefire", models.CASCADE, null=True, related_name="citations")
    participation = models.ForeignKey(
        "Participation", models.CASCADE, null=True, related_name="citations"
    )
    negotiation_round = models.ForeignKey(
        "NegotiationRound", models.CASCADE, null=True, related_name="citations"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            *constraints.filled("citation", "locator"),
            constraints.check(
                "citation_one_target", _exactly_one(TARGETS), "A citation supports one record."
            ),
            models.UniqueConstraint(
                fields=["source", "locator", *TARGETS], name="citation_unique", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.slug}, {self.locator}"
