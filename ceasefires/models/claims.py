"""Claims: one source saying one thing, through a named claimant, at a locator."""

from django.db import models
from django.db.models import Q

from ceasefires.choices import (
    AmendmentKind,
    Assessed,
    Certainty,
    Measure,
    Qualifier,
    Relation,
    Stance,
    TermKind,
    Verification,
)

from . import constraints
from .ceasefire import Ceasefire
from .conflict import Conflict
from .fields import estimate, fuzzy_instant, quantity, vocabulary
from .functions import SpanUpper
from .negotiation import NegotiationRound
from .party import Party
from .record import Identified
from .source import Source
from .violation import Violation


def claim_constraints(model: str) -> list[models.CheckConstraint]:
    return [
        *constraints.filled(model, "locator", "claimant", "qualifier", "certainty"),
        *constraints.vocabularies(model, qualifier=Qualifier, certainty=Certainty),
        *constraints.already_public(model, ["known_from"]),
    ]


class Claim(Identified):
    """What all claims share. The database fills an empty ``known_from`` from the source."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="%(class)ss")
    locator = models.CharField(
        max_length=200, help_text="Where in the source, such as paragraph 7."
    )
    claimant = models.CharField(
        max_length=200,
        help_text="Who says so, with office; the publication where it speaks for itself.",
    )
    qualifier = vocabulary(Qualifier, "How the figure is given.", default=Qualifier.EXACT.value)
    certainty = vocabulary(Certainty, "How firmly it is said.", default=Certainty.STATED.value)
    known_from = models.DateTimeField(
        blank=True, help_text="From when it was public; empty: the source's publication."
    )

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.claimant} ({self.locator})"

    def save(self, *args, **kwargs) -> None:
        self.known_from = self.known_from or self.source.public_from  # type: ignore[assignment]
        super().save(*args, **kwargs)


class Report(Claim):
    """What one source gives of a violation."""

    violation = models.ForeignKey(Violation, models.CASCADE, related_name="reports")
    quantity = quantity()
    killed = estimate("of persons killed, as this source gives it")
    injured = estimate("of persons injured, as this source gives it")
    attributed_to = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        help_text="Whom this source names; empty: nobody.",
    )
    verification = vocabulary(
        Verification,
        "How far this source says that it was checked.",
        default=Verification.ALLEGED.value,
    )
    stated_relation = vocabulary(
        Relation, "Where this source places it in relation to the window.", blank=True
    )

    class Meta(Claim.Meta):
        constraints = [
            *claim_constraints("report"),
            *constraints.estimates("report", "killed", "injured"),
            *constraints.vocabularies(
                "report",
                verification=Verification,
                quantity_qualifier=Qualifier,
                stated_relation=Relation,
            ),
            constraints.whole_quantity("report"),
            constraints.check(
                "report_stated_relation_decides",
                ~Q(stated_relation=Relation.INDETERMINATE.value),
                "stated_relation: leave it empty where the source does not state it.",
            ),
        ]


class Assessment(Claim):
    """What one source says of a ceasefire as a whole at an instant."""

    ceasefire = models.ForeignKey(Ceasefire, models.CASCADE, related_name="assessments")
    assessed = vocabulary(Assessed, "What it is said to be.")
    assessed_at = fuzzy_instant("The instant it speaks of; empty: the source's publication.")

    class Meta(Claim.Meta):
        constraints = [
            *claim_constraints("assessment"),
            *constraints.filled("assessment", "assessed"),
            *constraints.vocabularies("assessment", assessed=Assessed),
            *constraints.fuzzy_instants("assessment", "assessed_at"),
        ]

    def save(self, *args, **kwargs) -> None:
        if self.assessed_at.at is None:
            self.assessed_at = self.source.published
        super().save(*args, **kwargs)


class Amendment(Claim):
    """An extension, suspension or resumption of a ceasefire."""

    ceasefire = models.ForeignKey(Ceasefire, models.CASCADE, related_name="amendments")
    kind = vocabulary(AmendmentKind, "What it does.")
    agreed = fuzzy_instant("When it was agreed.")
    effective = fuzzy_instant("When it took effect.")
    new_scheduled_end = fuzzy_instant("Of an extension: the new scheduled end.")

    class Meta(Claim.Meta):
        constraints = [
            *claim_constraints("amendment"),
            *constraints.filled("amendment", "kind"),
            *constraints.vocabularies("amendment", kind=AmendmentKind),
            *constraints.fuzzy_instants("amendment", "agreed", "effective", "new_scheduled_end"),
            constraints.check(
                "amendment_new_scheduled_end",
                Q(kind=AmendmentKind.EXTENSION.value, new_scheduled_end_at__isnull=False)
                | ~Q(kind=AmendmentKind.EXTENSION.value) & Q(new_scheduled_end_at__isnull=True),
                "new_scheduled_end: an extension needs it; nothing else has it.",
            ),
            constraints.check(
                "amendment_ends_after_effective",
                Q(effective_at__lt=SpanUpper("new_scheduled_end")),
                "new_scheduled_end: its latest instant must be after the earliest of effective.",
            ),
        ]


class Coding(Claim):
    """A source's value for one attribute of a ceasefire, where sources may disagree."""

    ceasefire = models.ForeignKey(Ceasefire, models.CASCADE, related_name="codings")
    field = models.CharField(max_length=50, help_text="The attribute, such as purpose.")
    value = models.CharField(max_length=500, help_text="What this source gives for it.")

    class Meta(Claim.Meta):
        constraints = [
            *claim_constraints("coding"),
            *constraints.filled("coding", "field", "value"),
        ]


class Term(Claim):
    """An obligation of a party under a ceasefire."""

    ceasefire = models.ForeignKey(Ceasefire, models.CASCADE, related_name="terms")
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
        help_text="Whose obligation it is; empty: that of all its parties.",
    )
    kind = vocabulary(TermKind, "What the obligation is about.")
    summary = models.TextField(max_length=2000, help_text="In our own words.")

    class Meta(Claim.Meta):
        constraints = [
            *claim_constraints("term"),
            *constraints.filled("term", "kind", "summary"),
            *constraints.vocabularies("term", kind=TermKind),
        ]


class Demand(Claim):
    """What a party asks for in a negotiation round."""

    negotiation_round = models.ForeignKey(NegotiationRound, models.CASCADE, related_name="demands")
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="demands",
        help_text="Who asks; empty: not named.",
    )
    summary = models.TextField(max_length=2000, help_text="In our own words.")

    class Meta(Claim.Meta):
        constraints = [*claim_constraints("demand"), *constraints.filled("demand", "summary")]


class Statement(Claim):
    """Something said, or reported in a source's own voice, about a conflict or ceasefire."""

    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="statements")
    ceasefire = models.ForeignKey(
        Ceasefire,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="statements",
        help_text="The ceasefire that it is about, where it is about one.",
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        help_text="The party that the speaker speaks for; empty: none.",
    )
    stance = vocabulary(Stance, "What the statement does.")
    made = fuzzy_instant("When it was made, or when what it reports happened.")
    place_name = models.CharField(max_length=200, blank=True, help_text="Where.")
    summary = models.TextField(max_length=2000, help_text="In our own words.")

    class Meta(Claim.Meta):
        constraints = [
            *claim_constraints("statement"),
            *constraints.filled("statement", "stance", "summary"),
            *constraints.vocabularies("statement", stance=Stance),
            *constraints.fuzzy_instants("statement", "made"),
        ]


class Toll(Claim):
    """A figure of a conflict's cost in persons, things or money, as of an instant."""

    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="tolls")
    measure = vocabulary(Measure, "What is counted.")
    group = models.CharField(max_length=200, help_text="Of whom or what.")
    value = models.BigIntegerField(help_text="The figure.")
    unit = models.CharField(max_length=50, help_text="Such as persons or US dollars.")
    as_of = fuzzy_instant("The instant up to which it counts.")

    class Meta(Claim.Meta):
        constraints = [
            *claim_constraints("toll"),
            *constraints.filled("toll", "measure", "group", "unit"),
            *constraints.vocabularies("toll", measure=Measure),
            *constraints.fuzzy_instants("toll", "as_of"),
            constraints.check("toll_not_negative", Q(value__gte=0), "value: not below zero."),
        ]


CLAIMS = (Report, Assessment, Amendment, Coding, Term, Demand, Statement, Toll)
