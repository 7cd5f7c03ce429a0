"""The feed gives every change once, and none that an earlier one could still come before."""

import threading
from time import monotonic, sleep

import psycopg2
import pytest
from django.db import connection

from ceasefires import feed
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
INSERT = "INSERT INTO ceasefires_party (slug, name, kind, ucdp_id) VALUES (%s, 'x', 'state', '')"
PATIENCE = 20


def slugs(after=feed.BEGINNING):
    return [each.identifier for each in feed.changes(after, feed.bounds().settled, (), 1000)]


def eventually(expected, after=feed.BEGINNING):
    """What the feed gives once nothing else (such as vacuuming) holds it up."""
    until = monotonic() + PATIENCE
    while slugs(after) != expected and monotonic() < until:
        sleep(0.02)
    assert slugs(after) == expected


@pytest.fixture
def another():
    """A maker of further connections to the same database."""
    opened = []

    def connect():
        opened.append(psycopg2.connect(**connection.get_connection_params()))
        return opened[-1]

    yield connect
    for each in opened:
        each.close()


def test_a_change_waits_for_an_earlier_transaction_that_commits_later(another):
    make.make_party(slug="first")
    eventually(["first"])
    slow = another()
    slow.cursor().execute(INSERT, ["slow"])
    make.make_party(slug="quick")
    for _ in range(5):
        assert slugs() == ["first"]
    slow.commit()
    eventually(["first", "slow", "quick"])


def test_versions_of_interleaved_transactions_are_read_once_each(another):
    """The one that numbers its versions first may be the one that began last."""
    early, late = another(), another()
    early.cursor().execute("SELECT pg_current_xact_id()")
    late.cursor().execute(INSERT, ["late"])
    early.cursor().execute(INSERT, ["early"])
    late.commit()
    assert slugs() == []
    early.commit()
    eventually(["early", "late"])


def test_a_part_written_before_its_object_is_told_of_that_object(another):
    conflict, party = make.make_conflict(), make.make_party()
    connected = another()
    cursor = connected.cursor()
    cursor.execute(
        "INSERT INTO ceasefires_participation (ceasefire_id, party_id, role, side, end_type,"
        " ended_precision) VALUES (7, %s, 'declaring', '', '', 'unknown')",
        [party.pk],
    )
    columns = {
        "id": 7,
        "slug": "late",
        "name": "Late",
        "conflict_id": conflict.pk,
        "time_zone": "Asia/Gaza",
        "declaration": "unknown",
        "ceasefire_class": "unknown",
        "purposes": "{}",
        "scope": "unknown",
        "written": "unclear",
        "implementation_mechanism": "unclear",
        "enforcement": "unclear",
        "end_type": "",
        "declared_precision": "unknown",
        "effective_precision": "unknown",
        "scheduled_end_precision": "unknown",
        "ended_precision": "unknown",
        "follows_as": "",
        "ethprio_id": "",
        "pax_id": "",
        "ucdp_id": "",
    }
    cursor.execute(
        f"INSERT INTO ceasefires_ceasefire ({', '.join(columns)}) VALUES %s",
        [tuple(columns.values())],
    )
    connected.commit()
    eventually([conflict.slug, party.slug, "late", "late"])


def test_what_is_rolled_back_holds_nothing_up_afterwards(another):
    undone = another()
    undone.cursor().execute(INSERT, ["undone"])
    make.make_party(slug="quick")
    assert slugs() == []
    undone.rollback()
    eventually(["quick"])


def test_a_transaction_of_another_database_holds_nothing_up():
    elsewhere = psycopg2.connect(**connection.get_connection_params() | {"dbname": "postgres"})
    elsewhere.cursor().execute("SELECT pg_current_xact_id()")
    make.make_party(slug="here")
    eventually(["here"])
    elsewhere.close()


def test_what_has_been_given_stays_given_while_another_database_is_written_to():
    """A transaction may end between the moment it is seen to run and that it is looked up."""
    make.make_party(slug="here")
    eventually(["here"])
    elsewhere = [
        psycopg2.connect(**connection.get_connection_params() | {"dbname": "postgres"})
        for _ in range(4)
    ]
    busy = True

    def write(to):
        to.autocommit = True
        while busy:
            to.cursor().execute("SELECT pg_current_xact_id(), pg_sleep(0.003)")

    threads = [threading.Thread(target=write, args=[each]) for each in elsewhere]
    for each in threads:
        each.start()
    found = [feed.bounds().settled for _ in range(1500)]
    busy = False
    for each, thread in zip(elsewhere, threads, strict=True):
        thread.join()
        each.close()
    assert found == sorted(found)


def test_readers_who_follow_many_writers_miss_nothing_and_read_nothing_twice(another):
    writers, each_writes, seen = 6, 25, []
    connections = [another() for _ in range(writers)]

    def write(number):
        for turn in range(each_writes):
            cursor = connections[number].cursor()
            cursor.execute(INSERT, [f"w{number}-{turn}-a"])
            sleep(0.001 * (number % 3))
            cursor.execute(INSERT, [f"w{number}-{turn}-b"])
            connections[number].commit()

    threads = [threading.Thread(target=write, args=[each]) for each in range(writers)]
    for each in threads:
        each.start()
    expected, after, until = 2 * writers * each_writes, feed.BEGINNING, monotonic() + PATIENCE
    while len(seen) < expected and monotonic() < until:
        found = feed.changes(after, feed.bounds().settled, (), 7)
        seen += found
        after = found[-1].position if found else after
    for each in threads:
        each.join()
    assert len({each.identifier for each in seen}) == len(seen) == expected
    texts = [str(each.position) for each in seen]
    assert texts == sorted(texts)


def test_in_a_restored_cluster_the_feed_goes_on_after_what_it_held():
    """A new cluster numbers its transactions from the start; positions keep their order."""
    make.make_party(slug="before")
    eventually(["before"])
    (kept,) = feed.changes(feed.BEGINNING, feed.bounds().settled, (), 10)
    with connection.cursor() as cursor:
        # As restored: numbered far ahead of this cluster, by another one.
        cursor.execute("ALTER TABLE ceasefires_version DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE ceasefires_generation DISABLE TRIGGER USER")
        cursor.execute("UPDATE ceasefires_version SET transaction = '999999999999'")
        cursor.execute("UPDATE ceasefires_generation SET cluster = cluster - 1")
        cursor.execute("SELECT set_config('ceasefires.generation', '', false)")
        cursor.execute("ALTER TABLE ceasefires_version ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE ceasefires_generation ENABLE TRIGGER USER")
    assert slugs() == ["before"]
    (restored,) = feed.changes(feed.BEGINNING, feed.bounds().settled, (), 10)
    make.make_party(slug="after")
    eventually(["before", "after"])
    eventually(["after"], after=restored.position)
    assert restored.position.generation == kept.position.generation


def test_a_reader_ahead_of_what_is_settled_stays_where_it_is():
    ahead = feed.bounds().settled._replace(transaction=2**60)
    assert feed.batch(ahead).end == ahead


def test_positions_as_text_sort_as_they_come():
    positions = [feed.Position(*each) for each in [(1, 2, 3), (1, 2, 16), (1, 10, 1), (2, 1, 1)]]
    assert sorted(map(str, positions)) == [str(each) for each in positions]
    assert [feed.Position.read(str(each)) for each in positions] == positions
