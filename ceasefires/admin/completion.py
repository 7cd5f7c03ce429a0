"""Completing as one types."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


class Completion(AutocompleteJsonView):
    """Django's own, which fails on a relation that ends at the model: no form completes those."""

    def process_request(self, request: HttpRequest) -> Any:
        asked = super().process_request(request)
        if not hasattr(asked[2], "get_limit_choices_to"):
            raise PermissionDenied
        return asked


complete = admin.site.admin_view(Completion.as_view(admin_site=admin.site))
