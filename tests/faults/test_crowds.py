"""Many at once, and much at once: as much is stored as is acknowledged."""

from functools import partial

import pytest

from ceasefires.models.fields import FuzzyInstant
from ceasefires.rules.figures import combined
from tests.api.bodies import act, claim
from tests.factories import make_party, make_source

from .blocks import eventually
from .sender import at_once

CLIENTS = 50
MOST = 1000


@pytest.fixture
def editor(user):
    return user()


def bulk(sender, acts, **headers):
    return sender.send("POST", "violations/bulk/", acts, **headers)


def test_of_a_thousand_acts_with_one_bad_one_none_is_stored(editor):
    acts = [act()] * MOST
    acts[677] = acts[677] | {"kind": "nonsense"}
    answer = bulk(editor, acts)
    [told] = answer.json()["errors"]
    assert (answer.status_code, told["pointer"]) == (422, "#/677/kind")


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (lambda: {"known_from": "2199-01-01T00:00:00Z"}, "known_from"),
        (lambda: {"stated_relation": "indeterminate"}, "stated_relation"),
        (lambda: {"source": make_source(published=FuzzyInstant()).slug}, "known_from"),
    ],
    ids=["future", "undecided", "undated"],
)
def test_of_a_thousand_acts_with_one_that_is_refused_as_it_is_stored_none_is_stored(
    editor, bad, field
):
    acts = [act(reports=[claim()])] * MOST
    acts[998] = act(reports=[claim(), claim(**bad())])
    answer = bulk(editor, acts)
    pointers = [each["pointer"] for each in answer.json()["errors"]]
    assert (answer.status_code, pointers) == (422, [f"#/998/reports/1/{field}"])


def test_every_act_that_breaks_what_one_breaks_is_named(editor):
    good = act()
    late = good | {"occurred": {"at": "2199-01-01T00:00:00Z", "precision": "day"}}
    acts = [late if number % 100 == 7 else good for number in range(MOST)]
    told = [each["pointer"] for each in bulk(editor, acts).json()["errors"]]
    assert told == [f"#/{number}/occurred" for number in range(7, MOST, 100)]


def test_a_thousand_acts_with_reports_are_stored_in_their_order(editor):
    shared = act(reports=[claim(killed={"best": 1})])
    answer = bulk(editor, [shared | {"event": f"e-{number}"} for number in range(MOST)])
    assert answer.status_code == 201
    assert [each["event"] for each in answer.json()["results"]] == [
        f"e-{number}" for number in range(MOST)
    ]


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_none_and_more_than_a_thousand_are_refused(editor, count):
    answer = bulk(editor, [act()] * count)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#")


def test_a_thousand_bad_acts_are_told_of_to_a_limit(editor):
    answer = bulk(editor, [{}] * MOST)
    assert (answer.status_code, len(answer.json()["errors"])) == (422, 100)


def test_fifty_clients_who_log_the_same_act_log_fifty_acts(user):
    body = act(reports=[claim(killed={"best": 1})])
    answers = at_once(*[partial(user("monitor").log, body) for _ in range(CLIENTS)])
    assert [each.status_code for each in answers] == [201] * CLIENTS


def test_the_feed_tells_of_each_act_and_report_of_fifty_clients_once(user, ledger):
    clients, body = [user("monitor") for _ in range(CLIENTS)], act(reports=[claim()])
    at_once(*[partial(each.log, body) for each in clients])
    made = sorted(ledger.made())
    assert len(made) == 2 * CLIENTS
    eventually(lambda: len(told_as_new(clients[0])) >= len(made))
    assert sorted(told_as_new(clients[0])) == made


def told_as_new(sender):
    rows = sender.send("GET", "changes/?limit=1000&resource=violations,reports").json()["results"]
    return [each["id"] for each in rows if each["action"] == "created"]


def test_fifty_clients_under_one_key_log_one_act(user):
    body, monitor = act(reports=[claim()]), user("monitor")
    answers = at_once(*[partial(monitor.log, body, Idempotency_Key="k")] * CLIENTS)
    assert {each.status_code for each in answers} <= {201, 409}


def test_an_acts_figures_are_those_of_all_fifty_reports_that_come_at_once(editor, user):
    logged = editor.log(act()).json()
    figures = [{"low": n, "best": n + 3, "high": 200 - n} for n in range(CLIENTS)]
    bodies = [claim(violation=logged["id"], killed=each) for each in figures]
    answers = at_once(*[partial(user("monitor").send, "POST", "reports/", each) for each in bodies])
    assert [each.status_code for each in answers] == [201] * CLIENTS
    shown = editor.send("GET", f"violations/{logged['id']}/").json()
    told = combined(tuple(each.values()) for each in figures)
    assert tuple(shown["killed"].values()) == told == (0, 3, 200)
    assert len(shown["reports"]) == CLIENTS


def test_bulks_of_the_same_ceasefires_in_opposite_order_do_not_wait_in_a_ring(user):
    acts = [act() for _ in range(20)]
    forth, back = acts * 5, acts[::-1] * 5
    answers = at_once(*[partial(bulk, user(), each) for each in (forth, back) * 4])
    assert [each.status_code for each in answers] == [201] * 8


def test_writers_of_different_facts_of_one_ceasefire_all_get_through(user):
    """Each kind locks other rows, some of them the same; some go alone."""
    editor, shared = user(), act()
    of = {"ceasefire": shared["ceasefire"]}
    logged = editor.log(shared).json()
    writes = []
    for number in range(6):
        said = claim(killed={"best": 1}, violation=logged["id"])
        joined, changed = make_party().slug, {"If_Match": "*"}
        day = {"at": f"2014-08-0{number + 1}T00:00:00Z", "precision": "day"}
        writes += [
            partial(editor.log, shared),
            partial(editor.send, "POST", "reports/", said),
            partial(editor.send, "POST", "assessments/", claim(**of, assessed="holding")),
            *(
                partial(editor.send, "PATCH", path, body, **changed)
                for path, body in (
                    (f"violations/{logged['id']}/", {"place_name": f"Sderot {number}"}),
                    (f"ceasefires/{shared['ceasefire']}/", {"name": f"Truce {number}"}),
                    (f"parties/{joined}/", {"member_of": make_party().slug}),
                    (f"sources/{said['source']}/", {"published": day}),
                )
            ),
        ]
    answers = at_once(*writes)
    assert {each.status_code for each in answers} <= {200, 201}
