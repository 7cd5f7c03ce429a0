"""Writes that get in each other's way are tried again; what cannot be done now is a 503."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection
from psycopg2.errors import DeadlockDetected

from tests.api.bodies import act, claim
from tests.factories import make_ceasefire

from .blocks import unwritable, waiting

# Fails as often as is asked, as if others had been in the way; a sequence survives the rollback.
IN_THE_WAY = """
CREATE SEQUENCE attempts;
CREATE FUNCTION get_in_the_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('attempts') <= TG_ARGV[0]::int THEN
        RAISE EXCEPTION 'in the way' USING ERRCODE = TG_ARGV[1];
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_the_way BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION get_in_the_way({times}, '{state}')
"""
OUT_OF_THE_WAY = "DROP FUNCTION get_in_the_way CASCADE; DROP SEQUENCE attempts"
SERIALIZATION_FAILURE, DEADLOCK, NO_LOCK = "40001", "40P01", "55P03"
FIRST_AND_LAST_TABLE = ["ceasefires_violation", "ceasefires_authorship", "ceasefires_answer"]


@pytest.fixture
def in_the_way(transactional_db):
    def put(table, times, state):
        execute(IN_THE_WAY.format(table=table, times=times, state=state))

    yield put
    execute(OUT_OF_THE_WAY)


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def attempts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM attempts")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("state", [SERIALIZATION_FAILURE, DEADLOCK, NO_LOCK])
@pytest.mark.parametrize("table", FIRST_AND_LAST_TABLE)
def test_who_was_in_the_way_twice_is_not_noticed(user, in_the_way, table, state):
    in_the_way(table, 2, state)
    assert user().log(act(), Idempotency_Key="k").status_code == 201


@pytest.mark.parametrize("table", FIRST_AND_LAST_TABLE)
def test_who_is_always_in_the_way_makes_it_503_after_three_attempts(user, in_the_way, table):
    in_the_way(table, 9, DEADLOCK)
    answer = user().log(act(), Idempotency_Key="k")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert attempts() == 3


def test_a_deadlock_is_resolved_by_trying_again(user):
    editor, truce = user(), make_ceasefire()
    logged = editor.log(act(ceasefire=truce.slug)).json()
    body = claim(violation=logged["id"], killed={"best": 1})
    row = "SELECT FROM ceasefires_ceasefire WHERE id = %s FOR UPDATE"
    with ThreadPoolExecutor() as pool:
        with unwritable("ceasefires_authorship") as other:
            written = pool.submit(editor.send, "POST", "reports/", body)
            waiting()
            with suppress(DeadlockDetected):  # either of the two is the one to give way
                other.cursor().execute(row, [truce.pk])
        assert written.result().status_code == 201
