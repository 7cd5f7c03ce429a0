"""What is done to a ceasefire in one step, though it changes several records: as a source says."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db.models import BLANK_CHOICE_DASH
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from ceasefires.actions import Place, end_participation, supersede, unended_parts
from ceasefires.choices import EndType
from ceasefires.models import Ceasefire, Citation, Participation, Source
from ceasefires.refusals import Refusal

from .forms import Autocomplete, RecordForm, defined, told
from .moments import USUAL, ClockForm, WallClockField
from .signing import ReasonField, signed


def completed(model: Any, field: str) -> Autocomplete:
    return Autocomplete(model._meta.get_field(field), admin.site)


class VerbForm(RecordForm):
    """Asks for what a verb takes, and where that was read; ``do`` tells what was done."""

    title: str
    rows: list[Any]
    source = forms.ModelChoiceField(
        Source.objects,
        widget=completed(Citation, "source"),
        help_text="The publication that says so.",
    )
    locator = Citation._meta.get_field("locator").formfield(widget=AdminTextInputWidget)
    reason = ReasonField(required=False)

    def __init__(self, data: Any, ceasefire: Ceasefire, **options: Any) -> None:
        super().__init__(data, **options)
        self.ceasefire = ceasefire

    @property
    def read_in(self) -> Place:
        return Place(self.cleaned_data["source"], self.cleaned_data["locator"])


class EndForm(VerbForm, ClockForm):
    title = "End a part"
    rows = ["part", ("ended_at", "clock", "ended_precision"), "end_type", ("source", "locator")]
    moment = "ended"
    part = forms.ModelChoiceField(
        Participation.objects.none(),
        label="Party",
        help_text="One that declared the ceasefire, and whose part has not ended.",
    )
    ended_at = WallClockField(required=False, help_text="When its part ended; empty: not known.")
    end_type = forms.ChoiceField(
        label="How it ended", choices=[*BLANK_CHOICE_DASH, *defined(EndType)]
    )

    class Meta:
        model = Participation
        fields = ("ended_at", "ended_precision", "end_type")

    def __init__(self, data: Any, ceasefire: Ceasefire) -> None:
        super().__init__(data, ceasefire, initial={"ended_precision": USUAL.value})
        self.fields["part"].queryset = unended_parts(ceasefire).select_related("party")

    def whose_clock(self) -> Ceasefire:
        return self.ceasefire

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.instance = self.cleaned_data.get("part", self.instance)
        return cleaned

    def do(self) -> str:
        part = self.instance
        end_participation(part=part, ended=part.ended, end_type=part.end_type, read_in=self.read_in)
        return f"The part of {part.party} has ended."


class SupersedeForm(VerbForm):
    title = "Superseded by another ceasefire"
    rows = ["by", ("source", "locator")]
    by = forms.ModelChoiceField(
        Ceasefire.objects,
        widget=completed(Ceasefire, "follows"),
        label="Superseded by",
        help_text="Each declaring part that has not ended ends as that ceasefire takes effect.",
    )

    class Meta:
        model = Ceasefire
        fields = ()

    def do(self) -> str:
        by = self.cleaned_data["by"]
        supersede(earlier=self.ceasefire, later=by, read_in=self.read_in)
        return f"{by} has taken the place of {self.ceasefire}."

    def refuse(self, refusal: Refusal) -> None:
        self.add_error("by", refusal.message)


VERBS: dict[str, type[VerbForm]] = {"end": EndForm, "supersede": SupersedeForm}


class VerbPages:
    """The admin of ceasefires, with a page for each verb."""

    def get_urls(self) -> list[URLPattern]:
        return [*(self._path(*each) for each in VERBS.items()), *super().get_urls()]

    def _path(self, name: str, form_class: type[VerbForm]) -> URLPattern:
        view = self.admin_site.admin_view(partial(self.verb_view, form_class=form_class))
        named = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(f"<path:object_id>/{name}/", view, name=named)

    def verb_view(
        self, request: HttpRequest, object_id: str, form_class: type[VerbForm]
    ) -> HttpResponse:
        return told(self._verb_view, request, object_id, form_class)

    def _verb_view(
        self, request: HttpRequest, object_id: str, form_class: type[VerbForm]
    ) -> HttpResponse:
        with signed(request):
            ceasefire = self.get_object(request, unquote(object_id))
            if not self.has_change_permission(request, ceasefire):
                raise PermissionDenied
            if ceasefire is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            sent = request.POST if request.method == "POST" else None
            form = form_class(sent, ceasefire)
            form.refusals = getattr(request, "refusals", {})
            if form.is_valid():
                return self._after_verb(request, ceasefire, form.do())
            shown = self._verb_context(request, form)
            return TemplateResponse(request, "admin/ceasefires/records/verb.html", shown)

    def _after_verb(self, request: HttpRequest, ceasefire: Ceasefire, said: str) -> HttpResponse:
        self.log_change(request, ceasefire, said)
        self.message_user(request, said, messages.SUCCESS)
        address = reverse(admin_urlname(self.opts, "change"), args=[quote(ceasefire.pk)])
        return HttpResponseRedirect(address)

    def _verb_context(self, request: HttpRequest, form: VerbForm) -> dict[str, Any]:
        shown = AdminForm(form, [(None, {"fields": form.rows})], {}, model_admin=self)
        return {
            **self.admin_site.each_context(request),
            "title": form.title,
            "subtitle": str(form.ceasefire),
            "original": form.ceasefire,
            "opts": self.opts,
            "adminform": shown,
            "errors": AdminErrorList(form, []),
            "media": self.media + shown.media,
        }
