"""How many queries each answer takes: as recorded, whether there is one row or there are twenty.

A figure of query_counts.json that grows needs a reason, and one that falls is to be recorded.
"""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.factories import on_day

COUNTS: dict[str, int] = json.loads((Path(__file__).parent / "query_counts.json").read_text())
FILTERED = {
    "ceasefires/?party=p1&include_members=true",
    "ceasefires/?status=expired&compliance=alleged",
    "ceasefires/?known_at=2014-08-06T12:00:00Z&count=exact",
    "violations/?conflict=c1&attributed_to=p1,p2&include_members=true",
    "calendar.ics?conflict=c1&status=expired",
    "violations/?known_at=2014-08-06T12:00:00Z",
    "violations/comparison/?disagreeing=true",
    "tolls/comparison/?disagreeing=true",
}


def add_everything(number):
    """A conflict with one of everything, all of it joined up."""
    conflict = make.make_conflict(slug=f"c{number}")
    coalition = make.make_party(slug=f"p{2 * number}", kind="coalition")
    party = make.make_party(slug=f"p{2 * number - 1}", member_of=coalition)
    source = make.make_source(slug=f"s{number}")
    truce = make.make_ceasefire(slug=f"t{number}", conflict=conflict)
    part = make.make_participation(ceasefire=truce, party=party)
    sitting = make.make_round(slug=f"r{number}", conflict=conflict)
    sitting.ceasefires.add(truce)
    make.make_delegation(negotiation_round=sitting, party=party)
    for cited in ({"conflict": conflict}, {"ceasefire": truce}, {"participation": part}):
        make.make_citation(source=source, **cited)
    make.make_citation(source=source, negotiation_round=sitting)
    act = make.make_violation(ceasefire=truce, attributed_to=party)
    add_claims(conflict, truce, sitting, act, source=source)


def add_claims(conflict, truce, sitting, act, **given):
    for killed in (1, 2):
        figures = {"killed": (None, killed, None), "attributed_to": act.attributed_to}
        make.make_report(violation=act, **figures, **given)
    for maker in (make.make_assessment, make.make_amendment, make.make_coding, make.make_term):
        maker(ceasefire=truce, **given)
    make.make_demand(negotiation_round=sitting, **given)
    make.make_statement(conflict=conflict, ceasefire=truce, **given)
    for value in (1, 2):
        make.make_toll(conflict=conflict, value=value, as_of=on_day("2014-08-04T21:00Z"), **given)


def asked_for(api, path):
    """The path, with the address of a first row in the place of {first}."""
    if "{first}" not in path:
        return path
    resource = path.split("/")[0]
    return path.replace(f"{resource}/{{first}}/", api.rows(f"{resource}/", limit=1)[0]["url"])


def queries_of(api, path):
    address = asked_for(api, path)
    with CaptureQueriesContext(connection) as captured:
        response = api.get(address)
    assert response.status_code in (200, 307)
    return [query["sql"] for query in captured]


def test_answers_take_the_recorded_queries_at_1_row_and_at_20(api):
    add_everything(1)
    at_one = {path: len(queries_of(api, path)) for path in COUNTS}
    for number in range(2, 21):
        add_everything(number)
    at_twenty = {path: len(queries_of(api, path)) for path in COUNTS}
    assert at_one == COUNTS
    assert at_twenty == COUNTS


@pytest.mark.parametrize(
    ("path", "add"),
    [
        ("conflicts/c1/", lambda: make.make_toll(conflict=of(make.Conflict, "c1"))),
        ("sources/s1/", lambda: make.make_toll(source=of(make.Source, "s1"))),
        ("negotiation-rounds/r1/", lambda: make.make_demand(negotiation_round=a_round())),
        ("negotiation-rounds/r1/", lambda: make.make_delegation(negotiation_round=a_round())),
        ("ceasefires/t1/", lambda: make.make_participation(ceasefire=a_truce())),
        ("ceasefires/t1/state/", lambda: make.make_participation(ceasefire=a_truce())),
        ("ceasefires/t1/state/", lambda: make.make_violation(ceasefire=a_truce())),
        ("ceasefires/t1/timeline/", lambda: make.make_violation(ceasefire=a_truce())),
        ("ceasefires/t1/timeline/", lambda: make.make_assessment(ceasefire=a_truce())),
    ],
)
def test_an_object_takes_no_more_queries_for_twenty_parts_than_for_two(api, path, add):
    add_everything(1)
    add()
    two = len(queries_of(api, path))
    for _ in range(18):
        add()
    assert len(queries_of(api, path)) == two


def of(model, slug):
    return model.objects.get(slug=slug)


def a_round():
    return of(make.NegotiationRound, "r1")


def a_truce():
    return of(make.Ceasefire, "t1")


def test_every_address_is_recorded(api):
    addresses = {path.split("?")[0].replace("{first}", "{}") for path in COUNTS}
    document = api.body("schema/")["paths"]
    read = [path for path, methods in document.items() if "get" in methods]
    promised = {path.removeprefix("/api/v1/") for path in read}
    generic = {path.replace("{slug}", "{}").replace("{id}", "{}") for path in promised}
    assert addresses == generic
    assert set(COUNTS) >= FILTERED
