"""Whatever is killed in the middle of a bulk: all of it is stored, or nothing; then all goes on."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.api.bodies import act, claim

from .blocks import backends, eventually, unwritable, waiting
from .sender import Sender
from .served import Served
from .wire import PATIENCE, Raw

MOST = 1000
# The acts and their reports are written, but not who logged them; or everything but the answer.
MIDDLE, END = "ceasefires_authorship", "ceasefires_answer"
each_stage = pytest.mark.parametrize("stage", [MIDDLE, END])


@pytest.fixture
def mortal(django_db_setup, transactional_db, tmp_path):
    """A server of the test's own, to be killed."""
    server = Served(tmp_path / "log")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def acts(transactional_db):
    return [act(reports=[claim(), claim()]), *[act()] * (MOST - 1)]


def bulk(sender, acts):
    return sender.send("POST", "violations/bulk/", acts, Idempotency_Key="k")


def terminate(*pids):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) AS pid", [list(pids)])


def killed(sender, acts, stage, kill):
    """What becomes of a bulk that is killed, with the backend that works for it, at some stage."""
    with ThreadPoolExecutor() as pool, unwritable(stage):
        written = pool.submit(bulk, sender, acts)
        kill(waiting())
        return written.exception() or written.result()


def once_it_has_ended(sender, acts):
    """The answer to a retry; as long as a killed one's backend has not noticed, it is 409."""
    return eventually(lambda: (got := bulk(sender, acts)).status_code != 409 and got)


def stored_once(sender, acts):
    answers = [once_it_has_ended(sender, acts), bulk(sender, acts)]
    assert [each.status_code for each in answers] == [201, 201]
    return ["Idempotency-Replayed" in each for each in answers] == [False, True]


@each_stage
def test_when_a_worker_is_killed_nothing_is_stored_and_another_takes_its_place(
    mortal, ledger, acts, stage
):
    editor = Sender(mortal.port, ledger)
    died = killed(editor, acts, stage, lambda backend: mortal.kill_workers())
    assert isinstance(died, ConnectionError)
    ledger.compare()
    eventually(mortal.answers)
    assert stored_once(editor, acts)


@each_stage
def test_when_the_server_is_killed_nothing_is_stored_and_it_starts_again(
    mortal, ledger, acts, stage
):
    editor = Sender(mortal.port, ledger)
    died = killed(editor, acts, stage, lambda backend: mortal.kill())
    assert isinstance(died, ConnectionError)
    ledger.compare()
    mortal.start()
    assert stored_once(editor, acts)


@each_stage
def test_a_server_that_is_told_to_stop_first_finishes_the_bulk(mortal, ledger, acts, stage):
    editor = Sender(mortal.port, ledger)
    with ThreadPoolExecutor() as pool, unwritable(stage):
        written = pool.submit(bulk, editor, acts)
        waiting()
        mortal.process.terminate()
        eventually(lambda: not mortal.listens())
    assert written.result().status_code == 201


@each_stage
def test_when_a_connection_to_the_database_is_ended_it_is_503_and_nothing_is_stored(
    server, user, ledger, acts, stage
):
    editor = user()
    answer = killed(editor, acts, stage, terminate)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    ledger.compare()
    assert stored_once(editor, acts)
    assert "Unexpected exit" not in server.said()


def test_connections_to_the_database_that_end_between_requests_are_not_noticed(user):
    editor = user()
    for _ in range(10):
        assert editor.log(act()).status_code == 201
        terminate(*backends())
    assert editor.send("GET", "violations/").status_code == 200


def test_who_hangs_up_before_the_answer_gets_it_by_asking_again(server, user, ledger, acts):
    editor, text = user(), json.dumps(acts).encode()
    lines = ["Idempotency-Key: k", "X-Request-ID: lost", "Content-Type: application/json"]
    with unwritable(END), Raw(server.port) as hasty:
        length = f"Content-Length: {len(text)}"
        hasty.send(editor.head(*lines, length, path="violations/bulk/") + text)
        waiting()
        hasty.close()
    answer = once_it_has_ended(editor, acts)
    assert (answer.status_code, answer["Idempotency-Replayed"]) == (201, "true")
    ledger.requests.append("lost")


def test_no_server_outlives_the_tests(mortal):
    mortal.process.stdin.close()  # as when they are killed
    assert mortal.process.wait(PATIENCE) == 1
