"""Users of each role, and their tokens."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils import timezone

from ceasefires.models import Answer, Authorship, Token
from tests.factories import make_violation

_numbers = count(1)


def make_user(role: str = "", **given: Any) -> User:
    """Someone who may enter the admin."""
    defaults = {"username": f"{role or 'nobody'}-{next(_numbers)}", "is_staff": True}
    user = User.objects.create(**defaults | given)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_authorship() -> Authorship:
    """Of an act."""
    return Authorship.objects.create(violation=make_violation(), user=make_user())


def make_answer(**given: Any) -> Answer:
    """Of a write under a key."""
    defaults = {"user": make_user(), "key": "k", "request": "", "status": 204, "headers": {}}
    return Answer.objects.create(**defaults | given)


def make_token(role: str = "", **given: Any) -> str:
    """The text of a new token; ``given`` is what its user is to be."""
    return make_token_of(make_user(role, **given))


def make_token_of(user: User) -> str:
    return Token.objects.create(user, expiry=timedelta(days=1))[1]


def make_expired_token(role: str) -> str:
    text = make_token(role)
    Token.objects.filter(token_key=text[:15]).update(expiry=timezone.now())
    return text


def make_revoked_token(role: str) -> str:
    text = make_token(role)
    Token.objects.filter(token_key=text[:15]).delete()
    return text


def bearing(token: str | None) -> dict[str, str]:
    """The headers of a request by the bearer of a token, or by anyone."""
    return {"Authorization": f"Bearer {token}"} if token else {}
