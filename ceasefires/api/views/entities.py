"""Conflicts, parties, sources and negotiation rounds."""

from typing import Any

from django.db.models import Count, Prefetch, TextField, Value

from ceasefires.api.filters.entities import (
    ConflictFilters,
    NegotiationRoundFilters,
    PartyFilters,
    SourceFilters,
)
from ceasefires.api.pagination import Key, instant_key
from ceasefires.api.serializers.details import (
    ConflictDetailSerializer,
    NegotiationRoundDetailSerializer,
    SourceDetailSerializer,
)
from ceasefires.api.serializers.entities import (
    ConflictSerializer,
    NegotiationRoundSerializer,
    PartySerializer,
    SourceSerializer,
)
from ceasefires.lasting import ENTITIES_ALONE
from ceasefires.models import (
    CLAIMS,
    Ceasefire,
    Conflict,
    Delegation,
    Demand,
    NegotiationRound,
    Party,
    Source,
    Toll,
)
from ceasefires.states import CITATIONS

from .resources import UPDATED, ResourceView


class ConflictView(ResourceView):
    """Armed conflicts."""

    resource = "conflicts"
    about = ENTITIES_ALONE
    queryset = Conflict.objects.prefetch_related(CITATIONS)
    serializer_class = ConflictSerializer
    detail_serializer_class = ConflictDetailSerializer
    filterset_class = ConflictFilters
    keys = {"name": Key("name"), "started": instant_key("started_at")} | UPDATED
    default_ordering = "name"

    def get_queryset(self) -> Any:
        queryset = super().get_queryset()
        if self.action != "retrieve":
            return queryset
        tolls = Toll.objects.select_related("source", "conflict").order_by("id")
        return queryset.prefetch_related(
            Prefetch("ceasefires", Ceasefire.objects.order_by("slug")), Prefetch("tolls", tolls)
        )


class PartyView(ResourceView):
    """Parties: states, armed groups, coalitions and organisations."""

    resource = "parties"
    about = ENTITIES_ALONE
    by_columns = True
    queryset = Party.objects.select_related("member_of")
    serializer_class = PartySerializer
    filterset_class = PartyFilters
    keys = {"name": Key("name")} | UPDATED
    default_ordering = "name"


class SourceView(ResourceView):
    """Sources; one by itself tells what was taken from it."""

    resource = "sources"
    about: frozenset[int] | None = ENTITIES_ALONE
    by_columns = True
    queryset = Source.objects.all()
    serializer_class = SourceSerializer
    detail_serializer_class = SourceDetailSerializer
    filterset_class = SourceFilters
    keys = {"published": instant_key("published_at"), "publisher": Key("publisher")} | UPDATED
    default_ordering = "-published"

    def prepare(self, rows: list[Any]) -> None:
        if self.action == "retrieve":
            self.about = None
            for source in rows:
                source.taken = _taken(source)


def _taken(source: Source) -> dict[str, int]:
    """How many claims of each kind were taken from a source, in one query."""
    kinds = {f"{claim._meta.model_name}s": claim for claim in CLAIMS}
    first, *others = [
        claim.objects.filter(source=source)
        .order_by()
        .values(of=Value(kind, TextField()))
        .annotate(taken=Count("pk"))
        for kind, claim in kinds.items()
    ]
    found = first.union(*others, all=True).values_list("of", "taken")
    return dict.fromkeys(kinds, 0) | dict(found)


class NegotiationRoundView(ResourceView):
    """Negotiation rounds with their delegations; one by itself with its demands too."""

    resource = "negotiation-rounds"
    about = ENTITIES_ALONE
    queryset = NegotiationRound.objects.select_related("conflict").prefetch_related(
        "ceasefires",
        CITATIONS,
        Prefetch("delegations", Delegation.objects.select_related("party")),
    )
    serializer_class = NegotiationRoundSerializer
    detail_serializer_class = NegotiationRoundDetailSerializer
    filterset_class = NegotiationRoundFilters
    keys = {"started": instant_key("started_at")} | UPDATED
    default_ordering = "-started"

    def get_queryset(self) -> Any:
        queryset = super().get_queryset()
        if self.action != "retrieve":
            return queryset
        demands = Demand.objects.select_related("source", "party", "negotiation_round")
        return queryset.prefetch_related(Prefetch("demands", demands.order_by("id")))
