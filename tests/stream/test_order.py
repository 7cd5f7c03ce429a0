"""Every change arrives once, in the order of the feed, whoever commits, fails or comes back."""

import json
import threading
from time import monotonic, sleep

import pytest
from django.db import connection
from django.test import Client

from ceasefires.models import Party
from ceasefires.recording import recorded
from tests import factories as make
from tests.history.test_order import INSERT, another  # noqa: F401

from .following import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = "http://127.0.0.1:8000/api/v1/"


def pages(**asked):
    """The changes as the feed in pages has them."""
    return Client().get("/api/v1/changes/", asked, HTTP_HOST="127.0.0.1:8000").json()["results"]


def parties(first, last):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ceasefires_party (slug, name, kind, ucdp_id)"
            " SELECT 'p' || n, 'x', 'state', '' FROM generate_series(%s, %s) n",
            [first, last],
        )


def test_a_change_arrives_as_the_pages_have_it(served):
    with served.follow() as follower:
        with recorded(reason="Two\r\nlines, “quoted”."):
            make.make_party(slug="one")
            Party.objects.update(name="One")
        arrived = follower.changes(2)
    assert arrived == pages()
    assert arrived[0]["url"] == f"{ROOT}parties/one/"


def test_without_a_position_only_what_comes_is_sent(served):
    make.make_party(slug="before")
    until = monotonic() + PATIENCE
    while not pages() and monotonic() < until:
        sleep(0.02)
    with served.follow() as follower:
        make.make_party(slug="after")
        assert follower.slugs(1) == ["after"]


def test_a_later_transaction_that_commits_first_waits_for_the_earlier(served, another):  # noqa: F811
    slow = another()
    with served.follow() as follower:
        slow.cursor().execute(INSERT, ["slow"])
        make.make_party(slug="quick")
        slow.commit()
        make.make_party(slug="last")
        assert follower.slugs(3) == ["slow", "quick", "last"]


def test_what_an_earlier_transaction_held_up_arrives_once_it_is_rolled_back(served, another):  # noqa: F811
    """Of a rollback nobody is told."""
    undone = another()
    with served.follow() as follower:
        undone.cursor().execute(INSERT, ["undone"])
        make.make_party(slug="quick")
        sleep(0.2)  # long enough to be told of the one, and to find that it is held up
        undone.rollback()
        assert follower.slugs(1) == ["quick"]


def test_who_comes_back_goes_on_after_the_last_event(served):
    with served.follow() as follower:
        parties(1, 3)
        first = follower.slugs(2)
    parties(4, 5)
    beginning = pages()[0]["position"]
    with served.follow(f"?after={beginning}", Last_Event_ID=follower.last_id) as follower:
        parties(6, 6)
        assert first + follower.slugs(4) == [f"p{number}" for number in range(1, 7)]


def test_who_left_before_the_first_event_misses_none(served):
    with served.follow() as follower:
        begun = follower.last_id
    make.make_party(slug="meanwhile")
    with served.follow(Last_Event_ID=begun) as follower:
        assert follower.slugs(1) == ["meanwhile"]


def test_a_long_history_and_what_is_added_meanwhile_join_up(served):
    make.make_party(slug="first")
    until = monotonic() + PATIENCE
    while not (found := pages()) and monotonic() < until:
        sleep(0.02)
    parties(1, 2500)
    with served.follow(f"?after={found[0]['position']}") as follower:
        for number in range(2501, 2521):
            parties(number, number)
        assert follower.slugs(2520) == [f"p{number}" for number in range(1, 2521)]


def test_only_what_is_asked_for_arrives(served):
    with (
        served.follow("?resource=conflicts&resource=reports") as some,
        served.follow("?resource=parties") as others,
    ):
        report = make.make_report(violation=make.make_violation())
        make.make_party(slug="a")
        arrived = [(each["resource"], each["id"]) for each in some.changes(2)]
        assert arrived == [
            ("conflicts", report.violation.ceasefire.conflict.slug),
            ("reports", str(report.pk)),
        ]
        assert others.slugs(1) == ["a"]


def test_a_history_of_some_resources_joins_up_with_what_comes(served):
    make.make_violation()
    with served.follow(f"?resource=parties&after={'0' * 8}-{'0' * 16}-{'0' * 16}") as follower:
        make.make_party(slug="a")
        assert follower.slugs(1) == ["a"]


def test_many_followers_of_many_writers_miss_nothing_and_get_nothing_twice(served, another):  # noqa: F811
    writers, each_writes = 4, 20
    connections = [another() for _ in range(writers)]

    def write(number):
        for turn in range(each_writes):
            cursor = connections[number].cursor()
            cursor.execute(INSERT, [f"w{number}-{turn}-a"])
            sleep(0.001 * number)
            cursor.execute(INSERT, [f"w{number}-{turn}-b"])
            connections[number].commit() if turn % 5 else connections[number].rollback()

    expected = 2 * writers * each_writes * 4 // 5
    with served.follow() as one, served.follow() as two:
        threads = [threading.Thread(target=write, args=[each]) for each in range(writers)]
        for each in threads:
            each.start()
        arrived = one.changes(expected)
        assert two.changes(expected) == arrived
        for each in threads:
            each.join()
    assert len({each["id"] for each in arrived}) == expected
    assert [each["position"] for each in arrived] == sorted(each["position"] for each in arrived)


BACKENDS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def test_what_was_written_while_the_database_hung_up_arrives(served):
    with served.follow() as follower:
        make.make_party(slug="before")
        assert follower.slugs(1) == ["before"]
        with connection.cursor() as cursor:
            cursor.execute(BACKENDS)
        make.make_party(slug="meanwhile")
        make.make_party(slug="after")
        assert follower.slugs(2) == ["meanwhile", "after"]


def test_who_wrote_is_in_no_event(served, django_user_model):
    user = django_user_model.objects.create(username="secret-name", first_name="secret-name")
    with served.follow() as follower:
        with recorded(editor=user.pk, reason="Public.", request_id="secret-request"):
            make.make_party(slug="one")
        (arrived,) = follower.changes(1)
    assert arrived["reason"] == "Public."
    assert "secret" not in json.dumps(arrived)
    assert not {"editor", "user", "request_id"} & set(arrived)
