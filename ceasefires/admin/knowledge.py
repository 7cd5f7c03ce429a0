"""Since when something was public."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest


class WarnsOfUnknown:
    """For records whose ``known_from``, where empty, follows from what they cite."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        saved = form.instance
        if saved.public_from is None:
            self.message_user(
                request,
                f"{saved} counts as unknown, at every instant: "
                "cite a source that has a date, or say from when it was known.",
                messages.WARNING,
            )
