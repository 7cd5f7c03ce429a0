"""Filters of conflicts, parties, sources, negotiation rounds and ceasefires."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ceasefires.choices import (
    CeasefireClass,
    Compliance,
    Declaration,
    DelegationRole,
    Mode,
    Outcome,
    PartyKind,
    Purpose,
    Role,
    Scope,
    Status,
)
from ceasefires.models import Ceasefire, Conflict, Delegation, Participation, Party
from ceasefires.models.functions import PartCitedFrom, SpanUpper

from .backend import StrictFilterSet
from .kinds import Slugs, containing, flag, instant_by, search, since, until, values
from .parties import with_members


class ConflictFilters(StrictFilterSet):
    active_at = instant_by("active", "Conflicts that had begun, and not ended, at this instant.")
    q = search("name")

    def active(self, queryset: QuerySet, name: str, at: datetime) -> QuerySet:
        over = SpanUpper("ended", "time_zone")
        return queryset.alias(over=over).filter(
            Q(over=None) | Q(over__gt=at),
            started_at__lte=at,
        )


class PartyFilters(StrictFilterSet):
    kind = values(PartyKind, "What sort of actor a party is.", "kind")
    member_of = Slugs(Party, "The coalition that a party is a member of.", column="member_of")
    q = search("name")


class SourceFilters(StrictFilterSet):
    publisher = containing("publisher", "Who published it")
    published_after = since("published_at", "Published")
    published_before = until("published_at", "Published")
    q = search("publisher", "title")


class NegotiationRoundFilters(StrictFilterSet):
    ceasefire = Slugs(Ceasefire, "The ceasefire that a round is about.", method="about")
    conflict = Slugs(Conflict, "The conflict that a round belongs to.", column="conflict")
    party = Slugs(Party, "A party with a delegation to a round.", method="delegated")
    mediator = Slugs(Party, "A mediator of a round.", method="mediated")
    mode = values(Mode, "How the parties talk.", "mode")
    outcome = values(Outcome, "What came of it.", "outcome")
    started_after = since("started_at", "Begun")
    started_before = until("started_at", "Begun")
    city = containing("city", "The city")
    q = search("venue", "city", "aim")

    def about(self, queryset: QuerySet, name: str, ceasefires: list[int]) -> QuerySet:
        links = queryset.model.ceasefires.through.objects
        matching = links.filter(negotiationround=OuterRef("pk"), ceasefire__in=ceasefires)
        return queryset.filter(Exists(matching))

    def delegated(self, queryset: QuerySet, name: str, parties: list[int]) -> QuerySet:
        return queryset.filter(Exists(_present(parties, DelegationRole.DELEGATION)))

    def mediated(self, queryset: QuerySet, name: str, parties: list[int]) -> QuerySet:
        return queryset.filter(Exists(_present(parties, DelegationRole.MEDIATOR)))


def _present(parties: list[int], role: DelegationRole) -> QuerySet:
    delegations = Delegation.objects.filter(negotiation_round=OuterRef("pk"), role=role.value)
    return delegations.filter(party__in=parties)


class CeasefireFilters(StrictFilterSet):
    members_of = "party"

    conflict = Slugs(Conflict, "The conflict that a ceasefire belongs to.", column="conflict")
    party = Slugs(Party, "A party with a part in a ceasefire.", method="with_party")
    party_role = values(
        Role, "The role of that party; or of any, without party.", "", method="with_role"
    )
    include_members = flag("Whether party stands for its members too.")
    status = values(Status, "The status at at, as known at known_at.", "", method="with_status")
    compliance = values(
        Compliance, "The compliance at at, as known at known_at.", "", method="with_compliance"
    )
    declaration = values(Declaration, "Who declared it.", "declaration")
    ceasefire_class = values(CeasefireClass, "What it sets up.", "ceasefire_class")
    purpose = values(Purpose, "One of its purposes.", "", method="for_purpose")
    scope = values(Scope, "Whether it covers all violence.", "scope")
    effective_after = since("effective_at", "Effective")
    effective_before = until("effective_at", "Effective")
    follows = Slugs(Ceasefire, "The earlier ceasefire that it follows.", method="following")
    mediator = Slugs(Party, "A mediator of it.", method="mediated")
    q = search("name")
    updated_after = since("updated", "Last changed")

    def with_party(self, queryset: QuerySet, name: str, parties: list[int]) -> QuerySet:
        wanted = with_members(parties) if self.given("include_members") == "true" else parties
        parts = self._taking_part(self.given("party_role"))
        return queryset.filter(Exists(parts.filter(party__in=wanted)))

    def with_role(self, queryset: QuerySet, name: str, roles: list[str]) -> QuerySet:
        alone = not self.given("party")
        return queryset.filter(Exists(self._taking_part(roles))) if alone else queryset

    def following(self, queryset: QuerySet, name: str, ceasefires: list[int]) -> QuerySet:
        earlier: Any = Ceasefire.objects.filter(pk__in=ceasefires)
        then = self.asked.instants.as_known
        return queryset.filter(follows__in=earlier.known(then) if then else earlier)

    def with_status(self, queryset: Any, name: str, statuses: list[str]) -> QuerySet:
        instants = self.asked.instants
        return queryset.with_status(instants.at, instants.known_at).filter(status__in=statuses)

    def with_compliance(self, queryset: Any, name: str, wanted: list[str]) -> QuerySet:
        instants = self.asked.instants
        judged = queryset.with_compliance(instants.at, instants.known_at, instants.live)
        return judged.filter(compliance__in=wanted)

    def for_purpose(self, queryset: QuerySet, name: str, purposes: list[str]) -> QuerySet:
        return queryset.filter(purposes__overlap=purposes)

    def mediated(self, queryset: QuerySet, name: str, parties: list[int]) -> QuerySet:
        mediating = self._taking_part([Role.MEDIATOR.value]).filter(party__in=parties)
        return queryset.filter(Exists(mediating))

    def _taking_part(self, roles: list[str] | None) -> QuerySet:
        """The parts in a ceasefire that were public at the instant of knowing."""
        parts = Participation.objects.filter(ceasefire=OuterRef("pk"))
        then = self.asked.instants.as_known
        if then:
            cited = parts.alias(cited=PartCitedFrom("pk"))
            parts = cited.filter(Q(cited=None) | Q(cited__lte=then))
        return parts.filter(role__in=roles) if roles else parts


class CalendarFilters(CeasefireFilters):
    """Those of ceasefires: a calendar is of now."""

    status = values(Status, "The status now.", "", method="with_status")
    compliance = values(Compliance, "The compliance now.", "", method="with_compliance")
