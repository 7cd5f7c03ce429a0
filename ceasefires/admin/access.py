"""Who has access: tokens, to be seen and revoked, and failed log-ins, to be forgiven."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from ceasefires.models import Token


class ReadOrDelete(admin.ModelAdmin):
    """Rows that the service writes: people see them, and delete them."""

    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Token)
class TokenAdmin(ReadOrDelete):
    """To revoke a token is to delete it."""

    list_display = ("begins", "user", "created", "expiry", "holds")
    list_select_related = ("user",)
    search_fields = ("user__username", "token_key")
    search_help_text = "Searches usernames and how tokens begin."
    fields = list_display

    @admin.display(description="token")
    def begins(self, token: Token) -> str:
        return f"{token.token_key}…"

    @admin.display(description="valid", boolean=True)
    def holds(self, token: Token) -> bool:
        return token.user.is_active and not (token.expiry and token.expiry <= timezone.now())


@admin.register(AccessAttempt)
class AccessAttemptAdmin(ReadOrDelete):
    """To let a user log in again at once is to delete the failures."""

    list_display = ("username", "ip_address", "failures_since_start", "attempt_time")
    search_fields = ("username", "ip_address")
    fields = list_display
