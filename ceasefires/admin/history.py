"""The history of a record: all that was written of it, whichever way, and by whom and why."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from ceasefires import held
from ceasefires.editors import are_named_to, usernames
from ceasefires.models import Version
from ceasefires.querysets import DERIVED

PER_PAGE = 50
NOT_SHOWN = {"id", "updated", *DERIVED}


class Difference(NamedTuple):
    """What one column held before and after, in words; empty for nothing."""

    column: str
    before: str
    after: str


class Entry(NamedTuple):
    """One version, as a row of the page; ``part`` names the row, where it is not the record's."""

    version: Version
    part: str
    editor: str
    differences: list[Difference]


def entries(versions: Sequence[Any]) -> Iterator[Entry]:
    """Of versions annotated ``with_preceding``."""
    preceding = Version.objects.in_bulk([each.preceding for each in versions if each.preceding])
    records = held.rebuilt([*versions, *preceding.values()])
    held.complete(records.values(), at=None)
    names = usernames(each.editor for each in versions)
    for each in versions:
        record = records[each.id]
        before = {"created": None, "updated": records.get(each.preceding), "deleted": record}
        after = None if each.action == "deleted" else record
        differences = list(_differences(each, before[each.action], after))
        yield Entry(each, _part(each, record), _editor(each, names), differences)


def _differences(version: Version, before: Any, after: Any) -> Iterator[Difference]:
    options = (after or before)._meta
    # What a part belongs to is said beside it.
    left_out = held.NOT_FOLLOWED.get(options.model, set()) if version.part else set()
    for field in options.concrete_fields:
        if field.name in NOT_SHOWN | left_out:
            continue
        values = [getattr(each, field.attname, None) for each in (before, after)]
        shown = [_in_words(field, each) for each in (before, after)]
        if values[0] != values[1] and any(shown):
            yield Difference(capfirst(field.verbose_name), *shown)


def _in_words(field: Any, record: Any) -> str:
    value = getattr(record, field.attname, None)
    if field.is_relation and value is not None:
        value = field.get_cached_value(record, default=None) or value
    if isinstance(value, datetime):
        return f"{value.replace(tzinfo=None)} UTC"
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(dict(field.flatchoices).get(value, value))


def _part(version: Version, record: Any) -> str:
    if not version.part:
        return ""
    options = record._meta
    name = version.part if options.auto_created else f"{options.verbose_name} {record}"
    return f"{name}, of {version.object}" if version.object else name


def _editor(version: Version, names: dict[int, str]) -> str:
    if version.editor is None:
        return "nobody named"
    return names.get(version.editor, f"user {version.editor}, deleted since")


class Remembered:
    """The admin of records whose history is what the database recorded; also once deleted."""

    object_history_template = "admin/ceasefires/records/object_history.html"

    @method_decorator(require_safe)
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        versions = held.versions(self.model, self._keys(unquote(object_id)))
        if record is None and not versions.exists():
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        latest_first = versions.with_preceding().order_by("-id")
        paginator = self.get_paginator(request, latest_first, PER_PAGE)
        page = paginator.get_page(request.GET.get(PAGE_VAR))
        shown = self._history_context(request, record, page) | (extra_context or {})
        return TemplateResponse(request, self.object_history_template, shown)

    def _history_context(self, request: HttpRequest, record: Any, page: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": f"History: {record or page[0].object}",
            "object": record,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "page": page,
            "page_var": PAGE_VAR,
            "entries": entries(page.object_list),
            "signed": are_named_to(request.user),
        }

    def _keys(self, given: str) -> list[str]:
        """The key that an address gives, as history has it; none where it could not be one."""
        try:
            return [str(self.opts.pk.to_python(given))]
        except ValidationError:
            return []

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        response = super().response_delete(request, obj_display, obj_id)
        address = reverse(admin_urlname(self.opts, "history"), args=[quote(obj_id)])
        said = 'What was recorded of it stays in its <a href="{}">history</a>.'
        self.message_user(request, format_html(said, address))
        return response
