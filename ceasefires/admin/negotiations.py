"""Negotiation rounds and the delegations to them."""

from django.contrib import admin

from ceasefires.models import Delegation, NegotiationRound

from .claims import DemandInline
from .filters import PickFilter
from .forms import ZonedForm
from .knowledge import WarnsOfUnknown
from .moments import in_words
from .shared import Inline, RecordAdmin
from .sources import CitationInline


class DelegationInline(Inline):
    model = Delegation
    related = ("party",)
    show_change_link = False
    fields = [("party", "role", "size")]


@admin.register(NegotiationRound)
class NegotiationRoundAdmin(WarnsOfUnknown, RecordAdmin):
    form = ZonedForm
    inlines = [DelegationInline, DemandInline, CitationInline]
    list_display = ("slug", "conflict", "city", "started_in_words", "mode", "outcome")
    list_select_related = ("conflict",)
    list_filter = (("conflict", PickFilter), "mode", "outcome")
    search_fields = ("slug", "city", "venue")
    fields = [
        ("slug", "conflict", "number"),
        "ceasefires",
        ("venue", "city", "time_zone"),
        ("started_at", "started_precision"),
        ("ended_at", "ended_precision"),
        ("mode", "outcome", "known_from"),
        "aim",
    ]

    @admin.display(description="started")
    def started_in_words(self, negotiation_round: NegotiationRound) -> str:
        return in_words(negotiation_round.started, negotiation_round.time_zone)


@admin.register(Delegation)
class DelegationAdmin(RecordAdmin):
    list_display = ("party", "role", "negotiation_round", "size")
    list_select_related = ("party", "negotiation_round")
    list_filter = (("party", PickFilter), ("negotiation_round", PickFilter), "role")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("party__name", "negotiation_round__slug")
    fields = ["negotiation_round", ("party", "role", "size")]
