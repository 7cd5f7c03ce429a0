"""What has changed is told of every look anew; where it cannot be, nothing is given from before."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from django.db import connection

from tests import factories as make
from tracker.pagecache import changes, watch
from tracker.pagecache.changes import Session, Unwatchable
from tracker.pagecache.watch import Watch

from .asking import fresh

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session():
    made = Session()
    made.changed()
    yield made
    made.close()


def test_anything_may_have_changed_before_the_first_look():
    made = Session()
    assert made.changed() is None
    assert made.changed() == frozenset()
    made.close()


def test_each_change_is_told_once(session):
    truce = make.make_ceasefire()
    assert session.changed() is None
    source = make.make_source()
    session.changed()
    act = make.make_violation(ceasefire=truce)
    make.make_report(violation=act, source=source)
    make.make_statement(ceasefire=truce, source=source)
    assert session.changed() == {truce.pk}
    assert session.changed() == frozenset()


@pytest.mark.parametrize("more", [0, 1])
def test_of_many_changes_it_is_not_told_which_they_are(session, more):
    truce = make.make_ceasefire()
    session.changed()
    reported = make.instant(make.REPORTED)
    make.Violation.objects.bulk_create(
        make.Violation(ceasefire=truce, kind="grenade", first_reported=reported)
        for _ in range(changes.MOST - 1 + more)
    )
    assert session.changed() == (None if more else {truce.pk})


def test_the_changes_of_a_transaction_that_runs_are_not_read(session, another):
    """It may be an import of millions, at which each look would have to look."""
    other = another()
    other.cursor().execute(
        "INSERT INTO ceasefires_party (slug, name, kind, ucdp_id)"
        " SELECT 'party-' || number, 'X', 'state', '' FROM generate_series(1, 2000) number"
    )
    session.changed()  # that it has begun since is not known yet
    assert blocks(session) < 20
    other.commit()
    assert session.changed() is None


def blocks(session):
    """How many blocks a look reads."""
    asked = f"EXPLAIN (ANALYZE, BUFFERS) {session.sql}"
    session.cursor.execute(asked, [session.snapshot])
    plan = "\n".join(row[0] for row in session.cursor.fetchall())
    assert "Index Scan using version_feed" in plan
    assert re.search(r"Index Cond: \(\(generation = .*AND \(transaction >= ", plan), plan
    return int(re.search(r"shared hit=(\d+)", plan)[1])


def test_a_look_reads_what_is_new_and_nothing_else(session):
    truce = make.make_ceasefire()
    reported = make.instant(make.REPORTED)
    make.Violation.objects.bulk_create(
        make.Violation(ceasefire=truce, kind="grenade", first_reported=reported) for _ in range(500)
    )
    assert blocks(session) > 100
    session.changed()
    assert blocks(session) < 20


def test_in_a_restored_cluster_older_versions_do_not_count_and_the_first_new_one_does(session):
    make.make_party(slug="before")
    with connection.cursor() as cursor:
        # As restored: numbered far ahead of this cluster, by another one.
        for table in ("version", "generation"):
            cursor.execute(f"ALTER TABLE ceasefires_{table} DISABLE TRIGGER USER")
        cursor.execute("UPDATE ceasefires_version SET transaction = '999999999999'")
        cursor.execute("UPDATE ceasefires_generation SET cluster = cluster - 1")
        cursor.execute("SELECT set_config('ceasefires.generation', '', false)")
        for table in ("version", "generation"):
            cursor.execute(f"ALTER TABLE ceasefires_{table} ENABLE TRIGGER USER")
    assert session.changed() == frozenset()
    make.make_party(slug="after")
    assert session.changed() is None
    assert session.changed() == frozenset()


def test_a_standby_is_not_watched(monkeypatch):
    """Its snapshots do not tell which transactions are running."""
    recovering = changes.CLUSTER.replace("NOT pg_is_in_recovery()", "false")
    assert recovering != changes.CLUSTER
    monkeypatch.setattr(changes, "CLUSTER", recovering)
    with pytest.raises(Unwatchable):
        Session()


def test_who_subscribes_to_another_cluster_is_not_watched():
    """What comes from there bears that one's numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE SUBSCRIPTION tested CONNECTION 'dbname=nowhere' PUBLICATION p"
            " WITH (connect = false, slot_name = NONE)"
        )
        try:
            with pytest.raises(Unwatchable):
                Session()
        finally:
            cursor.execute("DROP SUBSCRIPTION tested")


def test_who_asks_while_a_look_is_under_way_waits_for_the_next(monkeypatch):
    """That one may have missed what was written meanwhile; the next is shared by all."""
    looked, under_way, let = [], threading.Event(), threading.Event()

    class Slow(Session):
        def changed(self):
            looked.append(time.monotonic())
            under_way.set()
            assert let.wait(10)
            return super().changed()

    monkeypatch.setattr(watch, "Session", Slow)
    watching = Watch()
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(watching.look)
        assert under_way.wait(10)
        others = [pool.submit(watching.look) for _ in range(3)]
        while watching._turn._waiters.__len__() < 3:
            time.sleep(0.01)
        let.set()
        assert first.result().look == 1
        assert [each.result().look for each in others] == [2, 2, 2]
    assert len(looked) == 2
    watching.close()


def test_a_lost_connection_lets_no_page_stand(asker, monkeypatch):
    """What comes after may be another cluster, or one that has lost what was seen."""
    monkeypatch.setattr(watch, "RECONNECT", 0.0)
    asker.ask("parties/")
    assert asker.kept("parties/")
    with connection.cursor() as cursor:
        pid = asker.cache.watch._session.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert not asker.kept("parties/")  # nobody knows what has changed
    assert not asker.kept("parties/")
    assert asker.kept("parties/")


def test_whatever_goes_wrong_with_a_look_lets_no_page_stand(asker, monkeypatch):
    asker.ask("parties/")
    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(Session, "changed", lambda self: fail())
        asker.ask("parties/")
    assert not asker.kept("parties/")
    assert asker.kept("parties/")


def fail():
    raise RuntimeError("Out of memory.")


@pytest.fixture
def refused(asker, monkeypatch):
    """Each attempt to connect that fails, from here on."""
    attempts = []

    def refuse():
        attempts.append(time.monotonic())
        raise psycopg2.OperationalError("no connection")

    asker.ask("parties/")
    monkeypatch.setattr(watch, "Session", refuse)
    asker.cache.watch.close()
    return attempts


def test_while_the_database_does_not_tell_django_answers(asker, refused):
    for _ in range(2):
        assert not asker.kept("parties/")
    fresh(asker, "parties/")


def test_a_database_that_is_away_is_not_asked_by_every_request(asker, refused):
    for _ in range(5):
        asker.ask("parties/")
    assert len(refused) == 1


def test_a_look_that_takes_too_long_is_given_up(session):
    with pytest.raises(psycopg2.errors.QueryCanceled):
        session.cursor.execute("SELECT pg_sleep(5)")
