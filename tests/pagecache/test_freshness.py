"""No page is given that a committed write has made another, whichever way it was written."""

import threading

import pytest
from django.db import connection
from django.test import Client

from ceasefires.models import Violation
from tests import factories as make
from tests.admin.pages import Pages
from tests.people import bearing, make_token, make_user

PLACE = "UPDATE ceasefires_violation SET place_name = %s WHERE id = %s"
NAME = "UPDATE ceasefires_party SET name = %s WHERE id = %s"


@pytest.fixture
def acted(asker):
    """An act, on a page that is kept."""
    act = make.make_violation(place_name="Sderot")
    assert b"Sderot" in asker.ask(f"violations/{act.pk}/").body
    assert asker.kept(f"violations/{act.pk}/")
    return act


def placed(asker, act):
    """Where a page that may be kept says that it was."""
    body = asker.ask(f"violations/{act.pk}/").body
    return body.partition(b'"place_name":"')[2].partition(b'"')[0].decode()


def by_api(act):
    path, token = f"/api/v1/violations/{act.pk}/", bearing(make_token("editor"))
    tag = Client().get(path)["ETag"]
    done = Client().patch(
        path,
        {"place_name": "Ashkelon"},
        "application/json",
        headers=token | {"If-Match": tag},
    )
    assert done.status_code == 200, done.content


def by_admin(act):
    client = Client()
    client.force_login(make_user("editor"))
    Pages(client).change(act, place_name="Ashkelon", reason="Corrected.")


def by_model(act):
    act.place_name = "Ashkelon"
    act.save()


def by_set(act):
    Violation.objects.filter(pk=act.pk).update(place_name="Ashkelon")


def by_bulk(act):
    act.place_name = "Ashkelon"
    Violation.objects.bulk_update([act], ["place_name"])


def by_sql(act):
    with connection.cursor() as cursor:
        cursor.execute(PLACE, ["Ashkelon", act.pk])


WAYS = [by_model, by_set, by_bulk, by_sql, by_api, by_admin]


@pytest.mark.parametrize("write", WAYS, ids=lambda each: each.__name__)
def test_a_write_shows_in_the_next_answer(asker, acted, write, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    write(acted)
    assert placed(asker, acted) == "Ashkelon"


def test_a_write_shows_in_every_process(askers, acted):
    several = [askers(), askers()]
    for each in several:
        assert placed(each, acted) == "Sderot"
    by_sql(acted)
    for each in several:
        assert placed(each, acted) == "Ashkelon"


def test_what_is_not_committed_does_not_show_and_what_is_rolled_back_never_does(
    asker, acted, another
):
    other = another()
    other.cursor().execute(PLACE, ["Ashkelon", acted.pk])
    assert placed(asker, acted) == "Sderot"
    other.rollback()
    assert placed(asker, acted) == "Sderot"
    assert asker.kept(f"violations/{acted.pk}/")


def test_a_lower_transaction_that_commits_later_shows_once_it_does(asker, acted, another):
    """By the highest number that was seen it would be held for seen."""
    low, high = another(), another()
    low.cursor().execute(PLACE, ["Ashkelon", acted.pk])
    high.cursor().execute(NAME, ["Later", make.make_party().pk])
    high.commit()
    assert placed(asker, acted) == "Sderot"
    low.commit()
    assert placed(asker, acted) == "Ashkelon"


def test_what_was_written_while_another_transaction_is_open_stays_seen(asker, acted, another):
    """Only what has ended since counts, or nothing could be kept until the open one ends."""
    another().cursor().execute("SELECT pg_current_xact_id()")
    by_sql(acted)
    assert placed(asker, acted) == "Ashkelon"
    assert asker.kept(f"violations/{acted.pk}/")


def test_transactions_that_end_in_another_order_than_they_began_all_show(asker, another):
    begun = [(another(), make.make_party()) for _ in range(8)]
    for each, party in begun:
        each.cursor().execute(NAME, [f"Renamed {party.pk}", party.pk])
    for each, party in begun[::-2] + begun[::2]:
        asker.ask("parties/")
        assert asker.kept("parties/")
        each.commit()
        assert f"Renamed {party.pk}".encode() in asker.ask("parties/").body


def test_a_write_while_the_page_is_made_is_not_lost(asker, acted, another):
    """It may come after Django has read, and before the page is kept."""
    path, inner = f"violations/{acted.pk}/", asker.cache.application

    def interrupted(environ, start_response):
        body = [b"".join(inner(environ, start_response))]
        by_sql(acted)
        return type("Body", (list,), {"close": lambda self: None})(body)

    make.make_party()  # lets no page stand
    asker.cache.application = interrupted
    assert b"Sderot" in asker.ask(path).body
    asker.cache.application = inner
    assert b"Ashkelon" in asker.ask(path).body


def test_writers_and_readers_at_once_never_meet_an_older_answer(asker, another):
    """Whoever has seen a write committed sees it, or a later one, in the next answer."""
    acts = [make.make_violation(place_name="0") for _ in range(3)]
    committed = dict.fromkeys([act.pk for act in acts], 0)
    busy, failures = True, []

    def write(act, to):
        for turn in range(1, 60):
            to.cursor().execute(PLACE, [str(turn), act.pk])
            to.commit()
            committed[act.pk] = turn

    def read():
        while busy:
            for act in acts:
                expected = committed[act.pk]
                if int(placed(asker, act)) < expected:
                    failures.append((act.pk, expected))
        connection.close()

    writers = [threading.Thread(target=write, args=[act, another()]) for act in acts]
    readers = [threading.Thread(target=read) for _ in range(3)]
    for each in readers + writers:
        each.start()
    for each in writers:
        each.join()
    busy = False
    for each in readers:
        each.join()
    assert failures == []
