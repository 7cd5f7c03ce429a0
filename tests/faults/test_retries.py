"""A request repeated under its Idempotency-Key is one write, with one answer."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from ceasefires.models import Answer
from tests.api.bodies import act

from .blocks import unwritable, waiting
from .sender import at_once

MANY = 30


@pytest.fixture
def editor(user):
    return user()


@pytest.fixture
def path(editor):
    """Of an act that is there."""
    return f"violations/{editor.log(act()).json()['id']}/"


def replayed(answer):
    return answer.headers.get("idempotency-replayed") == "true"


def test_the_same_request_again_gets_the_first_answer(editor):
    body = act()
    first, again = (editor.log(body, Idempotency_Key="k") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert (again["ETag"], again["Location"]) == (first["ETag"], first["Location"])
    assert replayed(again) and not replayed(first)


def test_the_same_bulk_again_gets_the_first_answer(editor):
    body = [act(), act()]
    send = [editor.send("POST", "violations/bulk/", body, Idempotency_Key="k") for _ in range(2)]
    assert [replayed(each) for each in send] == [False, True]


def test_another_body_under_the_same_key_is_422(editor):
    editor.log(body := act(), Idempotency_Key="k")
    answer = editor.log(body | {"place_name": "Sderot"}, Idempotency_Key="k")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "key_reused")


@pytest.mark.parametrize("other", ["violations/?reason=x", "violations/bulk/", "reports/"])
def test_another_address_under_the_same_key_is_422(editor, other):
    editor.log(body := act(), Idempotency_Key="k")
    assert editor.send("POST", other, body, Idempotency_Key="k").status_code == 422


def test_of_simultaneous_requests_under_one_key_one_is_written(editor):
    body = act()
    got = at_once(*[lambda: editor.log(body, Idempotency_Key="k")] * MANY)
    assert {each.status_code for each in got} <= {201, 409}
    assert [replayed(each) for each in got if each.status_code == 201].count(False) == 1


def test_while_the_first_request_runs_the_same_and_others_under_its_key_are_409(editor):
    body = act()
    with ThreadPoolExecutor() as pool, unwritable("ceasefires_answer"):
        first = pool.submit(editor.log, body, Idempotency_Key="k")
        waiting()
        for other in (body, body | {"place_name": "Sderot"}):
            assert editor.log(other, Idempotency_Key="k").status_code == 409
    assert first.result().status_code == 201
    assert replayed(editor.log(body, Idempotency_Key="k"))


def test_a_key_is_new_again_after_a_day(editor, ledger):
    editor.log(body := act(), Idempotency_Key="k")
    ledger.a_day_passes()
    for other in (body, body | {"place_name": "Sderot"}):
        assert not replayed(editor.log(other, Idempotency_Key="k"))
        ledger.a_day_passes()


def test_answers_of_yesterday_are_forgotten_as_others_come(editor, ledger):
    for number in range(5):
        editor.log(act(), Idempotency_Key=f"k{number}")
    ledger.a_day_passes()
    editor.log(act(), Idempotency_Key="another")
    assert Answer.objects.count() == 1


def test_keys_of_yesterday_that_are_used_again_at_once_do_not_wait_in_a_ring(user, ledger):
    """Each forgets its own answer, and some of the others'."""
    body, users = act(), [user() for _ in range(MANY)]
    send = [partial(each.log, body, Idempotency_Key="k") for each in users]
    at_once(*send)
    ledger.a_day_passes()
    assert [each.status_code for each in at_once(*send)] == [201] * MANY


def test_the_same_key_of_two_users_is_two_keys(user):
    body = act()
    got = [each.log(body, Idempotency_Key="k") for each in (user(), user("monitor"))]
    assert [(each.status_code, replayed(each)) for each in got] == [(201, False)] * 2


@pytest.mark.parametrize("mended", [{"kind": "rocket_fire"}, {"kind": "abduction"}])
def test_what_was_refused_may_be_repeated_under_its_key(editor, mended):
    bad = act(kind="nonsense")
    for _ in range(2):
        assert editor.log(bad, Idempotency_Key="k").status_code == 422
    assert editor.log(bad | mended, Idempotency_Key="k").status_code == 201


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_change_repeated_is_200_again_though_its_etag_is_stale_by_then(editor, path, method):
    body = {"place_name": "Sderot"}
    if method == "PUT":
        body = editor.send("GET", path).json() | body
    sent = {"If_Match": editor.tag(path), "Idempotency_Key": "k"}
    first, again = (editor.send(method, path, body, **sent) for _ in range(2))
    assert (first.status_code, again.status_code, replayed(again)) == (200, 200, True)
    assert again.content == first.content and again["ETag"] == first["ETag"] != sent["If_Match"]


def test_a_change_repeated_does_not_undo_what_came_in_between(editor, path):
    sent = {"If_Match": editor.tag(path), "Idempotency_Key": "k"}
    editor.send("PATCH", path, {"place_name": "Sderot"}, **sent)
    editor.change("PATCH", path, {"place_name": "Ashkelon"})
    assert replayed(editor.send("PATCH", path, {"place_name": "Sderot"}, **sent))
    assert editor.send("GET", path).json()["place_name"] == "Ashkelon"


def test_a_withdrawal_repeated_is_204_again(editor, path):
    sent = {"If_Match": editor.tag(path), "Idempotency_Key": "k"}
    got = [editor.send("DELETE", path, {"reason": "Twice."}, **sent) for _ in range(2)]
    assert [(each.status_code, replayed(each)) for each in got] == [(204, False), (204, True)]


def test_without_its_key_a_withdrawal_repeated_is_404(editor, path):
    assert editor.change("DELETE", path, {"reason": "Twice."}).status_code == 204
    assert editor.send("DELETE", path, {"reason": "Twice."}, If_Match="*").status_code == 404


def test_a_dry_run_leaves_its_key_for_the_write(editor):
    body = act()
    assert editor.send("POST", "violations/?dry_run=true", body, Idempotency_Key="k").status_code
    assert editor.log(body, Idempotency_Key="k").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "a" * 256, "a\tb"])
def test_what_is_no_key_is_refused(editor, key):
    assert editor.log(act(), Idempotency_Key=key).status_code == 400
