"""Parties: states, armed groups, coalitions and organisations."""

from django.db import models
from django.db.models import F, Q

from ceasefires.choices import PartyKind

from . import constraints
from .fields import vocabulary
from .record import Entity


class Party(Entity):
    """Any actor. Its role is that of its participation in a ceasefire, not part of it."""

    name = models.CharField(max_length=200, help_text="What it is called.")
    kind = vocabulary(PartyKind, "What sort of actor it is.")
    member_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        help_text="The coalition that it is a member of.",
    )
    ucdp_id = models.CharField(
        "UCDP actor id", max_length=50, blank=True, help_text="Its identifier in UCDP's data."
    )

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "parties"
        constraints = [
            constraints.public_slug("party"),
            *constraints.filled("party", "name", "kind"),
            *constraints.vocabularies("party", kind=PartyKind),
            constraints.check(
                "party_not_its_own_member",
                Q(member_of=None) | ~Q(member_of=F("id")),
                "A party is no member of itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
