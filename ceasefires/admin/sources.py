"""Sources, and what they are cited for."""

from django.contrib import admin
from django.db.models import URLField
from django.http import HttpRequest

from ceasefires.models import Citation, Source
from ceasefires.models.fields import ImportedFile
from ceasefires.models.source import TARGETS

from .filters import PickFilter
from .moments import in_words
from .shared import Inline, RecordAdmin
from .uploading import ImportPage


@admin.register(Source)
class SourceAdmin(ImportPage, RecordAdmin):
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_display = ("slug", "publisher", "title", "published_in_words")
    search_fields = ("slug", "publisher", "title")
    fields = [
        "slug",
        ("publisher", "title"),
        ("published_at", "published_precision", "accessed"),
        ("link", "licence"),
        "imported",
    ]
    readonly_fields = ["imported"]

    @admin.display(description="published")
    def published_in_words(self, source: Source) -> str:
        return in_words(source.published)

    @admin.display(description="imported file", empty_value="none")
    def imported(self, source: Source) -> str | None:
        name, sha256, *counts = source.file
        rows = zip(ImportedFile._fields[2:], counts, strict=True)
        told = ", ".join(f"{number:,} {what}" for what, number in rows if number)
        return f"{name} ({source.dataset}; SHA-256 {sha256}): {told}" if name else None


class CitationInline(Inline):
    model = Citation
    related = ("source",)
    fields = [("source", "locator", "fields")]


@admin.register(Citation)
class CitationAdmin(RecordAdmin):
    """Citations are made on the page of the record that they support; here they are found."""

    list_display = ("locator", "source", "supported", "fields")
    list_select_related = (
        "source",
        "conflict",
        "ceasefire",
        "participation__party",
        "negotiation_round",
    )
    list_filter = (("source", PickFilter),)
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("locator", "source__slug")
    fields = ["supported", ("source", "locator", "fields")]
    readonly_fields = ["supported"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="supports")
    def supported(self, citation: Citation) -> object:
        return next(filter(None, (getattr(citation, name) for name in TARGETS)))
