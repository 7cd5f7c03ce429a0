"""What is too much: writes by one user, tokens that do not hold, statements that take too long."""

from functools import partial

import pytest

from tests.api.bodies import act

from .blocks import holding, unwritable
from .conftest import started
from .sender import Sender, at_once

SOME = 5


@pytest.fixture(scope="module")
def strict_server(django_db_setup, tmp_path_factory):
    limits = dict.fromkeys(["WRITES_PER_MINUTE", "TOKEN_FAILURES"], str(SOME))
    server = started(tmp_path_factory, STATEMENT_TIMEOUT="1000", **limits)
    yield server
    server.stop()


@pytest.fixture
def editor(strict_server, ledger):
    return Sender(strict_server.port, ledger)


def test_after_so_many_writes_a_minute_a_user_is_told_when_to_go_on(editor):
    body = act()
    for left in reversed(range(SOME)):
        answer = editor.log(body)
        assert (answer.status_code, answer["RateLimit-Policy"]) == (201, f'"writes";q={SOME};w=60')
        assert answer["RateLimit"].startswith(f'"writes";r={left};t=')
    answer = editor.log(body)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 61


def test_of_many_writes_at_once_no_more_are_let_in(editor):
    answers = at_once(*[partial(editor.log, act())] * 40)
    assert [each.status_code for each in answers].count(201) == SOME


def test_what_is_refused_counts_as_a_write(editor):
    for _ in range(SOME):
        assert editor.log(b"{}").status_code == 422
    assert editor.log(act()).status_code == 429


def test_reads_and_other_users_are_not_limited_with_a_user(editor, strict_server, ledger):
    for _ in range(SOME + 1):
        editor.log(b"{}")
    assert editor.send("GET", "violations/").status_code == 200
    assert Sender(strict_server.port, ledger).log(act()).status_code == 201


def test_who_keeps_writing_with_a_token_that_does_not_hold_is_told_to_wait(editor):
    holds, body = editor.token, act()
    editor.token = "truce_0123"
    tried = [editor.log(body) for _ in range(SOME + 1)]
    assert [each.status_code for each in tried] == [*[401] * SOME, 429]
    assert 0 < int(tried[-1]["Retry-After"]) <= 61
    editor.token = holds
    assert editor.log(body).status_code == 201


@pytest.mark.parametrize("table", ["ceasefires_violation", "ceasefires_answer"])
def test_a_write_that_waits_too_long_is_503_and_nothing_is_stored(editor, ledger, table):
    body = act()
    with unwritable(table):
        answer = editor.log(body, Idempotency_Key="k")
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    ledger.compare()
    assert editor.log(body, Idempotency_Key="k").status_code == 201


@pytest.mark.parametrize(
    ("method", "table"),
    [
        ("POST", "ceasefires_token"),
        ("POST", "auth_permission"),
        ("POST", "ceasefires_ceasefire"),
        ("GET", "ceasefires_token"),
        ("GET", "ceasefires_violation"),
    ],
)
def test_a_statement_that_waits_too_long_is_503_wherever_it_is(editor, method, table):
    body = act()
    with holding(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"):
        answer = editor.send(method, "violations/", body)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
