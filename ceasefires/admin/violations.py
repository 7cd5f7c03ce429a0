"""Logging and checking reported acts."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from ceasefires.actions import verify
from ceasefires.choices import Precision, Verification
from ceasefires.models import Ceasefire, Report, Violation
from ceasefires.models.constraints import EARLIEST, LATEST
from ceasefires.models.violation import OCCURRED
from ceasefires.querysets import DERIVED

from .claims import REPORT, ClaimAdmin
from .filters import DayFilter, PickFilter
from .forms import RecordForm
from .moments import (
    TO_THE_CLOCK,
    WallClockField,
    WallClockWidget,
    earliest,
    in_words,
    on_the_wall,
)
from .ownership import OthersReportInline, Owned, OwnReportInline, ReportInline, checks
from .shared import RecordAdmin
from .signing import ReasonedActionForm, Signed, reason_given
from .warnings import warnings_on

USUAL = Precision.MINUTE
CHECKED = ("verification", "verified_at", "verified_precision")
PLACED = ("Placed by what is recorded", {"fields": [DERIVED, "occurred_in_words"]})


class ViolationForm(RecordForm):
    """Reads ``occurred`` on the clock that the monitor names, as a rule that of the ceasefire."""

    clock = forms.ChoiceField(
        label="On the clock of",
        choices=[("local", "the ceasefire (local time)"), ("utc", "UTC")],
        initial="local",
        help_text="Where that date and time were read.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.occurred_at:
            zone = self.instance.ceasefire.time_zone
            self.initial["occurred_at"] = on_the_wall(self.instance.occurred_at, zone)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._clean_place()
        wall, precision = self.cleaned_data.get("occurred_at"), self._precision()
        if wall is None:
            self._clean_undated(precision)
        elif not {"occurred_at", "occurred_precision", "clock"} & set(self.changed_data):
            self.cleaned_data["occurred_at"] = self.instance.occurred_at
        elif precision in TO_THE_CLOCK and not self["occurred_at"].data[1]:
            self.add_error("occurred_at", "Give the time too, or a precision of a day or coarser.")
        elif precision is not Precision.UNKNOWN and EARLIEST <= wall < LATEST:
            self._read(wall, precision)
        return cleaned

    def _clean_undated(self, precision: Precision) -> None:
        """Without a date the precision that a new form starts with means nothing."""
        if "occurred_at" in self.errors:
            return
        if precision not in (USUAL, Precision.UNKNOWN):
            self.add_error("occurred_at", "Give the date, or the precision “unknown”.")
        self.cleaned_data["occurred_precision"] = Precision.UNKNOWN.value

    def _clean_place(self) -> None:
        given = {self.cleaned_data.get(name) is None for name in ("latitude", "longitude")}
        if len(given) > 1 and not {"latitude", "longitude"} & self.errors.keys():
            self.add_error("latitude", "Give latitude and longitude, or neither.")

    def _precision(self) -> Precision:
        return Precision(self.cleaned_data.get("occurred_precision", Precision.UNKNOWN))

    def _read(self, wall: datetime, precision: Precision) -> None:
        ceasefire, clock = self.cleaned_data.get("ceasefire"), self.cleaned_data.get("clock")
        if not ceasefire or not clock:
            return
        zone = ceasefire.time_zone if clock == "local" else "UTC"
        try:
            instant = earliest(wall.replace(tzinfo=None), precision, zone)
        except ValidationError as error:
            self.add_error("occurred_at", error)
        else:
            self.cleaned_data["occurred_at"] = instant


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

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
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
        self._verify(request, queryset, Verification.UNDER_INVESTIGATION)

    def _verify(self, request: HttpRequest, queryset: Any, verification: Verification) -> None:
        try:
            reason_given(request)
        except ValidationError as refused:
            said = f"Nothing was changed: {refused.messages[0]}"
            return self.message_user(request, said, messages.ERROR)
        done = verify(violations=queryset, verification=verification, at=timezone.now())
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
