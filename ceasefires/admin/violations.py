"""Logging and checking reported acts."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from ceasefires.actions import (
    FIGURES,
    Logged,
    Verified,
    dispute,
    follow_reports,
    log,
    verify,
)
from ceasefires.choices import FiguresBasis, Verification
from ceasefires.models import Ceasefire, Report, Violation
from ceasefires.models.violation import OCCURRED
from ceasefires.querysets import DERIVED

from .claims import REPORT, ClaimAdmin
from .filters import DayFilter, PickFilter
from .forms import defined
from .moments import USUAL, ClockForm, WallClockField, WallClockWidget, in_words
from .ownership import OthersReportInline, Owned, OwnReportInline, ReportInline, checks
from .shared import RecordAdmin
from .signing import ReasonedActionForm, Signed, reason_given
from .warnings import warnings_on

CHECKED = ("verification", "verified_at", "verified_precision")
PLACED = ("Placed by what is recorded", {"fields": [DERIVED, "occurred_in_words"]})


class ViolationForm(ClockForm):
    moment = "occurred"
    figures_basis = forms.ChoiceField(
        label="Killed and injured",
        choices=defined(FiguresBasis),
        initial=FiguresBasis.REPORTED.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIGURES:
            # Reports may move them between serving and saving: only what was typed is a change.
            if name in self.fields:
                self.fields[name].show_hidden_initial = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._clean_place()
        if not self.instance._state.adding:
            self._clean_figures()
        return cleaned

    def _clean_place(self) -> None:
        given = {self.cleaned_data.get(name) is None for name in ("latitude", "longitude")}
        if len(given) > 1 and not {"latitude", "longitude"} & self.errors.keys():
            self.add_error("latitude", "Give latitude and longitude, or neither.")

    def _clean_figures(self) -> None:
        """Whoever changes figures sets them; those left alone stay as they are by now."""
        changed = set(FIGURES) & set(self.changed_data)
        self.cleaned_data |= {name: self.initial[name] for name in set(FIGURES) - changed}
        if changed and "figures_basis" not in changed:
            self.cleaned_data["figures_basis"] = FiguresBasis.SET.value


@admin.register(Violation)
class ViolationAdmin(Owned, RecordAdmin):
    form = ViolationForm
    list_display = (
        "kind",
        "occurred_in_words",
        "place_name",
        "attributed_to",
        "relation",
        "verification",
        "ceasefire",
    )
    list_select_related = ("ceasefire", "attributed_to")
    list_filter = (
        "relation",
        "verification",
        ("attributed_to", PickFilter),
        ("ceasefire", PickFilter),
        DayFilter,
        "kind",
        "bound",
    )
    ordering = ("-id",)
    sortable_by = ("occurred_in_words",)
    search_fields = ("place_name", "event")
    search_help_text = "Searches place names and event identifiers."
    action_form = ReasonedActionForm
    actions = (*Signed.actions, "mark_verified", "mark_unfounded", "mark_under_investigation")
    fieldsets = (
        (
            None,
            {
                "fields": [
                    ("ceasefire", "kind", "attributed_to"),
                    ("occurred_at", "clock", "occurred_precision"),
                    ("place_name", "first_reported"),
                    ("latitude", "longitude", "geo_precision"),
                ]
            },
        ),
        (
            "How much",
            {
                "fields": [
                    ("quantity_qualifier", "quantity_value", "quantity_unit"),
                    ("killed_low", "killed_best", "killed_high"),
                    ("injured_low", "injured_best", "injured_high"),
                    "figures_basis",
                ]
            },
        ),
        (
            "How sure",
            {"fields": [("verification", "verified_at", "verified_precision"), "response"]},
        ),
        ("In words", {"fields": ["description", "event"]}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (PLACED, *self.fieldsets) if obj else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        derived = (*DERIVED, "occurred_in_words") if obj else ()
        return derived if checks(request) else (*derived, *CHECKED)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        whole = obj is None or checks(request)
        return [ReportInline] if whole else [OwnReportInline, OthersReportInline]

    def has_check_permission(self, request: HttpRequest) -> bool:
        return checks(request)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "occurred_at":
            clock = {"form_class": WallClockField, "widget": WallClockWidget}
            kwargs |= clock | {"label": "Occurred at"}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The ceasefire in force, where it is the only one; an act to the minute; public now."""
        now = timezone.now()
        in_force = Ceasefire.objects.in_force_at(now, now).values_list("pk", flat=True)[:2]
        only = {"ceasefire": in_force[0]} if len(in_force) == 1 else {}
        usual = {"first_reported": now, "occurred_precision": USUAL.value}
        return usual | only | super().get_changeform_initial_data(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new act is logged together with its reports."""
        if change:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change:
            super().save_related(request, form, formsets, change)
            follow_reports(form.instance.pk)
        else:
            reports = [each for formset in formsets for each in formset.save(commit=False)]
            logged = [Logged(form.instance, reports)]
            log(logged=logged, user=request.user, at=timezone.now())
        form.instance.refresh_from_db(fields=DERIVED)
        for warning in warnings_on(form.instance):
            self.message_user(request, warning, messages.WARNING)

    @admin.display(description="occurred", ordering=OCCURRED)
    def occurred_in_words(self, violation: Violation) -> str:
        return in_words(violation.occurred, violation.ceasefire.time_zone)

    @admin.action(description="Mark as verified", permissions=["check"])
    def mark_verified(self, request: HttpRequest, queryset: Any) -> None:
        self._verify(request, queryset, Verification.VERIFIED)

    @admin.action(description="Mark as unfounded", permissions=["check"])
    def mark_unfounded(self, request: HttpRequest, queryset: Any) -> None:
        self._verify(request, queryset, Verification.UNFOUNDED)

    @admin.action(description="Mark as under investigation", permissions=["check"])
    def mark_under_investigation(self, request: HttpRequest, queryset: Any) -> None:
        self._mark(request, queryset, Verification.UNDER_INVESTIGATION, dispute)

    def _verify(self, request: HttpRequest, queryset: Any, verification: Verification) -> None:
        self._mark(request, queryset, verification, partial(verify, verification=verification))

    def _mark(
        self,
        request: HttpRequest,
        queryset: Any,
        verification: Verification,
        verb: Callable[..., Verified],
    ) -> None:
        try:
            reason_given(request)
        except ValidationError as refused:
            said = f"Nothing was changed: {refused.messages[0]}"
            return self.message_user(request, said, messages.ERROR)
        done = verb(violations=queryset, at=timezone.now())
        label = verification.label.lower()
        self.message_user(
            request,
            f"Marked as {label}: {done.changed}. Already {label}: {done.already}.",
            messages.SUCCESS if done.changed else messages.INFO,
        )


@admin.register(Report)
class ReportAdmin(Owned, ClaimAdmin):
    about = "violation"
    fieldsets = ((None, {"fields": ["violation"]}), *REPORT)
    list_filter = (("source", PickFilter), ("attributed_to", PickFilter), "verification")
