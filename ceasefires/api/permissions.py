"""Who may write what: by the permissions that a role gives, and by who logged an act."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission

from ceasefires.authorship import may_amend
from ceasefires.models import Report, Violation

VERBS = {"POST": "add", "PUT": "change", "PATCH": "change", "DELETE": "delete"}


class RoleAllows(BasePermission):
    """Anyone reads; a user writes what the role allows."""

    message = "Your role does not allow this: ask an editor."

    def has_permission(self, request: Any, view: Any) -> bool:
        if request.method in SAFE_METHODS or request.method not in view.allowed_methods:
            return True  # what there is no method for is 405, whoever asks
        if request.user is None:
            return False
        model = view.queryset.model._meta
        verb = view.verb or VERBS[request.method]
        named = f"{model.app_label}.{verb}_{model.model_name}"
        return bool(request.user.has_perm(named))

    def has_object_permission(self, request: Any, view: Any, record: Any) -> bool:
        if request.method in SAFE_METHODS or not isinstance(record, Violation | Report):
            return True
        return may_amend(request.user, record)
