"""What every stored record shares."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.functions import Now

from ceasefires.identifiers import uuid7


class SlugManager(models.Manager):
    def get_by_natural_key(self, slug: str):
        return self.get(slug=slug)


class Record(models.Model):
    """A row that knows when it was last changed; the database keeps ``updated``."""

    updated = models.DateTimeField(
        db_default=Now(), editable=False, help_text="When the record was last changed."
    )

    class Meta:
        abstract = True


class Entity(Record):
    """A curated record with a stable public name."""

    slug = models.SlugField(
        max_length=100,
        unique=True,
        help_text="The public identifier: lower-case words joined by hyphens; never changed.",
    )

    objects = SlugManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Cited:
    """What a record with citations knows of its own publicity; reads prefetched citations."""

    @property
    def cited_from(self) -> datetime | None:
        """The earliest publication among the sources that it cites."""
        citations: Any = self.citations  # type: ignore[attr-defined]  # of the model it is mixed into
        published = (each.source.public_from for each in citations.all())
        return min((instant for instant in published if instant), default=None)

    @property
    def public_from(self) -> datetime | None:
        """``known_from``: the earliest of its citations unless set."""
        return getattr(self, "known_from", None) or self.cited_from


class Identified(Record):
    """A record whose public identifier is a UUID."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
