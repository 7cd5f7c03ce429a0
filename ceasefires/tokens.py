"""Issuing tokens, by which programs write."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import transaction

from .models import Token
from .roles import ADMIN, ROLES


class Refused(ValueError):
    """Why there is no token; the message says what to do instead."""


@transaction.atomic
def issue(*, username: str, role: str, lifetime: timedelta) -> tuple[Token, str]:
    """A new token for a user of that role, who is made where there is none.

    The text is to be had this once: only its digest is stored.
    """
    user = _user(username)
    if not user.is_active:
        raise Refused(f"{username} is deactivated: activate the user first, or name another.")
    _take_role(user, role)
    return Token.objects.create(user, expiry=lifetime)


def _user(username: str) -> User:
    try:
        User._meta.get_field("username").clean(username, None)
    except ValidationError:
        raise Refused(
            "A username has at most 150 characters: letters, digits, @, ., +, - and _."
        ) from None
    user, made = User.objects.get_or_create(username=User.normalize_username(username))
    if made:
        user.set_unusable_password()
        user.save()
    return user


def _take_role(user: User, role: str) -> None:
    """A token must not do more than its role, nor change what a user may do elsewhere."""
    held = ADMIN if user.is_superuser else _highest_role(user)
    if held is None:
        user.groups.add(Group.objects.get(name=role))
    elif held != role:
        raise Refused(f"{user} is {held}: give --role {held}, or name another user.")


def _highest_role(user: Any) -> str | None:
    held = set(user.groups.values_list("name", flat=True))
    return next((role for role in reversed(ROLES) if role in held), None)
