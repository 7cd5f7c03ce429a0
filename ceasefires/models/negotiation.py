"""Negotiation rounds and the delegations to them."""

from zoneinfo import ZoneInfo

from django.db import models

from ceasefires.choices import DelegationRole, Mode, Outcome

from . import constraints
from .ceasefire import Ceasefire
from .conflict import Conflict, time_zone_field
from .fields import AS_DATE, fuzzy_instant, vocabulary
from .functions import SpanUpper
from .party import Party
from .record import Cited, Entity, Record


class NegotiationRound(Cited, Entity):
    """One sitting of talks, direct, indirect or shuttle."""

    conflict = models.ForeignKey(Conflict, models.PROTECT, related_name="negotiation_rounds")
    ceasefires = models.ManyToManyField(
        Ceasefire,
        blank=True,
        related_name="negotiation_rounds",
        help_text="The ceasefires that it is about.",
    )
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text="Which round it is, where the sources count."
    )
    venue = models.CharField(max_length=200, blank=True, help_text="The building or site.")
    city = models.CharField(max_length=100, blank=True, help_text="The city.")
    time_zone = time_zone_field(
        "IANA time zone; left empty in a form, that of the conflict.", blank=True
    )
    started = fuzzy_instant("When it began.")
    ended = fuzzy_instant("When it ended.")
    mode = vocabulary(Mode, "How the parties talk.", default=Mode.UNKNOWN.value)
    aim = models.TextField(
        max_length=2000, blank=True, help_text="What it is to achieve, in our own words."
    )
    outcome = vocabulary(Outcome, "What came of it.", default=Outcome.UNKNOWN.value)
    known_from = models.DateTimeField(
        null=True,
        blank=True,
        help_text="From when it was public; empty: the earliest publication among its sources.",
    )

    class Meta:
        ordering = ["slug"]
        constraints = [
            constraints.public_slug("negotiation_round"),
            *constraints.vocabularies("negotiation_round", mode=Mode, outcome=Outcome),
            *constraints.fuzzy_instants("negotiation_round", "started", "ended"),
            *constraints.already_public("negotiation_round", ["known_from"]),
            constraints.check(
                "negotiation_round_ended_after_started",
                models.Q(started_at__lt=SpanUpper("ended", "time_zone")),
                "ended: its latest instant must be after the earliest of started.",
            ),
        ]

    def __str__(self) -> str:
        """The city and the local date of its start where both are known."""
        date = self._started_on()
        return f"{self.city}, {date}" if self.city and date else self.slug

    def _started_on(self) -> str | None:
        """None also of a record, not yet stored, whose zone or instant is none."""
        at, precision = self.started
        try:
            return at and at.astimezone(ZoneInfo(self.time_zone)).strftime(AS_DATE[precision])
        except (KeyError, ValueError, OverflowError, OSError):
            return None

    def save(self, *args, **kwargs) -> None:
        self.time_zone = self.time_zone or self.conflict.time_zone
        super().save(*args, **kwargs)


class DelegationManager(models.Manager):
    def get_by_natural_key(self, negotiation_round: str, party: str, role: str):
        return self.get(negotiation_round__slug=negotiation_round, party__slug=party, role=role)


class Delegation(Record):
    """A party's presence at a round."""

    negotiation_round = models.ForeignKey(
        NegotiationRound, models.CASCADE, related_name="delegations"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="delegations")
    role = vocabulary(
        DelegationRole, "Its part in the round.", default=DelegationRole.DELEGATION.value
    )
    size = models.CharField(
        max_length=100, blank=True, help_text="As reported: a number, or a word such as small."
    )

    objects = DelegationManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            *constraints.vocabularies("delegation", role=DelegationRole),
            *constraints.filled("delegation", "role"),
            models.UniqueConstraint(
                fields=["negotiation_round", "party", "role"], name="delegation_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} ({self.role})"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.negotiation_round.slug, self.party.slug, self.role)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "ceasefires.negotiationround",
        "ceasefires.party",
    ]
