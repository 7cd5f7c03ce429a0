"""Ceasefires and the parties' parts in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ceasefires.choices import (
    Answer,
    CeasefireClass,
    Declaration,
    EndType,
    Enforcement,
    FollowsAs,
    Purpose,
    Role,
    Scope,
)
from ceasefires.querysets import CeasefireQuerySet

from . import constraints
from .conflict import Conflict, time_zone_field
from .fields import fuzzy_instant, vocabulary
from .functions import SpanUpper
from .party import Party
from .record import Cited, Entity, Record, SlugManager

PURPOSES = [purpose.value for purpose in Purpose]


class Ceasefire(Cited, Entity):
    """One declared arrangement to stop violence, with its own window.

    Its status is not stored here: it is derived (``ceasefires.rules``).
    """

    name = models.CharField(max_length=200, help_text="What it is called.")
    conflict = models.ForeignKey(Conflict, models.PROTECT, related_name="ceasefires")
    time_zone = time_zone_field(
        "IANA time zone; left empty in a form, that of the conflict.", blank=True
    )
    declaration = vocabulary(Declaration, "Who declared it.", default=Declaration.UNKNOWN.value)
    ceasefire_class = vocabulary(
        CeasefireClass, "What it sets up.", default=CeasefireClass.UNKNOWN.value
    )
    purposes = ArrayField(
        models.CharField(max_length=40, choices=Purpose.choices),
        default=list,
        blank=True,
        help_text="What it is for; several may hold.",
    )
    scope = vocabulary(Scope, "Whether it covers all violence.", default=Scope.UNKNOWN.value)
    written = vocabulary(Answer, "Whether it was put in writing.", default=Answer.UNCLEAR.value)
    implementation_mechanism = vocabulary(
        Answer, "Whether a mechanism to implement it was agreed.", default=Answer.UNCLEAR.value
    )
    enforcement = vocabulary(
        Enforcement, "Who is to enforce it.", default=Enforcement.UNCLEAR.value
    )
    declared = fuzzy_instant("When it was declared or agreed.")
    effective = fuzzy_instant("When it took, or is to take, effect.")
    scheduled_end = fuzzy_instant("When it is to end, before any extension.")
    planned_duration = models.DurationField(
        null=True, blank=True, help_text="How long it is to last, where that is what was said."
    )
    known_from = models.DateTimeField(
        null=True,
        blank=True,
        help_text="From when it was public; empty: the earliest publication among its sources.",
    )
    ended = fuzzy_instant("When the whole ended; only where no end is known per party.")
    end_type = vocabulary(EndType, "How the whole ended; empty: no end known.", blank=True)
    ended_known_from = models.DateTimeField(
        null=True,
        blank=True,
        help_text="From when its end was public; empty: as the ceasefire itself.",
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="The earlier ceasefire that it follows.",
    )
    follows_as = vocabulary(FollowsAs, "How it follows the earlier one.", blank=True)
    ethprio_id = models.CharField(
        "ETH/PRIO id", max_length=50, blank=True, help_text="Its identifier in ETH/PRIO's data."
    )
    pax_id = models.CharField(
        "PA-X id", max_length=50, blank=True, help_text="The agreement's identifier in PA-X."
    )
    ucdp_id = models.CharField(
        "UCDP id", max_length=50, blank=True, help_text="Its identifier in UCDP's data."
    )

    objects = SlugManager.from_queryset(CeasefireQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["slug"]
        constraints = [
            constraints.public_slug("ceasefire"),
            *constraints.filled("ceasefire", "name"),
            *constraints.vocabularies(
                "ceasefire",
                declaration=Declaration,
                ceasefire_class=CeasefireClass,
                scope=Scope,
                written=Answer,
                implementation_mechanism=Answer,
                enforcement=Enforcement,
                end_type=EndType,
                follows_as=FollowsAs,
            ),
            *constraints.fuzzy_instants(
                "ceasefire", "declared", "effective", "scheduled_end", "ended"
            ),
            *constraints.already_public("ceasefire", ["known_from", "ended_known_from"]),
            *constraints.whole_end("ceasefire"),
            constraints.check(
                "ceasefire_purposes_vocabulary",
                Q(purposes__contained_by=PURPOSES),
                "purposes: not a value of its vocabulary.",
            ),
            constraints.check(
                "ceasefire_planned_duration_positive",
                Q(planned_duration__gt=constraints.NO_TIME)
                & Q(planned_duration__lt=constraints.A_CENTURY),
                "planned_duration: more than nothing and less than a century.",
            ),
            constraints.check(
                "ceasefire_scheduled_end_after_effective",
                Q(effective_at__lt=SpanUpper("scheduled_end", "time_zone")),
                "scheduled_end: its latest instant must be after the earliest of effective.",
            ),
            constraints.check(
                "ceasefire_ended_after_effective",
                Q(end_type=EndType.NEVER_EFFECTIVE.value)
                | Q(effective_at__lt=SpanUpper("ended", "time_zone")),
                "ended: its latest instant must be after the earliest of effective.",
            ),
            constraints.check(
                "ceasefire_follows_whole",
                Q(follows=None, follows_as="") | Q(follows__isnull=False) & ~Q(follows_as=""),
                "follows: give the earlier ceasefire and how it follows, or neither.",
            ),
            constraints.check(
                "ceasefire_not_following_itself",
                Q(follows=None) | ~Q(follows=F("id")),
                "A ceasefire does not follow itself.",
            ),
            models.UniqueConstraint(
                fields=["ethprio_id"],
                condition=~Q(ethprio_id=""),
                name="ceasefire_ethprio_id_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.time_zone = self.time_zone or self.conflict.time_zone
        super().save(*args, **kwargs)


class ParticipationManager(models.Manager):
    def get_by_natural_key(self, ceasefire: str, party: str, role: str):
        return self.get(ceasefire__slug=ceasefire, party__slug=party, role=role)


class Participation(Cited, Record):
    """A party's part in one ceasefire: its role, and how and when that part ended."""

    ceasefire = models.ForeignKey(Ceasefire, models.CASCADE, related_name="participations")
    party = models.ForeignKey(Party, models.PROTECT, related_name="participations")
    role = vocabulary(Role, "Its role in this ceasefire.", default=Role.DECLARING.value)
    side = models.CharField(
        max_length=1,
        blank=True,
        help_text="Of a declaring party: a, b, c …; empty: a side of its own.",
    )
    ended = fuzzy_instant("When its part ended.")
    end_type = vocabulary(EndType, "How its part ended; empty: no end known.", blank=True)
    ended_known_from = models.DateTimeField(
        null=True,
        blank=True,
        help_text="From when that end was public; empty: as the ceasefire itself.",
    )

    objects = ParticipationManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            *constraints.filled("participation", "role"),
            *constraints.vocabularies("participation", role=Role, end_type=EndType),
            *constraints.fuzzy_instants("participation", "ended"),
            *constraints.already_public("participation", ["ended_known_from"]),
            *constraints.whole_end("participation"),
            models.UniqueConstraint(
                fields=["ceasefire", "party", "role"], name="participation_unique"
            ),
            constraints.check(
                "participation_side_letter",
                Q(side="") | Q(side__regex="^[a-z]$", role=Role.DECLARING.value),
                "side: one letter from a to z, and only for a declaring party.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} ({self.role})"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.ceasefire.slug, self.party.slug, self.role)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "ceasefires.ceasefire",
        "ceasefires.party",
    ]
