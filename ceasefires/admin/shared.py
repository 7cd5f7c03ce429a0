"""What the admin pages of all records share: they stay quick however many rows there are."""

from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst

from ceasefires.actions import Refused, add_report, amend, following, hold, withdraw
from ceasefires.authorship import may_report
from ceasefires.models import Amendment, Report
from ceasefires.models.record import Entity

from .forms import REFUSALS, Autocomplete, AutocompleteMultiple, RecordForm, told
from .history import Remembered
from .signing import Signed

COUNTED = 10_000
NAMED = 10


def keep(record: Any, user: Any) -> None:
    """Store a record, new or changed, as the domain stores its kind."""
    if isinstance(record, Amendment):
        amend(record)
    elif not isinstance(record, Report):
        record.save()
    elif not may_report(user, record.violation):
        raise Refused(record, "violation", "has been checked: ask an editor to add a report.")
    elif record._state.adding:
        add_report(report=record, user=user)
    else:
        with following(record):
            record.save()


class BoundedPaginator(Paginator):
    """Counts no further than ``COUNTED``; what lies beyond is reached by filters."""

    @cached_property
    def counted(self) -> int:
        return self.object_list.order_by()[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, COUNTED)

    @property
    def bounded(self) -> bool:
        return self.counted > COUNTED


class Fields:
    """Form fields: every foreign key completes as one types, every instant says that it is UTC."""

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        options = self.model._meta
        return [each.name for each in (*options.fields, *options.many_to_many) if each.remote_field]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("widget", AutocompleteMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DateTimeField):
            kwargs.setdefault("label", f"{capfirst(db_field.verbose_name)} (UTC)")
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class Inline(Fields, admin.StackedInline):
    """Parts of a record; what their labels name is fetched with them."""

    form = RecordForm
    extra = 0
    max_num = 100
    show_change_link = True
    related: tuple[str, ...] = ()

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """Whatever number of forms a request names, only so many are made."""
        formset = super().get_formset(request, obj, absolute_max=2 * self.max_num, **options)
        formset.form.refusals = getattr(request, "refusals", {})
        return formset

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.related)


class RecordAdmin(Fields, Signed, Remembered, admin.ModelAdmin):
    form = RecordForm
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    @property
    def media(self) -> Media:
        """With what completing takes: filters of the list complete too."""
        completing = Autocomplete(self.opts.pk, self.admin_site).media
        return super().media + completing + Media(css={"all": ["ceasefires/admin.css"]})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A public identifier is given once, with the record, and never changed."""
        fixed = ("slug",) if obj and issubclass(self.model, Entity) else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if any("\x00" in value for value in request.GET.dict().values()):
            return HttpResponseRedirect(f"{request.path}?e=1")
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        if "\x00" in search_term:
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address suggests for a new record, as far as it can be understood."""
        given = super().get_changeform_initial_data(request)
        return {name: value for name, value in given.items() if self._understood(name, value)}

    def _understood(self, name: str, value: Any) -> bool:
        try:
            field = self.model._meta.get_field(name)
            target = field.target_field if field.is_relation else field
            for each in value if isinstance(value, list) else [value]:
                target.to_python(each)
        except (FieldDoesNotExist, ValidationError, ValueError, TypeError):
            return False
        return True

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """No lookups by year: of a year that no calendar has they fail past any form."""
        by_year = {"year", "iso_year"} & set(lookup.split("__"))
        return not by_year and super().lookup_allowed(lookup, value, request)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.refusals = getattr(request, "refusals", {})
        return form

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A record; one that may be written is first kept from others' changes."""
        record = super().get_object(request, *args, **kwargs)
        if record is None or request.method != "POST":
            return record
        hold(record)
        return super().get_object(request, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return told(super().changeform_view, request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        keep(obj, request.user)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        withdraw(*formset.deleted_objects)
        for part in formset.saved_forms:
            try:
                keep(part.instance, request.user)
            except REFUSALS as error:
                error.prefix = part.prefix  # type: ignore[union-attr]
                raise

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        withdraw(obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        withdraw(*queryset)

    def response_action(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        if request.POST.get("select_across", "0") != "0" and BoundedPaginator(queryset, 1).bounded:
            self.message_user(
                request,
                f"Nothing was changed: choose at most {COUNTED:,} at once, by filters.",
                messages.ERROR,
            )
            return None
        try:
            return super().response_action(request, queryset)
        except (ValidationError, ValueError):
            self.message_user(request, "Nothing was changed: no such record.", messages.ERROR)
            return None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go with some records; of what stands in the way, only some is named."""
        if holding := self._holding(objs):
            return [], {}, set(), holding
        return super().get_deleted_objects(objs, request)

    def _holding(self, objs: Any) -> list[str]:
        protecting = [
            each for each in self.model._meta.related_objects if each.on_delete is models.PROTECT
        ]
        return [
            f"{each.related_model._meta.verbose_name}: {record}"
            for each in protecting
            for record in each.related_model.objects.filter(**{f"{each.field.name}__in": objs})[
                :NAMED
            ]
        ]
