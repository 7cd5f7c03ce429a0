"""The phases of ceasefires, as the database keeps them for filtering and listing."""

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models

from ceasefires.choices import Status
from ceasefires.querysets import PhaseQuerySet

from .ceasefire import Ceasefire
from .fields import vocabulary


class Phase(models.Model):
    """For a span of knowledge and a span of time: the status that was derived.

    Rows are written by database triggers alone, whichever way a fact is written; the rules that
    they follow are those of ``ceasefires.rules``, which a test holds them to.
    """

    ceasefire = models.ForeignKey(Ceasefire, models.CASCADE, related_name="phases")
    known = DateTimeRangeField(help_text="The instants of knowing for which it holds.")
    during = DateTimeRangeField(help_text="The instants asked about for which it holds.")
    status = vocabulary(Status, "The status, or indeterminate.")
    candidates = ArrayField(models.CharField(max_length=40))
    relations = ArrayField(models.CharField(max_length=40))
    has_window = models.BooleanField(help_text="Whether an effective instant was known.")

    objects = PhaseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.ceasefire_id}: {self.status}"
