"""Violations: reported acts set against one ceasefire."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from ceasefires.choices import (
    FiguresBasis,
    GeoPrecision,
    Qualifier,
    Relation,
    RelationBasis,
    Response,
    Verification,
    ViolationKind,
)
from ceasefires.querysets import ViolationQuerySet

from . import constraints
from .ceasefire import Ceasefire
from .fields import estimate, fuzzy_instant, quantity, vocabulary
from .functions import BeforeAll
from .party import Party
from .record import Identified

REACHED = [
    Verification.VERIFIED.value,
    Verification.UNFOUNDED.value,
    Verification.INCONCLUSIVE.value,
]

# As lists are ordered: unknown instants before all others.
OCCURRED = Coalesce("occurred_at", BeforeAll())
COUNTS_FROM = Coalesce("occurred_at", "first_reported")


class Violation(Identified):
    """A reported act. Only one *during* the window is a violation of its ceasefire.

    ``relation``, ``relation_basis`` and ``bound`` are derived from all that is recorded; the
    database keeps them, whichever way rows are written.
    """

    # Neither reference has an index of its own: those of lists begin with them.
    ceasefire = models.ForeignKey(
        Ceasefire, models.PROTECT, related_name="violations", db_index=False
    )
    kind = vocabulary(ViolationKind, "What sort of act it was.")
    attributed_to = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="violations",
        db_index=False,
        help_text="Who is said to have done it; empty: nobody is named.",
    )
    occurred = fuzzy_instant("When it happened.")
    place_name = models.CharField(max_length=200, blank=True, help_text="Where, in words.")
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    geo_precision = vocabulary(
        GeoPrecision, "How exactly it is placed.", default=GeoPrecision.UNKNOWN.value
    )
    quantity = quantity()
    killed = estimate("of persons killed")
    injured = estimate("of persons injured")
    figures_basis = vocabulary(
        FiguresBasis,
        "Whether killed and injured follow the reports, or were set.",
        default=FiguresBasis.REPORTED.value,
    )
    verification = vocabulary(
        Verification, "How far it has been checked.", default=Verification.ALLEGED.value
    )
    verified = fuzzy_instant("When that verification was reached; empty while it is open.")
    response = vocabulary(
        Response,
        "What the party that it is attributed to says.",
        default=Response.NONE.value,
    )
    description = models.TextField(
        max_length=5000, blank=True, help_text="What happened, in our own words."
    )
    event = models.CharField(
        max_length=100,
        blank=True,
        help_text="A foreign identifier that acts bearing on several ceasefires share.",
    )
    first_reported = models.DateTimeField(help_text="From when it was public.")
    relation = vocabulary(
        Relation,
        "Where it lies in relation to the window.",
        default=Relation.INDETERMINATE.value,
        editable=False,
    )
    relation_basis = vocabulary(
        RelationBasis,
        "What decided the relation.",
        default=RelationBasis.COMPUTED.value,
        editable=False,
    )
    bound = models.BooleanField(
        null=True,
        editable=False,
        help_text="Whether its author is one whom the ceasefire binds, its part not ended by then; "
        "empty: not known.",
    )

    objects = models.Manager.from_queryset(ViolationQuerySet)()

    class Meta:
        ordering = ["id"]
        permissions = [("check_violation", "Can check acts, and amend what others logged")]
        indexes = [
            models.Index("ceasefire", OCCURRED, "id", name="violation_of_ceasefire"),
            models.Index("attributed_to", OCCURRED, "id", name="violation_by_party"),
            models.Index(OCCURRED, "id", name="violation_occurred"),
            models.Index("first_reported", "id", name="violation_reported"),
            models.Index("updated", "id", name="violation_updated"),
            # What decides compliance: the latest act that counts, as known now and as known then.
            models.Index("ceasefire", COUNTS_FROM, "id", name="violation_latest"),
            models.Index(
                "ceasefire",
                "verification",
                COUNTS_FROM,
                "id",
                name="violation_counting",
                condition=Q(relation=Relation.DURING.value),
            ),
            GinIndex(
                SearchVector("description", "place_name", config="simple"),
                name="violation_search",
            ),
        ]
        constraints = [
            *constraints.filled("violation", "kind", "figures_basis"),
            *constraints.vocabularies(
                "violation",
                kind=ViolationKind,
                geo_precision=GeoPrecision,
                figures_basis=FiguresBasis,
                verification=Verification,
                response=Response,
                quantity_qualifier=Qualifier,
                relation=Relation,
                relation_basis=RelationBasis,
            ),
            *constraints.fuzzy_instants("violation", "occurred", "verified"),
            *constraints.already_public(
                "violation", ["first_reported", "occurred_at", "verified_at"]
            ),
            *constraints.estimates("violation", "killed", "injured"),
            constraints.whole_quantity("violation"),
            constraints.check(
                "violation_place_whole",
                Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, latitude__range=(-90, 90))
                & Q(longitude__isnull=False, longitude__range=(-180, 180)),
                "latitude, longitude: both, from -90 to 90 and -180 to 180, or neither.",
            ),
            constraints.check(
                "violation_response_of_somebody",
                Q(response=Response.NONE.value) | Q(attributed_to__isnull=False),
                "response: only a party that the act is attributed to responds.",
            ),
            constraints.check(
                "violation_verified_when_reached",
                Q(verification__in=REACHED, verified_at__isnull=False)
                | ~Q(verification__in=REACHED) & Q(verified_at__isnull=True),
                "verified: needed where a verification was reached, and only there.",
            ),
            models.UniqueConstraint(
                fields=["event", "ceasefire"],
                condition=~Q(event=""),
                name="violation_event_unique",
            ),
        ]

    def __str__(self) -> str:
        day = f"{self.occurred.at:%Y-%m-%d}" if self.occurred.at else "undated"
        return f"{self.get_kind_display()}, {day} ({self.get_verification_display().lower()})"
