"""Conflicts and parties."""

from django.contrib import admin

from ceasefires.models import Conflict, Party

from .moments import in_words
from .shared import RecordAdmin
from .sources import CitationInline


@admin.register(Conflict)
class ConflictAdmin(RecordAdmin):
    inlines = [CitationInline]
    list_display = ("name", "slug", "time_zone", "started_in_words", "ended_in_words")
    search_fields = ("slug", "name")
    fields = [
        ("name", "slug"),
        ("time_zone", "ucdp_id"),
        ("started_at", "started_precision"),
        ("ended_at", "ended_precision"),
    ]

    @admin.display(description="started")
    def started_in_words(self, conflict: Conflict) -> str:
        return in_words(conflict.started, conflict.time_zone)

    @admin.display(description="ended")
    def ended_in_words(self, conflict: Conflict) -> str:
        return in_words(conflict.ended, conflict.time_zone)


@admin.register(Party)
class PartyAdmin(RecordAdmin):
    list_display = ("name", "slug", "kind", "member_of")
    list_select_related = ("member_of",)
    list_filter = ("kind",)
    search_fields = ("slug", "name")
    fields = [("name", "slug"), ("kind", "member_of"), "ucdp_id"]
