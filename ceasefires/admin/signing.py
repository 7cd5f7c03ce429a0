"""Who writes, why and for which request: history keeps every write of the admin with these."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import actions
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict

from ceasefires.recording import recorded
from tracker.clients import request_id

LONGEST = 500
WIDGET = forms.TextInput({"class": "vLargeTextField", "maxlength": LONGEST})


class ReasonField(forms.CharField):
    """Why something is written. It is of no column, so that it alone is no change."""

    widget = WIDGET
    default_error_messages = {
        "required": "Say why: nothing is deleted without a reason.",
        "wordless": "Say why in words.",
    }

    def __init__(self, **options: Any) -> None:
        usual = {
            "label": "Reason for the change",
            "help_text": "Public: the record’s history and the feed show it. Name nobody.",
        }
        super().__init__(max_length=LONGEST, **usual | options)

    def clean(self, value: Any) -> str:
        reason = super().clean(value)
        if value and not any(each.isalnum() for each in reason):
            raise ValidationError(self.error_messages["wordless"], "wordless")
        return reason

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class DeletionForm(forms.Form):
    required_css_class = "required"
    reason = ReasonField(label="Reason for the deletion")


class ReasonedActionForm(ActionForm):
    """Takes the reason as it is: an action that is refused for it should say so."""

    reason = forms.Field(required=False, label="Reason (public):", widget=WIDGET)


def reason_given(request: HttpRequest) -> str:
    """Empty where none is; ValidationError where it cannot be taken."""
    return ReasonField(required=False).clean(request.POST.get("reason", ""))


def signed(request: HttpRequest) -> AbstractContextManager[None]:
    """Everything written inside is kept with its user's name and reason, as one request's."""
    if request.method != "POST":
        return nullcontext()
    try:
        reason = reason_given(request)
    except ValidationError:  # which the form says, and then nothing is written
        reason = ""
    return recorded(editor=request.user.pk, reason=reason, request_id=request_id(request))


def asked_why(request: HttpRequest) -> DeletionForm:
    """Until it is said why, Django is to take a deletion for unconfirmed, and ask."""
    confirmed = request.POST if request.POST.get("post") else None
    deletion = DeletionForm(confirmed, initial={"reason": request.POST.get("reason", "")})
    if not deletion.is_valid():
        request.POST = QueryDict()
    return deletion


def deletes(request: HttpRequest) -> bool:
    """Whether a form that was sent deletes parts of its record."""
    return any(name.endswith("-DELETE") for name in request.POST)


class Signed:
    """The admin of records whose every write is signed, and every deletion has a reason."""

    change_form_template = "admin/ceasefires/records/change_form.html"
    delete_confirmation_template = "admin/ceasefires/records/delete_confirmation.html"
    delete_selected_confirmation_template = (
        "admin/ceasefires/records/delete_selected_confirmation.html"
    )
    actions = ("delete_selected",)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if change and self.has_change_permission(request, obj):
            form.base_fields["reason"] = ReasonField(required=deletes(request))
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with signed(request):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        with signed(request):
            shown = (extra_context or {}) | {"deletion": asked_why(request)}
            return super().delete_view(request, object_id, shown)

    def response_action(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        with signed(request):
            return super().response_action(request, queryset)

    @admin.action(permissions=["delete"], description="Delete selected %(verbose_name_plural)s")
    def delete_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        deletion = asked_why(request)
        confirmation: Any = actions.delete_selected(self, request, queryset)
        if confirmation is not None:
            confirmation.context_data["deletion"] = deletion
        return confirmation
