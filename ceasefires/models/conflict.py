"""Armed conflicts."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models

from . import constraints
from .fields import fuzzy_instant
from .functions import SpanUpper
from .record import Entity


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is not an IANA time zone such as Asia/Gaza.")


def time_zone_field(help_text: str, **options) -> models.CharField:
    return models.CharField(
        max_length=64, validators=[validate_time_zone], help_text=help_text, **options
    )


class Conflict(Entity):
    """The armed conflict that ceasefires belong to."""

    name = models.CharField(max_length=200, help_text="What it is called.")
    time_zone = time_zone_field("IANA time zone of the place, such as Asia/Gaza.")
    started = fuzzy_instant("When it began.")
    ended = fuzzy_instant("When it ended.")
    ucdp_id = models.CharField(
        "UCDP conflict id", max_length=50, blank=True, help_text="Its identifier in UCDP's data."
    )

    class Meta:
        ordering = ["slug"]
        constraints = [
            constraints.public_slug("conflict"),
            *constraints.filled("conflict", "name"),
            *constraints.fuzzy_instants("conflict", "started", "ended"),
            constraints.check(
                "conflict_ended_after_started",
                models.Q(started_at__lt=SpanUpper("ended", "time_zone")),
                "ended: its latest instant must be after the earliest of started.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
