"""Tokens that cease to hold between two writes, or while one is being written."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import now

from ceasefires.models import Token
from tests.api.bodies import act

from .blocks import unwritable, waiting

ENDS = {
    "expires": lambda user: Token.objects.filter(user=user).update(expiry=now()),
    "is revoked": lambda user: Token.objects.filter(user=user).delete(),
    "loses its user": lambda user: User.objects.filter(pk=user.pk).delete(),
    "has its user deactivated": lambda user: User.objects.filter(pk=user.pk).update(
        is_active=False
    ),
}
every_end = pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)


@every_end
def test_after_a_token_ends_nothing_more_is_written(user, end):
    editor, body = user(), act()
    assert editor.log(body).status_code == 201
    end(editor.user)
    for path in ("violations/", "violations/bulk/", "reports/"):
        answer = editor.send("POST", path, body)
        assert (answer.status_code, "WWW-Authenticate" in answer) == (401, True)


@every_end
def test_after_a_token_ends_even_what_it_wrote_is_not_answered_again(user, end):
    editor, body = user(), act()
    editor.log(body, Idempotency_Key="k")
    end(editor.user)
    assert editor.log(body, Idempotency_Key="k").status_code == 401


def test_after_a_user_loses_the_role_nothing_more_is_written(user):
    editor, body = user(), act()
    assert editor.log(body).status_code == 201
    editor.user.groups.clear()
    assert editor.log(body).status_code == 403


@pytest.mark.parametrize("end", ["expires", "is revoked", "has its user deactivated"])
def test_a_write_that_was_let_in_is_finished_though_its_token_ends_meanwhile(user, end):
    """A token is asked for at the door: what it let in is done, and acknowledged."""
    assert ended_meanwhile(user(), end) == 201


@pytest.mark.parametrize("headers", [{}, {"Idempotency_Key": "k"}])
def test_nothing_is_written_for_a_user_who_is_deleted_meanwhile(user, headers):
    """Who logged it, and under which key, could not be stored with it."""
    assert ended_meanwhile(user(), "loses its user", **headers) == 409


def ended_meanwhile(editor, end, **headers):
    body = act()
    with ThreadPoolExecutor() as pool, unwritable("ceasefires_version"):
        written = pool.submit(editor.log, body, **headers)
        waiting()
        ENDS[end](editor.user)
    assert editor.log(body).status_code == 401
    return written.result().status_code
