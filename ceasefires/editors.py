"""Who wrote what, which only editors are told."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User

from .roles import CHECK


def are_named_to(user: Any) -> bool:
    """Whether someone is told who wrote; anyone may ask, also nobody (None)."""
    return user is not None and user.has_perm(CHECK)


def usernames(editors: Iterable[int | None]) -> dict[int, str]:
    """The username of each user by number; of one that is deleted since there is none."""
    return dict(User.objects.filter(pk__in=set(editors)).values_list("pk", "username"))
