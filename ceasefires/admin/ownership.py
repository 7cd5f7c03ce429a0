"""Monitors amend what they logged themselves, while it is alleged; the rest they read."""

from typing import Any

from django.http import HttpRequest

from ceasefires.authorship import logged_by, may_amend
from ceasefires.models import Report
from ceasefires.roles import CHECK

from .claims import REPORT, ClaimInline


def checks(request: HttpRequest) -> bool:
    """Whether the user may verify acts, and amend what others logged."""
    return bool(request.user.has_perm(CHECK))


class Owned:
    """The admin of records that know who logged them."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_amend(request.user, obj))


class ReportInline(ClaimInline):
    model = Report
    related = ("source", "attributed_to")
    fieldsets = REPORT

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 1


class OwnReportInline(ReportInline):
    """The user's own reports of an act; others' are beside them, to read."""

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(pk__in=logged_by(request.user, Report))


class OthersReportInline(ReportInline):
    verbose_name_plural = "reports that others logged"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(pk__in=logged_by(request.user, Report))

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
