"""Claims: on pages of their own, and inline where they are about another record."""

from django.contrib import admin

from ceasefires.models import Amendment, Assessment, Coding, Demand, Statement, Term, Toll

from .filters import PickFilter
from .forms import ClaimForm
from .shared import Inline, RecordAdmin

SAID = [("source", "locator", "claimant"), ("qualifier", "certainty", "known_from")]
REPORT = (
    (
        None,
        {"fields": [*SAID, ("attributed_to", "verification", "stated_relation")]},
    ),
    (
        "Its figures",
        {
            "fields": [
                ("quantity_qualifier", "quantity_value", "quantity_unit"),
                ("killed_low", "killed_best", "killed_high"),
                ("injured_low", "injured_best", "injured_high"),
            ]
        },
    ),
)
ASSESSED = ("assessed", "assessed_at_at", "assessed_at_precision")
AMENDED = [
    "kind",
    ("agreed_at", "agreed_precision"),
    ("effective_at", "effective_precision"),
    ("new_scheduled_end_at", "new_scheduled_end_precision"),
]


class ClaimInline(Inline):
    form = ClaimForm
    related = ("source",)


class AmendmentInline(ClaimInline):
    model = Amendment
    fields = [*AMENDED, *SAID]


class AssessmentInline(ClaimInline):
    model = Assessment
    fields = [ASSESSED, *SAID]


class DemandInline(ClaimInline):
    model = Demand
    related = ("source", "party")
    fields = ["party", "summary", *SAID]


class ClaimAdmin(RecordAdmin):
    """``about``: the record that the claim is about; ``says``: what of it the list shows."""

    form = ClaimForm
    about = "ceasefire"
    says: tuple[str, ...] = ()
    list_filter = (("source", PickFilter),)
    ordering = ("-id",)
    sortable_by = ("known_from",)
    search_fields = ("claimant", "locator")
    search_help_text = "Searches claimants and locators."

    def get_list_display(self, request):
        return ("__str__", *self.says, self.about, "source", "known_from")

    def get_list_select_related(self, request):
        return [each.name for each in self.model._meta.fields if each.remote_field]


@admin.register(Assessment)
class AssessmentAdmin(ClaimAdmin):
    says = ("assessed",)
    fields = ["ceasefire", ASSESSED, *SAID]


@admin.register(Amendment)
class AmendmentAdmin(ClaimAdmin):
    says = ("kind",)
    fields = ["ceasefire", *AMENDED, *SAID]


@admin.register(Coding)
class CodingAdmin(ClaimAdmin):
    says = ("field", "value")
    fields = ["ceasefire", ("field", "value"), *SAID]


@admin.register(Term)
class TermAdmin(ClaimAdmin):
    says = ("kind", "party")
    fields = ["ceasefire", ("kind", "party"), "summary", *SAID]


@admin.register(Demand)
class DemandAdmin(ClaimAdmin):
    about = "negotiation_round"
    says = ("party",)
    fields = ["negotiation_round", "party", "summary", *SAID]


@admin.register(Statement)
class StatementAdmin(ClaimAdmin):
    about = "conflict"
    says = ("stance", "party")
    fields = [
        ("conflict", "ceasefire", "party"),
        "stance",
        "summary",
        ("made_at", "made_precision", "place_name"),
        *SAID,
    ]


@admin.register(Toll)
class TollAdmin(ClaimAdmin):
    about = "conflict"
    says = ("measure", "group", "value", "unit")
    fields = [
        "conflict",
        ("measure", "group"),
        ("value", "unit"),
        ("as_of_at", "as_of_precision"),
        *SAID,
    ]
