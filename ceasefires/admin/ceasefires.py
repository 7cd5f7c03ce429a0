"""Ceasefires and the parties' parts in them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from ceasefires.choices import Purpose, Status
from ceasefires.models import Ceasefire, Participation
from ceasefires.rules.derive import State
from ceasefires.states import Instants, states, with_facts

from .claims import AmendmentInline, AssessmentInline
from .filters import PickFilter, StatusFilter
from .forms import ZonedForm
from .knowledge import WarnsOfUnknown
from .moments import in_words
from .shared import Inline, RecordAdmin
from .sources import CitationInline
from .verbs import VerbPages

PART = [
    ("party", "role", "side"),
    ("ended_at", "ended_precision"),
    ("end_type", "ended_known_from"),
]
STATE = ("State now", {"fields": ["state_now"]})


def state_now(ceasefire: Ceasefire) -> State:
    now = timezone.now()
    instants = Instants(now, now, live=True)
    stored = with_facts(Ceasefire.objects.filter(pk=ceasefire.pk), instants)
    return states(stored, instants)[ceasefire.pk]


class CeasefireForm(ZonedForm):
    purposes = forms.MultipleChoiceField(
        choices=Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Ceasefire._meta.get_field("purposes").help_text,
    )


class ParticipationInline(Inline):
    model = Participation
    related = ("party",)
    fields = PART


@admin.register(Ceasefire)
class CeasefireAdmin(VerbPages, WarnsOfUnknown, RecordAdmin):
    form = CeasefireForm
    inlines = [ParticipationInline, CitationInline, AmendmentInline, AssessmentInline]
    list_display = (
        "name",
        "status_now",
        "effective_in_words",
        "scheduled_end_in_words",
        "conflict",
        "declaration",
    )
    list_select_related = ("conflict",)
    list_filter = (StatusFilter, ("conflict", PickFilter), "declaration", "end_type")
    sortable_by = ("name", "effective_in_words", "scheduled_end_in_words")
    search_fields = ("slug", "name")
    readonly_fields = ("state_now",)
    fieldsets = (
        (
            None,
            {
                "fields": [
                    ("name", "slug"),
                    ("conflict", "time_zone"),
                    ("declaration", "known_from"),
                ]
            },
        ),
        (
            "When",
            {
                "fields": [
                    ("declared_at", "declared_precision"),
                    ("effective_at", "effective_precision"),
                    ("scheduled_end_at", "scheduled_end_precision"),
                    "planned_duration",
                ]
            },
        ),
        (
            "How the whole ended",
            {"fields": [("ended_at", "ended_precision"), ("end_type", "ended_known_from")]},
        ),
        (
            "What it sets up",
            {
                "fields": [
                    "purposes",
                    ("ceasefire_class", "scope", "written"),
                    ("implementation_mechanism", "enforcement"),
                    ("follows", "follows_as"),
                    ("ethprio_id", "pax_id", "ucdp_id"),
                ]
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        now = timezone.now()
        return super().get_queryset(request).with_status(now, now)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (STATE, *self.fieldsets) if obj else self.fieldsets

    @admin.display(description="status now")
    def status_now(self, ceasefire: Ceasefire) -> str:
        return Status(ceasefire.status).label

    @admin.display(description="state")
    def state_now(self, ceasefire: Ceasefire) -> SafeString:
        state = state_now(ceasefire)
        said = [("Status", state.status.label, "")] + (
            [("Compliance", state.compliance.label, "")] if state.compliance else []
        )
        because = [("because", each.text, "") for each in state.because]
        return format_html_join("", "<div><b>{}</b> {}{}</div>", said + because)

    @admin.display(description="effective", ordering="effective_at")
    def effective_in_words(self, ceasefire: Ceasefire) -> str:
        return in_words(ceasefire.effective, ceasefire.time_zone)

    @admin.display(description="scheduled end", ordering="scheduled_end_at")
    def scheduled_end_in_words(self, ceasefire: Ceasefire) -> str:
        return in_words(ceasefire.scheduled_end, ceasefire.time_zone)


@admin.register(Participation)
class ParticipationAdmin(RecordAdmin):
    inlines = [CitationInline]
    list_display = ("party", "role", "side", "ceasefire", "end_type", "ended_in_words")
    list_filter = (("party", PickFilter), ("ceasefire", PickFilter), "role", "end_type")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("party__name", "ceasefire__name")
    fields = ["ceasefire", *PART]

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the party, which its name consists of wherever it is offered."""
        return super().get_queryset(request).select_related("party", "ceasefire")

    @admin.display(description="ended")
    def ended_in_words(self, participation: Participation) -> str:
        return in_words(participation.ended, participation.ceasefire.time_zone)
